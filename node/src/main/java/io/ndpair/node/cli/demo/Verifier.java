package io.ndpair.node.cli.demo;

import io.ndpair.store.table.NeighborEntry;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Checks the survivor's table entry by entry against the workload: each user must stand as of the last acked mutation or as of one
 * that was offered after it. Anything older was acked and is lost; anything else was never true.
 */
final class Verifier {
    private static final int ENTRY_BYTES = 32;

    private final Workload acked;
    private final Int2ObjectHashMap<LongHashSet> later = new Int2ObjectHashMap<>();
    private final long[] found;
    private long entries;
    private long wrong;
    private long digest;

    /**
     * Replays the workload.
     *
     * @param ackedIndex how many mutations, from the first on, were acked.
     * @param offeredIndex how many were offered at most.
     */
    Verifier(long seed, int users, long ackedIndex, long offeredIndex) {
        final Workload workload = new Workload(seed, users);
        while (workload.index() < ackedIndex) {
            workload.next();
        }
        acked = workload.copy();
        while (workload.index() < offeredIndex) {
            workload.next();
            later.computeIfAbsent(workload.user(), user -> new LongHashSet())
                    .add(workload.fingerprint(workload.user()));
        }
        found = new long[users];
    }

    /** Reads a dump: entries of 32 bytes as they stand in the table. */
    void read(Path dump) throws IOException {
        final NeighborEntry entry = new NeighborEntry();
        try (FileChannel channel = FileChannel.open(dump, StandardOpenOption.READ)) {
            final long length = channel.size();
            if (length == 0) {
                return;
            }
            final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
            final UnsafeBuffer bytes = new UnsafeBuffer(mapped);
            for (int offset = 0; offset + ENTRY_BYTES <= length; offset += ENTRY_BYTES) {
                entry.readFrom(bytes, offset);
                digest ^= entry.digest();
                take(entry.addressHigh(), entry.addressLow(), entry.mac());
            }
            IoUtil.unmap(mapped);
        }
    }

    void take(long addressHigh, long addressLow, long mac) {
        entries++;
        final int user = Workload.userOf(addressHigh, addressLow, found.length);
        if (user < 0 || found[user] != 0) {
            // No user's address, or a user who is there twice: an old address that was removed and is back.
            wrong++;
            return;
        }
        found[user] = Workload.fingerprint(addressLow, mac);
    }

    Result result() {
        long lost = 0;
        long ahead = 0;
        for (int user = 0; user < found.length; user++) {
            if (found[user] == acked.fingerprint(user)) {
                continue;
            }
            final LongHashSet states = later.get(user);
            if (states != null && states.contains(found[user])) {
                ahead++;
            } else {
                lost++;
            }
        }
        return new Result(entries, lost, ahead, wrong);
    }

    /** Digest of the entries that were read, made from their bytes alone. */
    long digest() {
        return digest;
    }

    /**
     * What came out.
     *
     * @param entries entries that the survivor holds.
     * @param lost users who stand as of before the last acked mutation.
     * @param ahead users who stand as of a mutation that was applied at the peer before its ack came back.
     * @param wrong entries that are nobody's, or a user's second one.
     */
    record Result(long entries, long lost, long ahead, long wrong) {}
}
