package io.ndpair.bench.replication;

import io.ndpair.bench.host.Namespaces;
import io.ndpair.bench.host.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A conntrackd in a namespace of its own. Confined to one thread. */
final class ConntrackdDaemon implements AutoCloseable {
    private static final long LONGEST_S = 30;

    private final String host;
    private final String source;
    private final String peer;
    private final Path config;
    private Process process;

    /** Makes the namespace. The cable {@code ha0} comes before {@link #start}. */
    ConntrackdDaemon(String host, String source, String peer, Path files) throws IOException {
        this.host = host;
        this.source = source;
        this.peer = peer;
        config = files.resolve(host + ".conf");
        Namespaces.add(host);
    }

    void start() throws IOException {
        final String namespace = Namespaces.name(host);
        Tool.run("ip -n " + namespace + " addr add " + source + "/24 dev ha0");
        Tool.run("ip -n " + namespace + " link set ha0 up");
        Files.writeString(config, configuration());
        final List<String> words = new ArrayList<>(Namespaces.in(host));
        words.addAll(List.of("conntrackd", "-C", config.toString()));
        process = Tool.start(new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(Path.of(config + ".out").toFile()));
        Tool.await("conntrackd of " + host, LONGEST_S, () -> {
            if (!process.isAlive()) {
                throw new IOException("conntrackd has ended: "
                        + Files.readString(Path.of(config + ".out")).strip());
            }
            return Files.exists(Path.of(config + ".ctl"));
        });
    }

    private String configuration() {
        return String.join(
                "\n",
                List.of(
                        "Sync {",
                        "  Mode FTFW {",
                        "    ResendQueueSize 131072",
                        "    PurgeTimeout 60",
                        "    ACKWindowSize 300",
                        "    DisableExternalCache off",
                        "  }",
                        "  UDP {",
                        "    IPv4_address " + source,
                        "    IPv4_Destination_Address " + peer,
                        "    Port 3780",
                        "    Interface ha0",
                        "    SndSocketBuffer 8388608",
                        "    RcvSocketBuffer 8388608",
                        "    Checksum on",
                        "  }",
                        "}",
                        "General {",
                        "  HashSize 65536",
                        "  HashLimit 524288",
                        "  LogFile " + config + ".log",
                        "  Syslog off",
                        "  LockFile " + config + ".lock",
                        "  UNIX {",
                        "    Path " + config + ".ctl",
                        "  }",
                        "  NetlinkBufferSize 8388608",
                        "  NetlinkBufferSizeMaxGrowth 67108864",
                        "}",
                        ""));
    }

    /** Runs a command in the namespace; what it printed. */
    String command(String line) throws IOException {
        final List<String> words = new ArrayList<>(Namespaces.in(host));
        words.addAll(Tool.words(line));
        return Tool.run(words);
    }

    /** Tells the daemon something, or asks it. */
    String control(String words) throws IOException {
        return command("conntrackd -C " + config + ' ' + words);
    }

    /** How many flows its cache of this kind holds. */
    int cached(String kind) throws IOException {
        final Matcher found = Pattern.compile("cache " + kind + ":\\s+current active connections:\\s+(\\d+)")
                .matcher(control("-s"));
        if (!found.find()) {
            throw new IOException("conntrackd tells nothing of its " + kind + " cache");
        }
        return Integer.parseInt(found.group(1));
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Tool.awaitEnd(process, LONGEST_S);
        }
        Namespaces.delete(host);
    }
}
