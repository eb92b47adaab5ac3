package io.ndpair.node.linux;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The process that outlives a device: it waits until its standard input ends, which the kernel sees to when the device dies, however it
 * does, and then takes away what the device has left in the kernel. Started by {@link GuardProcess}; small, and asleep until then.
 */
public final class Guard {
    private static final long WAIT_MS = 500;

    private Guard() {}

    /** Waits and cleans up; the only word is the data directory. */
    public static void main(final String[] words) throws IOException {
        final Path data = Path.of(words[0]);
        // A signal to the group of processes of a terminal or service is for the device; the guard ends by itself.
        LibC.newSession();
        final Thread cleaner = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> join(cleaner)));
        // Everything that will be needed is loaded now, not when every millisecond counts.
        try (LinuxInterfaces interfaces = LinuxInterfaces.open();
                LinkRequests links = new LinkRequests();
                AddressRequests addresses = new AddressRequests()) {
            links.find("lo");
            addresses.remove(Integer.MAX_VALUE, 0, 0, 0);
            new LeftoverCleaner(interfaces).clean(KernelLedger.here());
        }
        KernelLedger.parse("", KernelLedger.here().bytes());
        final boolean ran = System.in.read() >= 0;
        if (ran) {
            System.out.println(
                    "guard: ready, process " + ProcessHandle.current().pid());
        }
        while (System.in.read() >= 0) {
            // What is said does not matter; the end does.
        }
        final long beganNs = System.nanoTime();
        try {
            final String done = Leftovers.clean(data, WAIT_MS);
            // A device that could not start tells its user why, in one line; this one would only be in the way.
            if (ran || !done.equals(Leftovers.NOTHING)) {
                System.out.printf(
                        "guard: the device has ended; %s, in %.1f ms%n", done, (System.nanoTime() - beganNs) / 1e6);
            }
        } catch (final IOException | RuntimeException e) {
            System.out.println("guard: leftovers stay: " + e.getMessage());
        }
    }

    /** SIGTERM waits for the end of the device, too: a service manager sends it to both. */
    private static void join(final Thread cleaner) {
        try {
            cleaner.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
