package io.ndpair.node.linux;

import io.ndpair.election.Elector;
import io.ndpair.election.ElectorConfig;
import io.ndpair.election.ElectorListener;
import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleListener;
import io.ndpair.election.vrrp.AdvertNotice;
import io.ndpair.election.vrrp.DropReason;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.election.vrrp.VrrpGroupStatus;
import io.ndpair.node.linux.LinuxLab.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/** Our elector with its real sockets and addresses in a namespace, on a thread of that namespace, as a device has it. */
final class ElectorRouter implements AutoCloseable {
    private final Namespace namespace;
    private final LinuxInterfaces interfaces;
    private final LinuxLink link;
    private final RawAdvertChannel channel;
    private final LinuxAddressOwner owner;
    private final Elector elector;
    private final VrrpGroupConfig group;
    private final List<Role> roles = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final AtomicInteger reports = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean runs = true;
    private volatile boolean resigns;

    ElectorRouter(final Namespace namespace, final LinuxLink link, final VrrpGroupConfig... groups) throws Exception {
        this.namespace = namespace;
        this.link = link;
        group = groups[0];
        interfaces = namespace.in(LinuxInterfaces::open);
        channel = namespace.in(() -> new RawAdvertChannel(interfaces, link));
        owner = namespace.in(() -> new LinuxAddressOwner(interfaces, link));
        final RoleListener listener = (name, role, reason, nowNs) -> {
            if (name.equals(group.name())) {
                roles.add(role);
            }
        };
        elector = new Elector(
                ElectorConfig.DEFAULT,
                SystemNanoClock.INSTANCE,
                SystemEpochClock.INSTANCE,
                listener,
                new ErrorCollector());
        for (final VrrpGroupConfig each : groups) {
            elector.add(each, channel, owner);
        }
        namespace.begin(this::run);
    }

    private final class ErrorCollector implements ElectorListener {
        @Override
        public void onDropped(
                final String interfaceName, final String groupName, final DropReason reason, final long total) {
            reports.incrementAndGet();
        }

        @Override
        public void onNotice(final String groupName, final AdvertNotice notice, final long total) {
            reports.incrementAndGet();
        }

        @Override
        public void onError(final String where, final Throwable error) {
            errors.add(where + ": " + error);
        }
    }

    private void run() {
        while (runs) {
            elector.idleStrategy().idle(elector.doWork());
        }
        if (resigns) {
            elector.onClose();
        } else {
            channel.close();
        }
        owner.close();
        interfaces.close();
        ended.countDown();
    }

    /** Orderly: priority 0, addresses away. */
    void stop() {
        resigns = true;
        end();
    }

    /** As a kill -9: not a packet more, and the kernel keeps what it has. */
    void die() {
        end();
    }

    private void end() {
        runs = false;
        LinuxLab.await("the end of the elector's thread", () -> {}, () -> ended.getCount() == 0);
    }

    Role role() {
        return status().role();
    }

    VrrpGroupStatus status() {
        return elector.status(group.name()).orElseThrow();
    }

    Elector elector() {
        return elector;
    }

    /** Every role that was told, in order. */
    List<Role> roles() {
        return new ArrayList<>(roles);
    }

    /** What the elector had to report as an error. */
    List<String> errors() {
        return errors;
    }

    /** How often something odd or dropped was reported. */
    int reports() {
        return reports.get();
    }

    LinuxAddressOwner owner() {
        return owner;
    }

    String shown() {
        return namespace.ip("-6 addr show dev " + link.name());
    }

    @Override
    public void close() {
        if (ended.getCount() > 0) {
            stop();
        }
    }
}
