package io.ndpair.node.daemon;

import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.device.Neighbors;
import io.ndpair.node.shell.ChangeCursor;
import io.ndpair.node.shell.ChangeStatus;
import io.ndpair.store.history.HistoryCursor;
import io.ndpair.store.history.HistoryEvent;
import io.ndpair.store.history.HistoryQuery;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.StoreException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The history of an address in all running profiles, one journal after the other, as the shell asks for it. */
final class ChangeWalk implements ChangeCursor {
    private final Iterator<Neighbors> tables;
    private final Ipv6Address address;
    private final Optional<String> interfaceName;
    private Neighbors table;
    private HistoryCursor cursor;

    ChangeWalk(List<Neighbors> tables, Ipv6Address address, Optional<String> interfaceName) {
        this.tables = tables.iterator();
        this.address = address;
        this.interfaceName = interfaceName;
    }

    @Override
    public boolean poll(Consumer<ChangeStatus> consumer) {
        if (cursor == null) {
            return openNext(consumer);
        }
        final boolean more = cursor.poll(event -> tell(event, consumer));
        if (!more) {
            if (cursor.ending() == HistoryCursor.Ending.LIMIT || cursor.ending() == HistoryCursor.Ending.TIMEOUT) {
                final String why = cursor.ending() == HistoryCursor.Ending.LIMIT
                        ? "there is more: only the newest " + cursor.changes() + " changes are shown"
                        : "there may be more: the time for the question was up";
                consumer.accept(mark(ChangeStatus.Kind.ENDED, Optional.empty(), 0, "", why));
            }
            closeCursor();
        }
        return more || tables.hasNext();
    }

    private boolean openNext(Consumer<ChangeStatus> consumer) {
        if (!tables.hasNext()) {
            return false;
        }
        table = tables.next();
        final int link = interfaceName.map(table::linkId).orElse(0);
        if (interfaceName.isPresent() && link == 0) {
            consumer.accept(mark(
                    ChangeStatus.Kind.MISSING,
                    Optional.empty(),
                    0,
                    "",
                    "nothing was ever learned on interface " + interfaceName.get()));
            return tables.hasNext();
        }
        try {
            cursor = table.history(
                    HistoryQuery.newest(address.high(), address.low()).onLink(link));
        } catch (final StoreException e) {
            consumer.accept(mark(ChangeStatus.Kind.MISSING, Optional.empty(), 0, "", e.getMessage()));
            return tables.hasNext();
        }
        final HistoryEvent reach = cursor.beginning();
        consumer.accept(mark(
                ChangeStatus.Kind.BEGINNING,
                DeviceViews.instant(reach.wallClockMs()),
                reach.sequence(),
                epoch(reach.epoch()),
                reach.detail()));
        return true;
    }

    private void tell(HistoryEvent event, Consumer<ChangeStatus> consumer) {
        switch (event.kind()) {
            case UPSERT, REMOVE -> consumer.accept(change(event));
            case GAP, HOLE, LET_GO, CUT ->
                consumer.accept(mark(
                        ChangeStatus.Kind.MISSING,
                        DeviceViews.instant(event.wallClockMs()),
                        event.sequence(),
                        epoch(event.epoch()),
                        event.detail()));
            case BEGINNING -> {
                // Told before everything else.
            }
        }
    }

    private ChangeStatus change(HistoryEvent event) {
        final String name = table.linkNameById(event.linkId());
        final boolean removed = event.kind() == HistoryEvent.Kind.REMOVE;
        return new ChangeStatus(
                removed ? ChangeStatus.Kind.REMOVED : ChangeStatus.Kind.PUT,
                DeviceViews.instant(event.wallClockMs()),
                table.profile(),
                epoch(event.epoch()),
                event.sequence(),
                name.isEmpty() ? "link " + Integer.toUnsignedString(event.linkId()) : name,
                event.mac(),
                removed ? Optional.empty() : Optional.of(NeighborWalk.state(event.state())),
                "");
    }

    private ChangeStatus mark(
            ChangeStatus.Kind kind, Optional<Instant> time, long sequence, String epoch, String detail) {
        return new ChangeStatus(kind, time, table.profile(), epoch, sequence, "", 0, Optional.empty(), detail);
    }

    static String epoch(Epoch epoch) {
        return epoch.equals(Epoch.NONE) ? "" : epoch.term() + "/" + Integer.toUnsignedString(epoch.deviceId());
    }

    private void closeCursor() {
        final HistoryCursor open = cursor;
        cursor = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        closeCursor();
    }
}
