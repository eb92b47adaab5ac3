package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Network namespaces of one test and the threads that live in them. A thread that has entered a namespace opens its sockets there, so
 * whatever is tested is made and driven by {@link Namespace#in}. Everything is taken away at the end, whatever happened.
 */
public final class LinuxLab implements AutoCloseable {
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);

    private final List<Namespace> namespaces = new ArrayList<>();

    /** What a test needs beyond {@link LibC}. */
    private static final class Calls {
        static {
            Native.register(Calls.class, "c");
        }

        static native int open(String path, int flags);

        static native int setns(int descriptor, int kind);

        static native int close(int descriptor);
    }

    /** One namespace and its thread. */
    public final class Namespace {
        private final String name;
        private final ExecutorService thread = Executors.newSingleThreadExecutor();

        private Namespace(final String name) {
            this.name = name;
        }

        private void enter() {
            final int descriptor = Calls.open("/run/netns/" + name, 0);
            assertThat(descriptor).as("open namespace").isNotNegative();
            assertThat(Calls.setns(descriptor, CLONE_NEWNET))
                    .as("enter namespace")
                    .isZero();
            Calls.close(descriptor);
        }

        /** Runs on the namespace's thread and waits for the end. */
        <T> T in(final Callable<T> work) throws Exception {
            try {
                return thread.submit(work).get(60, TimeUnit.SECONDS);
            } catch (final ExecutionException e) {
                if (e.getCause() instanceof final AssertionError error) {
                    throw error;
                }
                throw e;
            }
        }

        void run(final Runnable work) throws Exception {
            in(() -> {
                work.run();
                return null;
            });
        }

        /** Starts something long on the namespace's thread; nothing else runs there before its end. */
        void begin(final Runnable work) {
            thread.execute(work);
        }

        /** Runs the ip command in this namespace and answers what it prints. */
        public String ip(final String arguments) {
            return LinuxLab.this.run("ip -n " + name + " " + arguments);
        }

        /** Whether the ip command did what it was asked to. */
        boolean tryIp(final String arguments) {
            return execute(command("ip -n " + name + " " + arguments), true) != null;
        }

        /** Runs any command in this namespace. */
        public String exec(final String command) {
            return LinuxLab.this.run("ip netns exec " + name + " " + command);
        }

        /** Like {@link #exec}, whatever the exit status. */
        void tryExec(final String command) {
            execute(command("ip netns exec " + name + " " + command), true);
        }

        /** Starts a command that runs until it is destroyed. */
        public Process start(final String command, final Path output) throws IOException {
            return new ProcessBuilder(command("ip netns exec " + name + " " + command))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        }

        String name() {
            return name;
        }
    }

    public static LinuxLab open() {
        assumeTrue(Files.isDirectory(Path.of("/proc/sys/net/ipv6")), "no IPv6 on this machine");
        assumeTrue("root".equals(System.getProperty("user.name")), "network namespaces need root");
        final String probe = "ndp" + ProcessHandle.current().pid() + "probe";
        assumeTrue(execute(command("ip netns add " + probe), true) != null, "this machine makes no network namespaces");
        execute(command("ip netns del " + probe), true);
        return new LinuxLab();
    }

    public Namespace namespace(final String suffix) throws Exception {
        final Namespace namespace =
                new Namespace("ndp" + ProcessHandle.current().pid() + suffix);
        run("ip netns add " + namespace.name);
        namespaces.add(namespace);
        namespace.ip("link set lo up");
        namespace.run(namespace::enter);
        return namespace;
    }

    /** Another thread in a namespace whose own one is busy or has ended. */
    Namespace enter(final Namespace present) throws Exception {
        final Namespace again = new Namespace(present.name);
        namespaces.add(again);
        again.run(again::enter);
        return again;
    }

    /** A cable between two namespaces, both ends up, with link-local addresses that need no detection of duplicates. */
    public void cable(final Namespace one, final String oneName, final Namespace other, final String otherName) {
        run("ip link add " + oneName + " netns " + one.name + " type veth peer name " + otherName + " netns "
                + other.name);
        for (final Namespace end : List.of(one, other)) {
            final String name = end == one ? oneName : otherName;
            end.exec("sysctl -q -w net.ipv6.conf." + name + ".accept_dad=0 net.ipv6.conf." + name + ".forwarding=1");
            end.ip("link set " + name + " up");
        }
    }

    private String run(final String line) {
        return execute(command(line), false);
    }

    private static List<String> command(final String line) {
        return Arrays.asList(line.split(" "));
    }

    /** The output; null when it failed and was allowed to. */
    private static String execute(final List<String> command, final boolean mayFail) {
        try {
            final Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            final int status = process.waitFor();
            if (status != 0 && !mayFail) {
                throw new AssertionError(String.join(" ", command) + " ended with " + status + ": " + output);
            }
            return status == 0 ? output : null;
        } catch (final IOException e) {
            if (mayFail) {
                return null;
            }
            throw new AssertionError(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Turns the duty cycle, on the calling thread, until the condition holds. */
    public static void await(final String what, final Runnable dutyCycle, final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        while (true) {
            dutyCycle.run();
            if (condition.getAsBoolean()) {
                return;
            }
            assertThat(deadline - System.nanoTime())
                    .as("time left to see: " + what)
                    .isPositive();
            LockSupport.parkNanos(200_000);
        }
    }

    @Override
    public void close() {
        for (final Namespace namespace : namespaces) {
            namespace.thread.shutdownNow();
            execute(command("ip netns del " + namespace.name), true);
        }
    }
}
