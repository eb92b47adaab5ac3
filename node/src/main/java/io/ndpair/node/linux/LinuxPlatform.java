package io.ndpair.node.linux;

import io.ndpair.election.AddressOwner;
import io.ndpair.election.AdvertChannel;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.Ipv6Prefix;
import io.ndpair.node.config.VrrpConfig;
import io.ndpair.node.device.DeviceException;
import io.ndpair.node.device.NeighborSink;
import io.ndpair.node.device.NeighborSource;
import io.ndpair.node.device.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Linux kernel as the machine of a device. Each thread has a view of the interfaces of its own: the elector's for channels and
 * addresses, the kernel thread's for sources, sinks and configured addresses; whoever configures opens one for as long as it takes.
 */
public final class LinuxPlatform implements Platform {
    private static final long EUI64_MIDDLE = 0xFFFEL;
    private static final long UNIVERSAL_BIT = 0x0200_0000_0000_0000L;

    private static final Logger LOG = LoggerFactory.getLogger("ndpair");
    /** In the data directory; keepalived's vrrp_notify_fifo. */
    private static final String FIFO_NAME = "vrrp-notify";

    private static final long LOCK_WAIT_MS = 20_000;

    private final int maxNeighbors;
    private final Object ledgerLock = new Object();
    private KernelLedger ledger;
    private Path dataDirectory;
    private KernelLock lock;
    private Consumer<String> notified = line -> {};
    private NotifyFifo fifo;
    private final SecureRandom random = new SecureRandom();
    private final LinuxInterfaces electorsView;
    private final LinuxInterfaces kernelsView;
    private final LinuxAddresses addresses;
    private final Map<LinuxLink, LinuxAddressOwner> owners = new ConcurrentHashMap<>();
    private final AtomicReference<DeviceConfig> pending = new AtomicReference<>();
    private final Set<LinuxLink> addressed = new HashSet<>();

    /**
     * A platform for one device.
     *
     * @param maxNeighbors most kernel entries that are followed for one profile.
     * @throws DeviceException when this is no Linux with netlink.
     */
    public LinuxPlatform(int maxNeighbors) {
        this.maxNeighbors = maxNeighbors;
        electorsView = open();
        try {
            kernelsView = open();
        } catch (final DeviceException e) {
            electorsView.close();
            throw e;
        }
        addresses = new LinuxAddresses(kernelsView);
    }

    private static LinuxInterfaces open() {
        try {
            return LinuxInterfaces.open();
        } catch (final LinuxException e) {
            throw new DeviceException(e.getMessage(), e);
        }
    }

    private static LinuxLink link(InterfaceConfig config) {
        return new LinuxLink(config.name(), config.linuxName());
    }

    @Override
    public void open(Path directory) {
        try {
            final KernelLock taken = KernelLock.take(directory, LOCK_WAIT_MS);
            if (taken == null) {
                throw new DeviceException("data directory " + directory
                        + ": another process still takes away what the last one has left in the kernel");
            }
            lock = taken;
            try {
                final String done = Leftovers.cleanLocked(directory);
                if (!done.equals(Leftovers.NOTHING)) {
                    LOG.info("before the start: {}", done);
                }
            } catch (final IOException e) {
                LOG.warn("leftovers of an earlier process stay in the kernel: {}", e.getMessage());
            }
            ledger = KernelLedger.here();
            ledger.write(directory);
            dataDirectory = directory;
            TakeoverRehearsal.run();
        } catch (final IOException | LinuxException e) {
            throw new DeviceException("data directory " + directory + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void notifications(Consumer<String> lines) {
        notified = lines;
    }

    /** Before anything goes into the kernel the ledger says that it may. */
    private void record(Predicate<KernelLedger> change) {
        synchronized (ledgerLock) {
            if (dataDirectory != null && change.test(ledger)) {
                try {
                    ledger.write(dataDirectory);
                } catch (final IOException e) {
                    throw new DeviceException("the ledger in " + dataDirectory + " cannot be written: " + e, e);
                }
            }
        }
    }

    @Override
    public void prepare(InterfaceConfig link, VrrpGroupConfig group) {
        record(entries -> entries.addGroup(link(link), group));
    }

    @Override
    public void check(DeviceConfig config) {
        config.interfaces().values().forEach(LinuxPlatform::checkAcceptMode);
        try (LinuxInterfaces now = open()) {
            for (final InterfaceConfig link : config.interfaces().values()) {
                final boolean isUsed = !link.groups().isEmpty()
                        || !link.profile().isEmpty()
                        || !link.addresses().isEmpty();
                if (isUsed && now.find(link.name(), link.linuxName()) == null) {
                    throw new DeviceException("unknown interface " + link.linuxInterface()
                            + ": no interface of this machine has that name or alias"
                            + (link.linuxName().isEmpty() ? " (see the command linux-interface)" : ""));
                }
            }
        }
    }

    /** The kernel has no switch for it, and a filter that is only said to be there would be worse than none. */
    private static void checkAcceptMode(InterfaceConfig link) {
        for (final VrrpConfig group : link.groups()) {
            if (!group.acceptMode() && !link.ownsAddressOf(group)) {
                throw new DeviceException("accept-mode disable of VRRP6 group " + group.vrid() + " on " + link.name()
                        + ": this platform cannot drop packets to a virtual address; filter them by nftables and leave"
                        + " accept mode on");
            }
        }
    }

    @Override
    public void configured(DeviceConfig config) {
        pending.set(config);
    }

    @Override
    public int doWork(long nowNs) {
        final DeviceConfig config = pending.getAndSet(null);
        if (config != null) {
            configure(config);
        }
        int work = addresses.doWork(nowNs);
        if (fifo != null) {
            work += fifo.doWork(nowNs);
        }
        for (final LinuxAddressOwner owner : owners.values()) {
            work += owner.patientWork();
        }
        return work;
    }

    private void configure(DeviceConfig config) {
        final Set<LinuxLink> before = new HashSet<>(addressed);
        addressed.clear();
        for (final InterfaceConfig link : config.interfaces().values()) {
            if (link.ipv6Enabled() && !link.addresses().isEmpty()) {
                addressed.add(link(link));
                addresses.configure(link(link), addressesOf(link));
            }
        }
        before.removeAll(addressed);
        before.forEach(gone -> addresses.configure(gone, List.of()));
        final boolean isNotified = config.profiles().values().stream()
                .flatMap(profile -> profile.external().stream())
                .anyMatch(external -> !external.instance().isEmpty());
        if (isNotified && fifo == null && dataDirectory != null) {
            fifo = new NotifyFifo(dataDirectory.resolve(FIFO_NAME), notified);
        } else if (!isNotified && fifo != null) {
            fifo.close();
            fifo = null;
        }
    }

    private List<LinuxAddress> addressesOf(InterfaceConfig link) {
        final LinuxInterface found = kernelsView.find(link.name(), link.linuxName());
        final List<LinuxAddress> wanted = new ArrayList<>();
        for (final Ipv6Prefix prefix : link.addresses()) {
            if (!prefix.eui64()) {
                wanted.add(new LinuxAddress(
                        prefix.address().high(), prefix.address().low(), prefix.prefixLength()));
            } else if (found != null && found.mac() != 0) {
                wanted.add(new LinuxAddress(prefix.address().high(), interfaceId(found.mac()), prefix.prefixLength()));
            }
        }
        return wanted;
    }

    /** The modified EUI-64 of a MAC (RFC 4291, appendix A). */
    static long interfaceId(long mac) {
        final long upper = mac >>> 24;
        final long lower = mac & 0xFF_FFFFL;
        return ((upper << 40) | (EUI64_MIDDLE << 24) | lower) ^ UNIVERSAL_BIT;
    }

    @Override
    public AdvertChannel advertChannel(InterfaceConfig link, DeviceConfig config) {
        return opened(link, found -> new RawAdvertChannel(electorsView, found));
    }

    @Override
    public String channelKey(InterfaceConfig link, DeviceConfig config) {
        return link.linuxInterface();
    }

    @Override
    public void clearLeftovers(InterfaceConfig link, VrrpGroupConfig group) {
        try (LinuxInterfaces now = open();
                LinuxAddresses present = new LinuxAddresses(now)) {
            present.removeLeftovers(link(link), group);
        }
    }

    @Override
    public boolean isUp(InterfaceConfig link) {
        final LinuxInterface found = kernelsView.find(link.name(), link.linuxName());
        return found != null && found.up();
    }

    @Override
    public int index(InterfaceConfig link) {
        try (LinuxInterfaces now = open()) {
            final LinuxInterface found = now.find(link.name(), link.linuxName());
            return found == null ? 0 : found.index();
        }
    }

    @Override
    public AddressOwner addressOwner(InterfaceConfig link) {
        final LinuxAddressOwner present = owners.get(link(link));
        if (present != null) {
            return present;
        }
        final LinuxAddressOwner created = opened(link, found -> new LinuxAddressOwner(electorsView, found));
        owners.put(link(link), created);
        return created;
    }

    private static <T> T opened(InterfaceConfig link, Function<LinuxLink, T> how) {
        try {
            return how.apply(link(link));
        } catch (final LinuxException e) {
            throw new DeviceException("interface " + link.name() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<NeighborSource> source(List<InterfaceConfig> links) {
        return Optional.of(new LinuxNeighborSource(kernelsView, links(links), maxNeighbors, random.nextLong()));
    }

    @Override
    public Optional<NeighborSink> sink(List<InterfaceConfig> links) {
        record(entries -> links(links).stream().map(entries::addNeighbors).reduce(false, Boolean::logicalOr));
        return Optional.of(new LinuxNeighborSink(kernelsView, links(links), maxNeighbors, random.nextLong()));
    }

    private static List<LinuxLink> links(List<InterfaceConfig> links) {
        return links.stream().map(LinuxPlatform::link).toList();
    }

    @Override
    public void close() {
        owners.values().forEach(LinuxAddressOwner::close);
        owners.clear();
        addresses.close();
        if (fifo != null) {
            fifo.close();
        }
        electorsView.close();
        kernelsView.close();
        if (lock != null) {
            lock.close();
        }
    }
}
