package io.ndpair.bench.soak;

import io.ndpair.bench.child.Requests;
import io.ndpair.bench.child.Worker;
import io.ndpair.bench.pair.End;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A device process of a soak; a {@link Worker}, of no use to people. */
@Command(name = SoakDeviceCommand.NAME, hidden = true)
public final class SoakDeviceCommand implements Callable<Integer> {
    static final String NAME = "soak-device";

    private static final Map<String, Long> NOTHING = Map.of();

    @Parameters(arity = "10")
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        final int ofEnd = words.size() - 2;
        final Requests requests = new Requests();
        try (SoakDevice device = new SoakDevice(
                End.of(words.subList(0, ofEnd)), Path.of(words.get(ofEnd)), Integer.parseInt(words.get(ofEnd + 1)))) {
            requests.serve(request -> carryOut(device, request));
        }
        return 0;
    }

    private static Map<String, Long> carryOut(SoakDevice device, List<String> request) throws IOException {
        switch (request.get(0)) {
            case "master":
                device.role(true);
                return NOTHING;
            case "backup":
                device.role(false);
                return NOTHING;
            case "switchover":
                return Map.of("done", device.switchover());
            case "flood":
                return Map.of("taken", device.flood(Integer.parseInt(request.get(1))));
            case "forget":
                device.forget(Long.parseLong(request.get(1)), Long.parseLong(request.get(2)));
                return NOTHING;
            case "batch":
                return Map.of("begun", device.batchBackup());
            case "shut":
                device.shut(true);
                return NOTHING;
            case "open":
                device.shut(false);
                return NOTHING;
            case "health":
                return device.health();
            case "status":
                return device.status();
            case "dump":
                return Map.of("entries", device.dump(Path.of(request.get(1))));
            default:
                throw new IllegalArgumentException("no request is called " + request.get(0));
        }
    }
}
