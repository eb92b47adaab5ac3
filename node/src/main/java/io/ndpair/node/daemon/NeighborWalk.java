package io.ndpair.node.daemon;

import io.ndpair.election.role.Role;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.device.Neighbors;
import io.ndpair.node.shell.NeighborCursor;
import io.ndpair.node.shell.NeighborQuery;
import io.ndpair.node.shell.NeighborStatus;
import io.ndpair.store.table.EntryFlags;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The entries of all running profiles, one table after the other, as the shell asks for them. */
final class NeighborWalk implements NeighborCursor {
    private static final int TICKS_PER_SECOND = 10;

    private final Iterator<Neighbors> tables;
    private final NeighborQuery query;
    private final NeighborEntry entry = new NeighborEntry();
    private Neighbors table;
    private Neighbors.Walk walk;
    private NeighborStatus next;

    NeighborWalk(List<Neighbors> tables, NeighborQuery query) {
        this.tables = tables.iterator();
        this.query = query;
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            if (walk == null) {
                if (!tables.hasNext()) {
                    return false;
                }
                table = tables.next();
                walk = table.walk();
            }
            if (walk.next(entry)) {
                next = wanted();
            } else {
                walk = null;
            }
        }
        return true;
    }

    private NeighborStatus wanted() {
        final Ipv6Address address = new Ipv6Address(entry.addressHigh(), entry.addressLow());
        final String name = table.linkOf(entry);
        final String link = name.isEmpty() ? "link " + Integer.toUnsignedString(entry.linkId()) : name;
        if (!query.matches(address, link)) {
            return null;
        }
        return new NeighborStatus(
                address,
                entry.mac(),
                state(entry.state()),
                kind(),
                link,
                Math.max(0, table.nowTicks() - entry.lastConfirmedTicks()) / TICKS_PER_SECOND,
                (entry.flags() & EntryFlags.ROUTER) != 0);
    }

    private NeighborStatus.Kind kind() {
        if ((entry.flags() & EntryFlags.STATIC) != 0) {
            return NeighborStatus.Kind.STATIC;
        }
        return table.role() == Role.MASTER ? NeighborStatus.Kind.DYNAMIC : NeighborStatus.Kind.REMOTE;
    }

    static NeighborStatus.State state(int state) {
        return switch (state) {
            case NeighborState.REACHABLE -> NeighborStatus.State.REACHABLE;
            case NeighborState.DELAY -> NeighborStatus.State.DELAY;
            case NeighborState.PROBE -> NeighborStatus.State.PROBE;
            case NeighborState.STALE -> NeighborStatus.State.STALE;
            default -> NeighborStatus.State.INCOMPLETE;
        };
    }

    @Override
    public NeighborStatus next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the walk is at its end");
        }
        final NeighborStatus given = next;
        next = null;
        return given;
    }

    @Override
    public void close() {
        walk = null;
        next = null;
    }
}
