package io.ndpair.node.daemon;

import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.device.Neighbors;
import io.ndpair.node.shell.NeighborStatus;
import io.ndpair.node.shell.PastCursor;
import io.ndpair.node.shell.PastQuery;
import io.ndpair.node.shell.PastStatus;
import io.ndpair.store.history.PastTable;
import io.ndpair.store.model.LinkName;
import io.ndpair.store.table.EntryFlags;
import io.ndpair.store.table.NeighborEntry;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * The tables of all running profiles as of a past moment. Restoring one takes about as long as a start, so a thread of its own does it,
 * one at a time; that thread ends within {@link #TIMEOUT_NS} even when the operator has lost interest.
 */
final class PastWalk implements PastCursor {
    /** For one profile. */
    static final long TIMEOUT_NS = 20_000_000_000L;

    private static final long WAIT_NS = 2_000_000;
    private static final int ENTRIES_A_STEP = 64;

    private final Iterator<Neighbors> tables;
    private final PastQuery query;
    private final AtomicInteger users;
    private final NeighborEntry entry = new NeighborEntry();
    private Neighbors table;
    private CompletableFuture<PastTable> restoring;
    private PastTable past;
    private Map<Integer, String> links;
    private Neighbors.Walk walk;
    private boolean closed;

    /**
     * The walk.
     *
     * @param users of tables of the past, this walk counted already; 0 again once nothing of it is in memory
     */
    PastWalk(List<Neighbors> tables, PastQuery query, AtomicInteger users) {
        this.tables = tables.iterator();
        this.query = query;
        this.users = users;
    }

    @Override
    public boolean poll(Reader reader) {
        if (closed) {
            return false;
        }
        if (past != null) {
            readOn(reader);
        } else if (restoring != null) {
            await(reader);
        } else if (tables.hasNext()) {
            table = tables.next();
            restoring = restore(table);
        }
        return past != null || restoring != null || tables.hasNext();
    }

    private CompletableFuture<PastTable> restore(Neighbors of) {
        final CompletableFuture<PastTable> future = new CompletableFuture<>();
        final Thread thread = new Thread(() -> restore(of, future), "ndpair-past");
        thread.setDaemon(true);
        users.incrementAndGet();
        thread.start();
        return future;
    }

    private void restore(Neighbors of, CompletableFuture<PastTable> future) {
        try {
            final PastTable restored = of.asOf(query.time().toEpochMilli(), query.mostNeighbors(), TIMEOUT_NS);
            if (!future.complete(restored)) {
                restored.close();
            }
        } catch (final RuntimeException | OutOfMemoryError e) {
            future.completeExceptionally(e);
        } finally {
            users.decrementAndGet();
        }
    }

    private void await(Reader reader) {
        try {
            past = restoring.get(WAIT_NS, TimeUnit.NANOSECONDS);
            restoring = null;
        } catch (final TimeoutException e) {
            return;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (final ExecutionException | CancellationException e) {
            restoring = null;
            final Throwable cause = e.getCause() == null ? e : e.getCause();
            reader.table(PastStatus.refused(
                    table.profile(), cause.getMessage() == null ? cause.toString() : cause.getMessage()));
            return;
        }
        links = past.links().stream().collect(Collectors.toMap(LinkName::linkId, LinkName::name));
        walk = Neighbors.walk(past);
        reader.table(new PastStatus(
                table.profile(),
                "",
                Instant.ofEpochMilli(past.wallClockMs()),
                ChangeWalk.epoch(past.epoch()),
                past.sequence(),
                past.size(),
                past.ambiguous()));
    }

    private void readOn(Reader reader) {
        for (int i = 0; i < ENTRIES_A_STEP; i++) {
            if (!walk.next(entry)) {
                closePast();
                return;
            }
            final Ipv6Address address = new Ipv6Address(entry.addressHigh(), entry.addressLow());
            final String link = links.getOrDefault(entry.linkId(), "link " + Integer.toUnsignedString(entry.linkId()));
            if (query.entries().matches(address, link)) {
                reader.entry(new NeighborStatus(
                        address,
                        entry.mac(),
                        NeighborWalk.state(entry.state()),
                        (entry.flags() & EntryFlags.STATIC) != 0
                                ? NeighborStatus.Kind.STATIC
                                : NeighborStatus.Kind.DYNAMIC,
                        link,
                        -1,
                        (entry.flags() & EntryFlags.ROUTER) != 0));
            }
        }
    }

    private void closePast() {
        walk = null;
        final PastTable open = past;
        past = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (restoring != null && !restoring.cancel(false) && !restoring.isCompletedExceptionally()) {
            past = restoring.join();
        }
        restoring = null;
        closePast();
        users.decrementAndGet();
    }
}
