package io.ndpair.node.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes away what the dead process of a data directory has left in the kernel; see {@link LeftoverCleaner}. Any thread. */
public final class Leftovers {
    /** Answered where there was nothing to take away. */
    static final String NOTHING = "nothing was left";

    private Leftovers() {}

    /**
     * Cleans up after a process that is known to be dead.
     *
     * @param dataDirectory of that process.
     * @param waitMs how long to wait for another one that is about the same.
     * @return what was done, in one line for people.
     * @throws IOException when the ledger cannot be read or is damaged; nothing was touched then.
     * @throws LinuxException when there is no netlink here.
     */
    public static String clean(final Path dataDirectory, final long waitMs) throws IOException {
        if (!Files.isDirectory(dataDirectory)) {
            throw new IOException(dataDirectory + " is no data directory");
        }
        try (KernelLock lock = KernelLock.take(dataDirectory, waitMs)) {
            return lock == null
                    ? "another process of this data directory lives: left to it"
                    : cleanLocked(dataDirectory);
        }
    }

    static String cleanLocked(final Path dataDirectory) throws IOException {
        final KernelLedger ledger = KernelLedger.read(dataDirectory);
        if (ledger == null || ledger.isEmpty()) {
            return NOTHING;
        }
        final String done;
        if (ledger.isHere()) {
            try (LinuxInterfaces interfaces = LinuxInterfaces.open()) {
                final LeftoverCleaner cleaner = new LeftoverCleaner(interfaces);
                final LeftoverCleaner.Removed removed = cleaner.clean(ledger);
                done = (removed.isNothing() ? NOTHING : "removed " + removed)
                        + (cleaner.counters().value(LinuxCounter.KERNEL_REFUSALS) == 0
                                ? ""
                                : "; refused by the kernel: "
                                        + cleaner.counters().refusalText());
            }
        } else {
            done = "what was left is in another network namespace, or the machine was started anew: nothing touched";
        }
        KernelLedger.here().write(dataDirectory);
        return done;
    }
}
