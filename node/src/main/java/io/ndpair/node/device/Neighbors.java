package io.ndpair.node.device;

import io.ndpair.election.role.Role;
import io.ndpair.store.LinkLimits;
import io.ndpair.store.NeighborStore;
import io.ndpair.store.history.HistoryCursor;
import io.ndpair.store.history.HistoryQuery;
import io.ndpair.store.history.PastTable;
import io.ndpair.store.model.StoreException;
import io.ndpair.store.table.EntryCheck;
import io.ndpair.store.table.NeighborEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The neighbors of one remote backup profile: what an embedder's forwarding plane learns goes in here, and what it forwards by is looked
 * up here. All methods may be called by any thread.
 *
 * <p>Addresses are two longs in network order, a MAC is one long of 48 bits, both as they are read. Links are named once by
 * {@link #link} and then by that number. Mutations are handed to the profile's writer through a bounded ring: a method answers with a
 * <i>ticket</i> greater than 0 when the writer will carry it out, and with a negative constant when it will not. A ticket is settled when
 * the mutation has been applied at the peer; from then on the loss of one device does not lose it.
 */
public final class Neighbors {
    /** This device is not master of the profile: only the master learns. */
    public static final long NOT_MASTER = -1;
    /** The ring to the writer is full, or a planned switchover is under way; offer again later. */
    public static final long BUSY = -2;
    /** The entry is not one that can be; see {@link #refusal}. */
    public static final long INVALID = -3;
    /** The link is not one of the profile's. */
    public static final long UNKNOWN_LINK = -4;

    private final String profile;
    private final NeighborStore store;
    private final LinkIds links;
    private final CommandRing ring;
    private final Tickets tickets;
    private volatile Role role = Role.INITIALIZE;
    private volatile boolean ready;
    private volatile NeighborProber prober = NeighborProber.NONE;

    Neighbors(String profile, NeighborStore store, LinkIds links, CommandRing ring, Tickets tickets) {
        this.profile = profile;
        this.store = store;
        this.links = links;
        this.ring = ring;
        this.tickets = tickets;
    }

    /** Name of the profile. */
    public String profile() {
        return profile;
    }

    /**
     * The number of a link in this handle.
     *
     * @param name as the profile was bound to it.
     * @return its number, or -1 when the profile has no such link.
     */
    public int link(String name) {
        return links.indexOf(name);
    }

    /** The name of a link. */
    public String linkName(int link) {
        return links.name(link);
    }

    /**
     * Learns a neighbor, or replaces what is known of it.
     *
     * @param addressHigh first 64 bits of the address.
     * @param addressLow last 64 bits of the address.
     * @param link number of the link, see {@link #link}.
     * @param mac 48 bits.
     * @param state a constant of {@link io.ndpair.store.table.NeighborState}.
     * @param flags bits of {@link io.ndpair.store.table.EntryFlags}.
     * @return a ticket, or {@link #NOT_MASTER}, {@link #BUSY}, {@link #INVALID} or {@link #UNKNOWN_LINK}.
     */
    public long learn(long addressHigh, long addressLow, int link, long mac, int state, int flags) {
        return learn(addressHigh, addressLow, link, mac, state, flags, 0);
    }

    /**
     * Learns a neighbor that was last confirmed some time ago.
     *
     * @param confirmedAgoTicks age of the last confirmation, in ticks of 100 ms.
     * @return as {@link #learn(long, long, int, long, int, int)}.
     */
    long learn(long addressHigh, long addressLow, int link, long mac, int state, int flags, int confirmedAgoTicks) {
        if (EntryCheck.refusal(addressHigh, addressLow, link + 1, mac, state, flags) != null) {
            return INVALID;
        }
        return offer(CommandRing.LEARN, addressHigh, addressLow, link, confirmedAgoTicks, mac, state, flags);
    }

    /** Notes that a neighbor that is known was just found reachable; an unknown one is left out and counted. */
    public long confirm(long addressHigh, long addressLow, int link) {
        return offer(CommandRing.CONFIRM, addressHigh, addressLow, link, 0, 0, 0, 0);
    }

    /**
     * Says that packets are being forwarded to a neighbor. Changes no entry: of the neighbors that have been silent for too long,
     * after a takeover above all, those in use are probed before those that nobody uses. Cheap enough to be said about once a second
     * of each neighbor in use, not for each packet.
     *
     * @return as {@link #learn(long, long, int, long, int, int)}.
     */
    public long used(long addressHigh, long addressLow, int link) {
        return offer(CommandRing.USED, addressHigh, addressLow, link, 0, 0, 0, 0);
    }

    /** Forgets a neighbor. */
    public long remove(long addressHigh, long addressLow, int link) {
        return offer(CommandRing.REMOVE, addressHigh, addressLow, link, 0, 0, 0, 0);
    }

    /** Why an entry is refused as {@link #INVALID}: names the field; null when it is not refused. */
    public static String refusal(long addressHigh, long addressLow, long mac, int state, int flags) {
        return EntryCheck.refusal(addressHigh, addressLow, 1, mac, state, flags);
    }

    private long offer(int kind, long addressHigh, long addressLow, int link, int ago, long mac, int state, int flags) {
        if (role != Role.MASTER) {
            return NOT_MASTER;
        }
        if (link < 0 || link >= links.count()) {
            return UNKNOWN_LINK;
        }
        final long ticket = ring.offer(kind, addressHigh, addressLow, link, ago, mac, state, flags);
        return ticket > 0 ? ticket : BUSY;
    }

    /**
     * Looks a neighbor up, in any role. Lock-free, allocates nothing.
     *
     * @param into receives the entry; left as it is when there is none.
     * @return whether there is one.
     */
    public boolean lookup(long addressHigh, long addressLow, int link, NeighborEntry into) {
        final int id = links.id(link);
        return id != 0 && store.lookup(addressHigh, addressLow, id, into);
    }

    /**
     * Visits all entries; those that are there all the time exactly once.
     *
     * @param visitor gets one holder again and again; copy what is to be kept. The link id is the pair's: {@link #linkOf}.
     */
    public void forEach(Consumer<NeighborEntry> visitor) {
        store.forEach(visitor);
    }

    /** A walk that can be left and taken up again, for readers that may not hold a thread. */
    public Walk walk() {
        final TableWalk walk = new TableWalk(store::copyRange);
        return walk::next;
    }

    /** A walk over a table of the past, which must stay open meanwhile. */
    public static Walk walk(PastTable past) {
        final TableWalk walk = new TableWalk(past::copyRange);
        return walk::next;
    }

    /** A walk over all entries; one thread at a time. */
    @FunctionalInterface
    public interface Walk {
        /** Takes the next entry; false at the end. Copies at most one small range of the table. */
        boolean next(NeighborEntry into);
    }

    /** What the journal holds about an address, step by step; not for the writer's thread. */
    public HistoryCursor history(HistoryQuery query) {
        return store.history(query);
    }

    /**
     * Restores the table as of a past moment from checkpoints and journal, into memory of its own. The caller waits for it, about as long
     * as a start takes; nobody else does. Not for a duty cycle.
     *
     * @param wallClockMs the last change that counts is the last one that the master sealed by then, by its wall clock.
     * @param mostNeighbors that may be held in memory, at some 70 bytes each.
     * @param timeoutNs the answer comes by then, or is refused.
     * @return the table, to be closed by the caller.
     * @throws StoreException when it is not held any more, is too large or takes too long; the message says which.
     */
    public PastTable asOf(long wallClockMs, int mostNeighbors, long timeoutNs) {
        return store.asOf(wallClockMs, mostNeighbors, timeoutNs);
    }

    /** The name of a link by the pair's id; empty when it is not known. */
    public String linkNameById(int linkId) {
        return store.linkName(linkId);
    }

    /** The pair's id of a link, by its name; 0 when it is not known. */
    public int linkId(String name) {
        return store.linkId(name);
    }

    /** The present reading of table time, to tell the age of an entry by; in ticks of 100 ms. */
    public int nowTicks() {
        return store.tableTimeTicks(System.nanoTime());
    }

    /** The name of the link that an entry was learned on; empty when it is not known. */
    public String linkOf(NeighborEntry entry) {
        return store.linkName(entry.linkId());
    }

    /**
     * How much of its limit every link has used, in the order of the profile's links.
     *
     * @return one for each link; nothing learned on those that the pair has no id for yet.
     */
    public List<LinkUse> linkUse() {
        final LinkLimits limits = store.limits();
        final List<LinkUse> use = new ArrayList<>(links.count());
        for (int link = 0; link < links.count(); link++) {
            final int id = links.id(link);
            use.add(new LinkUse(links.name(link), limits.learnedOn(id), limits.unresolvedOn(id), limits.mostOn(id)));
        }
        return use;
    }

    /**
     * What was learned on a link.
     *
     * @param name of the link.
     * @param learned entries, unresolved ones included; entries that were configured by hand are not.
     * @param unresolved entries among them.
     * @param most learned entries that there may be, 0 for no limit.
     */
    public record LinkUse(String name, int learned, int unresolved, int most) {}

    /** Number of entries. */
    public long size() {
        return store.size();
    }

    /** The role that is in force. */
    public Role role() {
        return role;
    }

    /** Whether this device's table is as good as the master's. */
    public boolean ready() {
        return ready;
    }

    /** All mutations whose ticket is at most this are on the peer, but for those that {@link #isInDoubt}. */
    public long replicated() {
        return tickets.replicated();
    }

    /** Whether the mutation of a ticket, and all that were offered before it, are on the peer. */
    public boolean isReplicated(long ticket) {
        return tickets.replicated() >= ticket && !tickets.isDoubtful(ticket);
    }

    /**
     * Whether this device ceased to be master before the peer had acked the mutation of a ticket, and has become master again since: it
     * may be on the peer or not, and it will never be {@link #isReplicated}.
     */
    public boolean isInDoubt(long ticket) {
        return tickets.isDoubtful(ticket);
    }

    /**
     * Waits until a mutation is on the peer.
     *
     * @param ticket what a mutation was answered with.
     * @param timeout how long to wait at most.
     * @param unit of the timeout.
     * @return false when it took longer, when there is no peer, or when this device is master no more.
     * @throws InterruptedException when the thread is interrupted meanwhile.
     */
    public boolean awaitReplicated(long ticket, long timeout, TimeUnit unit) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + unit.toNanos(timeout);
        while (!isReplicated(ticket)) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting for the peer's ack");
            }
            if (role != Role.MASTER || System.nanoTime() - deadlineNs >= 0) {
                return isReplicated(ticket);
            }
            LockSupport.parkNanos(20_000);
        }
        return true;
    }

    /** Who asks neighbors that were silent for too long; without one the machine's own neighbor discovery does, where there is one. */
    public void prober(NeighborProber asks) {
        prober = asks;
    }

    NeighborProber prober() {
        return prober;
    }

    void role(Role entered) {
        role = entered;
    }

    void ready(boolean isReady) {
        ready = isReady;
    }
}
