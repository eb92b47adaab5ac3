package io.ndpair.bench.host;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The network namespaces that this process has made. Their names bear its process number. Any thread. */
public final class Namespaces {
    private static final String PREFIX = "ndb" + ProcessHandle.current().pid() % 100_000 + '-';
    private static final List<String> MADE = new CopyOnWriteArrayList<>();

    private Namespaces() {}

    /** The name of a host's namespace. */
    public static String name(String host) {
        return PREFIX + host;
    }

    /**
     * Makes one.
     *
     * @throws IOException when it cannot be made
     */
    public static void add(String host) throws IOException {
        MADE.add(name(host));
        Tool.run("ip netns add " + name(host));
        Tool.run("ip -n " + name(host) + " link set lo up");
    }

    /** The words that start a command in a host. */
    public static List<String> in(String host) {
        return List.of("ip", "netns", "exec", name(host));
    }

    /** Takes one away that was made. */
    public static void delete(String host) {
        if (MADE.remove(name(host))) {
            Tool.tryRun("ip netns del " + name(host));
        }
    }

    /** For {@link Ending}, after which no {@link Tool} starts anything. */
    public static void deleteAll() {
        for (final String name : MADE) {
            try {
                new ProcessBuilder("ip", "netns", "del", name).start().waitFor();
            } catch (final IOException e) {
                System.err.println("bench: network namespace " + name + " is left: " + e.getMessage());
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
