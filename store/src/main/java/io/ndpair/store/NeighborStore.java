package io.ndpair.store;

import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.RangeImage;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;

/** The facade of one profile: table, journal and checkpoints. */
@SuppressWarnings("DoNotCallSuggester") // the bodies follow
public final class NeighborStore implements AutoCloseable {
    private static UnsupportedOperationException later() {
        return new UnsupportedOperationException("not there yet");
    }

    public static NeighborStore open(StoreConfig config, StoreContext context) {
        throw later();
    }

    public List<Agent> agents() {
        throw later();
    }

    public boolean lookup(long addressHigh, long addressLow, int linkId, NeighborEntry out) {
        throw later();
    }

    public void forEach(Consumer<NeighborEntry> consumer) {
        throw later();
    }

    public long size() {
        throw later();
    }

    public long memoryBytes() {
        throw later();
    }

    public long lastSequence() {
        throw later();
    }

    public long journaledSequence() {
        throw later();
    }

    public Position position() {
        throw later();
    }

    public StoreStatus status() {
        throw later();
    }

    public int linkId(String name) {
        throw later();
    }

    public String linkName(int id) {
        throw later();
    }

    public List<LinkName> links() {
        throw later();
    }

    public HashKey hashKey() {
        throw later();
    }

    public long digest() {
        throw later();
    }

    public int tableTimeTicks(long nowNs) {
        throw later();
    }

    public void adoptTableTime(int ticks, long nowNs) {
        throw later();
    }

    public History history() {
        throw later();
    }

    public boolean isMaster() {
        throw later();
    }
    /** Makes this store take a term into account that was heard of in a Hello. */
    public void noteTerm(long term) {
        throw later();
    }

    public void startEpoch() {
        throw later();
    }
    /** No longer master: mutations are refused, records of the peer are taken. */
    public void endEpoch(long nowNs) {
        throw later();
    }

    public int defineLink(String name) {
        throw later();
    }

    public int upsert(
            long addressHigh, long addressLow, int linkId, long mac, int state, int flags, int lastConfirmedTicks) {
        throw later();
    }

    public int remove(long addressHigh, long addressLow, int linkId) {
        throw later();
    }

    public long flush(long nowNs) {
        throw later();
    }

    public int applyRecord(DirectBuffer buffer, int offset, int length, long nowNs) {
        throw later();
    }

    public void beginResync(Epoch epoch, long sequence, HashKey key, int tableTimeTicks) {
        throw later();
    }

    public int installRange(long prefix, int depth, long asOf, DirectBuffer entries, int offset, int count) {
        throw later();
    }

    public void endResync(History history) {
        throw later();
    }

    public void abandonResync() {
        throw later();
    }
    /** Settings and link definitions as whole records, for the start of a batch backup: index 0, 1, ...; 0 = no more. */
    public int copyControlRecord(int index, MutableDirectBuffer dst, int dstOffset) {
        throw later();
    }

    public boolean copyRange(long hashPosition, MutableDirectBuffer dst, int dstOffset, RangeImage out) {
        throw later();
    }

    public RecordCursor cursor() {
        throw later();
    }

    @Override
    public void close() {
        throw later();
    }
}
