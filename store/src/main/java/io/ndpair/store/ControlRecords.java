package io.ndpair.store;

import io.ndpair.store.journal.BatchAppender;
import io.ndpair.store.journal.Lineage;
import io.ndpair.store.journal.Links;
import io.ndpair.store.journal.RecordApplier;
import io.ndpair.store.journal.RecordLayout;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.LinkName;
import io.ndpair.store.model.StoreException;
import io.ndpair.store.table.HashKey;
import java.nio.charset.StandardCharsets;
import org.agrona.MutableDirectBuffer;

/** What stands between mutations: the start of an epoch, the hash key, the links. Belongs to the writer's thread. */
final class ControlRecords {
    private final BatchAppender appender;
    private final RecordApplier applier;

    ControlRecords(BatchAppender appender, RecordApplier applier) {
        this.appender = appender;
        this.applier = applier;
    }

    static byte[] utf8(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The bytes of a new link's name.
     *
     * @throws StoreException for a name that is empty or longer than 255 bytes, or beyond 65,536 links
     */
    byte[] acceptedName(String name) {
        Links links = applier.lineage().links();
        byte[] bytes = utf8(name);
        if (bytes.length == 0 || bytes.length > RecordLayout.MAX_NAME_BYTES || links.full()) {
            throw new StoreException(
                    StoreException.Category.DEGRADED,
                    StoreException.Code.LINK_REFUSED,
                    "link name of " + bytes.length + " bytes refused with " + links.size() + " links defined");
        }
        return bytes;
    }

    private long next() {
        return applier.lastSequence() + 1;
    }

    /** The epoch that has begun, and with it everything that a journal which begins here must know. */
    void epoch(Epoch epoch, HashKey key, int ticks, long wallClockMs) {
        appender.epochStart(epoch, next(), ticks, wallClockMs);
        appender.settings(epoch, next(), ticks, wallClockMs, key);
        for (LinkName link : applier.lineage().links().list()) {
            appender.link(epoch, next(), ticks, wallClockMs, link.linkId(), utf8(link.name()));
        }
    }

    void link(int linkId, byte[] name, int ticks, long wallClockMs) {
        appender.link(applier.lineage().epoch(), next(), ticks, wallClockMs, linkId, name);
    }

    /** The settings (number 0) and the links (from 1 on) for a peer; 0 when there are no more. */
    int copy(int number, MutableDirectBuffer dst, int offset, HashKey key, long wallClockMs) {
        Lineage lineage = applier.lineage();
        int ticks = applier.tableTime();
        if (number == 0) {
            return appender.settings(dst, offset, lineage.epoch(), next(), ticks, wallClockMs, key);
        }
        LinkName link = lineage.links().at(number - 1);
        return link == null
                ? 0
                : appender.link(
                        dst, offset, lineage.epoch(), next(), ticks, wallClockMs, link.linkId(), utf8(link.name()));
    }
}
