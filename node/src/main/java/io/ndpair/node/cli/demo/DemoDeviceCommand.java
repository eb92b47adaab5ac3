package io.ndpair.node.cli.demo;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One device process of the demo; started by the demo, not by people. */
@Command(name = "demo-device", hidden = true)
public final class DemoDeviceCommand implements Callable<Integer> {
    @Parameters(arity = "10")
    private List<String> words;

    @Override
    public Integer call() throws IOException {
        DemoDevice.run(DemoSettings.of(words));
        return 0;
    }
}
