package io.ndpair.bench.soak;

import io.ndpair.bench.child.ChildJvm;
import io.ndpair.bench.pair.End;
import io.ndpair.bench.pair.UdpProxy;
import io.ndpair.node.cli.demo.LoopbackPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Both devices, what is between them, and who of them is to be master: the soak is their elector. Confined to one thread.
 */
final class Pair implements AutoCloseable {
    private static final List<String> ADDRESSES = List.of("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4");
    private static final long HEAL_NS = TimeUnit.SECONDS.toNanos(180);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final UserLoad load;
    private final Map<String, BoundedDisk> disks = new LinkedHashMap<>();
    private final UdpProxy proxy;
    private final Member a;
    private final Member b;
    private Member master;
    private boolean hadTwoMasters;

    /** Thrown when a pair does not come back: the soak ends with that. */
    static final class NotHealed extends IOException {
        private static final long serialVersionUID = 1;

        NotHealed(String message) {
            super(message);
        }
    }

    Pair(Plan plan, ChildJvm jvm, UserLoad load) throws IOException {
        this.load = load;
        final int port = LoopbackPorts.free(ADDRESSES, 1);
        proxy = UdpProxy.start(ADDRESSES.get(0), ADDRESSES.get(2), ADDRESSES.get(1), ADDRESSES.get(3), port);
        final Path data = plan.directory();
        for (final String name : List.of("a", "b")) {
            final BoundedDisk disk =
                    plan.faults().contains(Fault.FULL) ? BoundedDisk.mount(data.resolve(name), plan.diskBytes()) : null;
            if (disk != null) {
                disks.put(name, disk);
            }
        }
        a = member(new End("a", 1, ADDRESSES.get(0), ADDRESSES.get(2), port, data(plan, "a")), plan, jvm);
        b = member(new End("b", 2, ADDRESSES.get(1), ADDRESSES.get(3), port, data(plan, "b")), plan, jvm);
        master = a;
    }

    private static Path data(Plan plan, String name) throws IOException {
        return Files.createDirectories(plan.directory().resolve(name).resolve("data"));
    }

    private static Member member(End end, Plan plan, ChildJvm jvm) {
        return new Member(end, plan.directory(), jvm, plan.neighbors());
    }

    /** Both start, the first becomes master. */
    void start() throws IOException {
        a.start();
        b.start();
        a.role(true);
        b.role(false);
        load.feed(a.feed());
    }

    Member master() {
        return master;
    }

    Member backup() {
        return other(master);
    }

    Member other(Member member) {
        return member == a ? b : a;
    }

    List<Member> members() {
        return List.of(a, b);
    }

    UdpProxy proxy() {
        return proxy;
    }

    /** The disk of a device that can be filled; null without. */
    BoundedDisk disk(Member member) {
        return disks.get(member.name());
    }

    /** Whether there were two masters at a time: then a merge may have brought something back, and says so by its state. */
    boolean hadTwoMasters() {
        return hadTwoMasters;
    }

    /** The other one becomes master, and the users go to it; what becomes of the first is the caller's business. */
    void promoteBackup(boolean isPlanned) throws IOException {
        final Member next = backup();
        load.sever();
        next.role(true);
        hadTwoMasters |= !isPlanned;
        master = next;
        load.feed(next.feed());
    }

    /** Of two masters the one that the users are at becomes backup, and they go back to the first. */
    void resign(Member first) throws IOException {
        final Member second = other(first);
        load.sever();
        second.role(false);
        master = first;
        load.feed(first.feed());
    }

    /** The master hands over in good order; false if it was not safe to. */
    boolean switchOver() throws IOException {
        final Member first = master;
        final boolean isDone = first.ask("switchover").get("done") == 1;
        if (isDone) {
            load.sever();
            final Member next = other(first);
            next.role(true);
            master = next;
            load.feed(next.feed());
        }
        return isDone;
    }

    /** One master, a backup that is ready, journals that journal, and the peer acks what is offered from now on. */
    void awaitHealth(String after) throws IOException {
        final long startNs = System.nanoTime();
        final Map<String, String> reasons = new LinkedHashMap<>();
        while (!isHealthy(reasons)) {
            if (System.nanoTime() - startNs > HEAL_NS) {
                throw new NotHealed("the pair was not whole again " + TimeUnit.NANOSECONDS.toSeconds(HEAL_NS)
                        + " s after " + after + ": " + reasons);
            }
            LockSupport.parkNanos(POLL_NS);
        }
        final long offered = load.offered();
        while (load.acked() < offered) {
            if (load.isDoubtful()) {
                load.feed(master.feed());
            }
            if (System.nanoTime() - startNs > HEAL_NS) {
                throw new NotHealed(
                        "after " + after + " the peer of " + master.name() + " acks nothing: acked " + load.acked()
                                + " of " + offered + ", " + master.ask("status") + ", " + backup().ask("status"));
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private boolean isHealthy(Map<String, String> reasons) throws IOException {
        reasons.clear();
        for (final Member member : members()) {
            if (!member.isAlive()) {
                throw new NotHealed("device " + member.name() + " has ended by itself");
            }
            final Map<String, Long> state = member.ask("health");
            final boolean isToBeMaster = member == master;
            if ((state.get("master") == 1) != isToBeMaster) {
                reasons.put(member.name(), isToBeMaster ? "is not master" : "is master");
            } else if (!isToBeMaster && state.get("ready") == 0) {
                reasons.put(member.name(), "is not ready");
            } else if (state.get("gapOpen") == 1 || state.get("faulty") == 1) {
                reasons.put(member.name(), "does not journal");
            }
        }
        return reasons.isEmpty();
    }

    @Override
    public void close() throws IOException {
        final List<AutoCloseable> all = new ArrayList<>(List.of(a, b, proxy));
        all.addAll(disks.values());
        IOException first = null;
        for (final AutoCloseable one : all) {
            try {
                one.close();
            } catch (final IOException e) {
                first = first == null ? e : first;
            } catch (final Exception e) {
                throw new IllegalStateException(e);
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
