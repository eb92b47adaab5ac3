package io.ndpair.store;

import io.ndpair.store.aging.Aging;
import io.ndpair.store.aging.ProbeHandler;
import io.ndpair.store.checkpoint.Recovery;
import io.ndpair.store.checkpoint.TermReserve;
import io.ndpair.store.history.HistoryCursor;
import io.ndpair.store.history.HistoryQuery;
import io.ndpair.store.history.PastTable;
import io.ndpair.store.journal.BatchAppender;
import io.ndpair.store.journal.JournalMarks;
import io.ndpair.store.journal.Journals;
import io.ndpair.store.journal.Lineage;
import io.ndpair.store.journal.RecordApplier;
import io.ndpair.store.journal.chronicle.ChronicleJournals;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.History;
import io.ndpair.store.model.LinkName;
import io.ndpair.store.model.Outcome;
import io.ndpair.store.model.Position;
import io.ndpair.store.model.RecordCursor;
import io.ndpair.store.model.RecordOutcome;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreException;
import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.LookupBatch;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborTable;
import io.ndpair.store.table.RangeImage;
import io.ndpair.store.table.RangePages;
import io.ndpair.store.table.Rekeying;
import io.ndpair.store.table.Scrub;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;

/**
 * The neighbors of one profile: a table that any thread reads, and one writer thread changes; a journal of every change; and
 * checkpoints. The facade of this module.
 *
 * <p><b>Threads.</b> Methods marked "any thread" are lock-free. All others belong to one thread, the writer. {@link #open}
 * starts no thread: the {@link #agents} must be run, each by one thread at a time, and preferably not by the writer's, because
 * they wait for the disk. The journal agent's first duty cycle loads the journal's library, which takes about a second;
 * meanwhile the table serves, mutations and replication go on, and records wait in memory.
 *
 * <p><b>Durability.</b> A mutation is in the table when {@link #upsert} returns, in memory for the peer when {@link #flush}
 * returns, survives the death of the process once {@link #journaledSequence} has reached it, and a power cut once
 * {@link StoreStatus#syncedSequence} has.
 *
 * <p><b>Roles.</b> The master calls {@link #startEpoch} and mutates; a backup is fed by {@link #applyRecord} and by
 * {@link #beginResync}, {@link #installRange}, {@link #endResync}. Taking a newer master's epoch, or beginning a resync, ends
 * the mastership.
 */
public final class NeighborStore implements AutoCloseable {
    private final StoreConfig config;
    private final StoreContext context;
    private final StoreDirectory directory;
    private final NeighborTable table;
    private final RecordApplier applier;
    private final Durability durability;
    private final ControlRecords controls;
    private final TableClock clock;
    private final MasterTable mutations;
    private final Aging aging;
    private final Mastership mastership;
    private final BackupTable backup;
    private final LinkLimits limits;
    private final TermReserve terms;
    private final StoreCounters counters = new StoreCounters();

    private int epochTicks;
    private boolean closed;

    NeighborStore(
            StoreConfig config,
            StoreContext context,
            StoreDirectory directory,
            Journals journals,
            JournalMarks marks,
            Recovery recovered,
            TermReserve terms,
            long startNs) {
        this.config = config;
        this.context = context;
        this.directory = directory;
        this.terms = terms;
        table = recovered.table();
        applier = recovered.applier();
        clock = new TableClock(applier.tableTime(), context.nanoClock().nanoTime());
        durability = new Durability(config, context, journals, marks, recovered, terms);
        BatchAppender appender = new BatchAppender(durability.ring(), config.maxBatch());
        controls = new ControlRecords(appender, applier);
        mutations = new MasterTable(context, table, applier, appender, clock, counters.invalid);
        aging = new Aging(mutations);
        mastership = new Mastership(aging, durability);
        backup = new BackupTable(context, table, applier, durability, appender, clock, mutations, mastership, counters);
        limits = new LinkLimits(table.admission());
        counters.recovered(recovered, context.nanoClock().nanoTime() - startNs);
    }

    /**
     * Opens a directory, made if need be: takes its lock, loads the newest whole checkpoint and replays what is newer. The
     * table serves when this returns; the time it takes is that of reading both, nothing waits for a dead writer.
     *
     * @throws StoreException when the directory is in use, unusable or of an unknown format
     */
    public static NeighborStore open(StoreConfig config, StoreContext context) {
        return open(config, context, new ChronicleJournals(config.directory()));
    }

    /** The same with journals of another make, for instance on a simulated disk. */
    public static NeighborStore open(StoreConfig config, StoreContext context, Journals journals) {
        return StoreOpening.open(config, context, journals);
    }

    /** The journal agent, the page toucher, the maintenance, the history and the catch-up agent. Stop them all before {@link #close}. */
    public List<Agent> agents() {
        return durability.agents();
    }

    /** Looks a neighbor up. Any thread; lock-free, no allocation. */
    public boolean lookup(long addressHigh, long addressLow, int linkId, NeighborEntry out) {
        return table.lookup(addressHigh, addressLow, linkId, out);
    }

    /** Looks up all keys of a batch, with their memory misses overlapped; answers how many are there. Any thread; no allocation. */
    public int lookupBatch(LookupBatch batch) {
        return table.lookupBatch(batch);
    }

    /** Visits every entry with one holder. Any thread. Every entry that is present the whole time is seen exactly once. */
    public void forEach(Consumer<NeighborEntry> consumer) {
        table.forEach(consumer);
    }

    /** The same for the entries of one link; a walk through the whole table all the same. Any thread. */
    public void forEach(int linkId, Consumer<NeighborEntry> consumer) {
        table.forEach(linkId, consumer);
    }

    /** Number of entries. Any thread. */
    public long size() {
        return table.size();
    }

    /** Off-heap bytes of the table. Any thread. */
    public long memoryBytes() {
        return table.memoryBytes();
    }

    /** Last sequence in the table, staged ones included. Any thread. */
    public long lastSequence() {
        return table.appliedSequence();
    }

    /**
     * The last sequence that a restart after the death of this process would find, with everything before it. Any thread. Goes
     * back to 0 when a batch backup begins, until a checkpoint covers what it brought.
     */
    public long journaledSequence() {
        return durability.journaledSequence(backup.resyncMark());
    }

    /** Bytes of records that the journal has not taken yet. Any thread. Beyond the size of the ring it gets a gap, which costs a checkpoint. */
    public long journalBacklogBytes() {
        return durability.backlogBytes();
    }

    /** Whether whoever feeds the writer may go on, see {@link io.ndpair.store.journal.JournalPace}. Writer's thread. */
    public boolean journalKeepsUp(long nowNs) {
        return durability.pace().keepsUp(nowNs);
    }

    /**
     * The peer has journaled everything up to this sequence of the present epoch: journal files are kept for what it has not. Any
     * thread. Until it is called first, and on a backup, files are kept for no peer.
     */
    public void peerHas(long sequence) {
        durability.peerHas(sequence);
    }

    /** Where this store stands. */
    public Position position() {
        return new Position(
                applier.lineage().epoch(), applier.lastSequence(), !backup.isResyncing() && applier.contiguous());
    }

    /** A snapshot of figures. Any thread. */
    public StoreStatus status() {
        return counters.status(this, table, aging, durability.journalAgent(), durability.maintenance(), terms);
    }

    /** The id of a link, 0 if unknown. Any thread. */
    public int linkId(String name) {
        return applier.lineage().links().id(name);
    }

    /** Grows with every definition of a link: until it does, ids stay what they are. */
    public int linkDefinitions() {
        return applier.lineage().links().definitions();
    }

    /** The name of a link, empty if unknown. Any thread. */
    public String linkName(int id) {
        return applier.lineage().links().name(id);
    }

    /** All links by id. Any thread. Allocates. */
    public List<LinkName> links() {
        return applier.lineage().links().list();
    }

    /** The profile's hash key, null until a first master has drawn it. Any thread. */
    public HashKey hashKey() {
        Lineage lineage = applier.lineage();
        return lineage.keyAgreed() ? lineage.key() : null;
    }

    /** Whether this store takes mutations. Any thread. */
    public boolean isMaster() {
        return mastership.isHeld();
    }

    /** XOR digest of the whole table as of {@link #lastSequence}. */
    public long digest() {
        return table.digest();
    }

    /** Table time now, in ticks of 100 ms. */
    public int tableTimeTicks(long nowNs) {
        return clock.ticks(nowNs);
    }

    /** Table time is at least this; a smaller value changes nothing. */
    public void adoptTableTime(int ticks, long nowNs) {
        clock.adopt(ticks, nowNs);
        applier.adoptTableTime(ticks);
    }

    /** The epochs that led here. */
    public History history() {
        return applier.lineage().history();
    }

    /** Table time at which the present epoch began, as master: what was confirmed since was confirmed in it. */
    public int epochTicks() {
        return epochTicks;
    }

    /** A term that was heard of elsewhere: an epoch of ours will be newer. */
    public void noteTerm(long term) {
        applier.noteTerm(term);
    }

    /**
     * Becomes master in a new epoch with a term greater than any seen or used; draws the hash key if there is none. Normally
     * waits for no disk. Where the content was not contiguous it is declared the beginning of a new history.
     *
     * @throws StoreException only when the terms reserved ahead are used up and no more can be reserved
     */
    public void startEpoch() {
        long nowNs = context.nanoClock().nanoTime();
        flush(nowNs);
        Epoch epoch =
                new Epoch(StoreOpening.nextTerm(terms, applier.lineage().maxTerm(), directory), config.deviceId());
        if (backup.isResyncing() || !applier.contiguous()) {
            backup.abandonResync();
            applier.declareWhole();
            durability.requestCheckpoint();
        }
        applier.beginEpoch(epoch);
        epochTicks = mutations.ticks(nowNs);
        if (!applier.lineage().keyAgreed()) {
            applier.useKey(table.key());
        }
        controls.epoch(
                epoch, table.key(), mutations.ticks(nowNs), context.epochClock().time());
        mastership.begin(nowNs, mutations.ticks(nowNs));
    }

    /** Is master no longer: mutations are refused, a newer master's records are taken. */
    public void endEpoch(long nowNs) {
        flush(nowNs);
        mastership.end();
    }

    /**
     * The id of a link's name; as master a new one is made known to the journal and the peer.
     *
     * @return 0 when it is unknown and this store is not master
     * @throws StoreException for a name that is empty or longer than 255 bytes, or beyond 65,536 links
     */
    public int defineLink(String name) {
        Lineage lineage = applier.lineage();
        int known = lineage.links().id(name);
        if (known != 0 || !mastership.isHeld()) {
            return known;
        }
        byte[] bytes = controls.acceptedName(name);
        long nowNs = context.nanoClock().nanoTime();
        flush(nowNs);
        int id = lineage.links().freeId();
        applier.defineLink(id, name);
        controls.link(id, bytes, mutations.ticks(nowNs), context.epochClock().time());
        return id;
    }

    /** Puts an entry and stages the mutation. As master. Answers an {@link Outcome}. */
    public int upsert(
            long addressHigh, long addressLow, int linkId, long mac, int state, int flags, int lastConfirmedTicks) {
        if (!mastership.isHeld()) {
            return Outcome.REFUSED_NOT_MASTER;
        }
        return mutations.upsert(addressHigh, addressLow, linkId, mac, state, flags, lastConfirmedTicks);
    }

    /** Removes an entry and stages the mutation. As master. Answers an {@link Outcome}. */
    public int remove(long addressHigh, long addressLow, int linkId) {
        return mastership.isHeld() ? mutations.remove(addressHigh, addressLow, linkId) : Outcome.REFUSED_NOT_MASTER;
    }

    /** Begins to read what mutations of some entries will need, see {@link NeighborTable#warm}; changes nothing. */
    public void warm(DirectBuffer entries, int offset, int stride, int count) {
        table.warm(entries, offset, stride, count);
    }

    /** Seals what is staged into one record: from now on the journal agent and cursors see it. Answers the last sequence. */
    public long flush(long nowNs) {
        return mutations.flush(nowNs);
    }

    /**
     * One bounded duty cycle of aging, as master; in any other role nothing happens. What is silent for too long becomes
     * stale, is asked for through the handler at a limited rate, and goes when it does not answer. Stages mutations.
     *
     * @return work done
     */
    public int age(long nowNs, ProbeHandler handler) {
        return mastership.isHeld() ? aging.age(nowNs, clock.ticks(nowNs), handler) : 0;
    }

    /** The times, rates and hints of aging. */
    public Aging aging() {
        return aging;
    }

    /** Limits on neighbors and counts of them by link. What is there already stays. */
    public LinkLimits limits() {
        return limits;
    }

    /** Takes one record of the peer's stream. As backup. Answers a {@link RecordOutcome}; everything refused is counted. */
    public int applyRecord(DirectBuffer buffer, int offset, int length, long nowNs) {
        return backup.applyRecord(buffer, offset, length, nowNs);
    }

    /**
     * A batch backup begins: the stream goes on after {@code sequence} of {@code epoch}. The table keeps what it has, and
     * answers lookups, until images replace it range by range; the position is not contiguous until {@link #endResync}.
     *
     * @param key of the master; where it differs from ours the table is rebuilt aside under it
     */
    public void beginResync(Epoch epoch, long sequence, HashKey key, int tableTimeTicks) {
        backup.beginResync(epoch, sequence, key, tableTimeTicks);
    }

    /**
     * Replaces what a range holds by the master's image. Every entry is checked and must hash into the range.
     *
     * @return 1, or a negative {@link Outcome}: nothing has changed then
     */
    public int installRange(long prefix, int depth, long asOf, DirectBuffer entries, int offset, int count) {
        return backup.installRange(prefix, depth, asOf, entries, offset, count);
    }

    /**
     * All ranges were replaced: the content is that of the master again, as soon as the greatest as-of sequence of the images
     * is applied. A checkpoint is asked for, which closes the gap in the journal.
     */
    public void endResync(History history) {
        backup.endResync(history);
    }

    /** The batch backup ends half-way: the position stays not contiguous, the content stays as it is. */
    public void abandonResync() {
        backup.abandonResync();
    }

    /**
     * The records that a peer must have before the first image of a batch backup: settings and link definitions, sealed, with
     * the present epoch and the next sequence.
     *
     * @param number 0, 1, 2, ...
     * @param dst    room for 1 KiB
     * @return length of the record, 0 when there are no more
     */
    public int copyControlRecord(int number, MutableDirectBuffer dst, int dstOffset) {
        return controls.copy(
                number, dst, dstOffset, table.key(), context.epochClock().time());
    }

    /**
     * Copies the range that holds a hash position, as of a sequence. Any thread.
     *
     * @param dst room for {@link RangeImage#MAX_IMAGE_BYTES}
     * @return false if the store is closed
     */
    public boolean copyRange(long hashPosition, MutableDirectBuffer dst, int dstOffset, RangeImage out) {
        return table.copyRange(hashPosition, dst, dstOffset, out);
    }

    /** Digests of the table's ranges as of {@link #lastSequence}. */
    public RangePages pages() {
        return table.pages();
    }

    /** The table's move to a master's key, a few segments at a time; {@link #beginResync} with that key then has nothing left to do. */
    public Rekeying rekeying() {
        return table.rekeying();
    }

    /** Looks for bits that flipped in the table's memory; belongs into the writer's duty cycle, whatever the role. */
    public Scrub scrub() {
        return table.scrub();
    }

    /** A cursor over the records, lost until it seeks. Its polls wait for the disk where the journal is to be read. */
    public RecordCursor cursor() {
        return durability.cursor();
    }

    /** The same for a thread that has others to serve: the catch-up agent reads ahead, and polls never wait for it. */
    public RecordCursor cursorAhead() {
        return durability.cursorAhead();
    }

    /** What the journal holds about an address, step by step. Any thread; see {@link HistoryCursor}. */
    public HistoryCursor history(HistoryQuery query) {
        return durability.history().changes(query);
    }

    /** The table as of a past moment, or a named refusal. Any thread; waits as long as a recovery takes at most. */
    public PastTable asOf(long wallClockMs, int mostNeighbors, long timeoutNs) {
        return durability.history().asOf(wallClockMs, mostNeighbors, timeoutNs);
    }

    /** Asks for a checkpoint. Any thread. */
    public void requestCheckpoint() {
        durability.requestCheckpoint();
    }

    /**
     * Seals, journals and syncs what there is, writes a checkpoint if so configured, and lets go of everything. The agents
     * must have been stopped; nobody may look anything up any more.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            flush(context.nanoClock().nanoTime());
            durability.close();
            terms.close();
        } catch (IOException e) {
            context.listener().onError(e);
        } finally {
            table.close();
            directory.close();
        }
    }
}
