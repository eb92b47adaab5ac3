package io.ndpair.node.daemon;

import io.ndpair.election.ElectionException;
import io.ndpair.election.role.Role;
import io.ndpair.node.config.ConfigException;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.config.RbpConfig;
import io.ndpair.node.config.RbsConfig;
import io.ndpair.node.config.Vrrp6Ref;
import io.ndpair.node.config.VrrpConfig;
import io.ndpair.node.device.Device;
import io.ndpair.node.device.DeviceException;
import io.ndpair.node.device.Neighbors;
import io.ndpair.node.device.ProfileReport;
import io.ndpair.node.shell.ApplyException;
import io.ndpair.node.shell.ChangeCursor;
import io.ndpair.node.shell.DeviceAccess;
import io.ndpair.node.shell.GroupStatus;
import io.ndpair.node.shell.NeighborCursor;
import io.ndpair.node.shell.NeighborQuery;
import io.ndpair.node.shell.PastCursor;
import io.ndpair.node.shell.PastQuery;
import io.ndpair.node.shell.ProfileStatus;
import io.ndpair.node.shell.RoleState;
import io.ndpair.node.shell.ServiceStatus;
import io.ndpair.node.shell.SslStatus;
import io.ndpair.node.shell.TrunkStatus;
import io.ndpair.transport.ReplicationState;
import io.ndpair.transport.ReplicatorStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A device as the shell sees it. Used by the one thread of the shell. */
final class ShellDevice implements DeviceAccess {
    private static final long SWITCHOVER_TIMEOUT_NS = 2_000_000_000L;

    private final Device device;
    private final ConfigStore file;
    private final String version;
    private final AtomicInteger pastUsers = new AtomicInteger();

    ShellDevice(Device device, ConfigStore file, String version) {
        this.device = device;
        this.file = file;
        this.version = version;
    }

    @Override
    public DeviceConfig runningConfig() {
        return device.config();
    }

    @Override
    public void apply(DeviceConfig config) throws ApplyException {
        try {
            device.apply(config);
        } catch (final DeviceException | ConfigException e) {
            throw new ApplyException(e.getMessage());
        }
    }

    @Override
    public String batchBackup(String service, String serviceType) {
        final List<ProfileReport> carried = device.reports().stream()
                .filter(report -> report.service().equals(service))
                .toList();
        if (carried.isEmpty()) {
            return "Info: Nothing to back up: no running remote-backup-profile uses " + service + ".";
        }
        final int begun = device.batchBackup(service);
        if (begun == 0) {
            return "Info: Nothing was backed up: the channel of " + service + " is not connected.";
        }
        return "Info: Batch backup of " + serviceType + " started for " + begun + " of " + carried.size()
                + " remote-backup-profiles.";
    }

    @Override
    public String role(String profile, RoleState role) throws ApplyException {
        try {
            device.role(
                    profile,
                    switch (role) {
                        case MASTER -> Role.MASTER;
                        case BACKUP -> Role.BACKUP;
                        default -> Role.INITIALIZE;
                    });
        } catch (final DeviceException e) {
            throw new ApplyException(e.getMessage());
        }
        return "Info: Remote-backup-profile " + profile + " was told.";
    }

    @Override
    public String reloadSslPolicy(String policy) throws ApplyException {
        try {
            device.reloadSslPolicy(policy);
        } catch (final DeviceException e) {
            throw new ApplyException(e.getMessage());
        }
        return "Ssl-policy " + policy + " was loaded anew; its sessions shake hands again.";
    }

    @Override
    public List<SslStatus> sslPolicies() {
        return device.sslPolicies().stream()
                .map(report -> SslViews.policy(report, device.config()))
                .toList();
    }

    @Override
    public String switchover(String profile) throws ApplyException {
        final String refusal;
        try {
            refusal = device.switchover(profile, SWITCHOVER_TIMEOUT_NS)
                    .get(2 * SWITCHOVER_TIMEOUT_NS, TimeUnit.NANOSECONDS);
        } catch (final DeviceException e) {
            throw new ApplyException(e.getMessage());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApplyException("Interrupted; see the role of " + profile + " for what came of it.");
        } catch (final ExecutionException | TimeoutException e) {
            throw new ApplyException("No answer from " + profile + "; see its role for what came of it.");
        }
        if (!refusal.isEmpty()) {
            throw new ApplyException("Remote-backup-profile " + profile + " was not handed over: " + refusal + ".");
        }
        return "Info: Remote-backup-profile " + profile + " was handed over: the peer has everything.";
    }

    @Override
    public String takeBack(String profile) throws ApplyException {
        try {
            device.takeBack(profile);
        } catch (final DeviceException | ElectionException e) {
            throw new ApplyException(e.getMessage());
        }
        return "Info: What remote-backup-profile " + profile + " follows preempts again as configured.";
    }

    @Override
    public String save() throws ApplyException {
        return file.save(device.config());
    }

    @Override
    public String version() {
        return version + ", device id " + Integer.toUnsignedString(device.deviceId());
    }

    @Override
    public List<ServiceStatus> services() {
        final List<ProfileReport> reports = device.reports();
        return device.config().services().values().stream()
                .map(service -> service(
                        service,
                        reports.stream()
                                .filter(report -> report.service().equals(service.name()))
                                .toList()))
                .toList();
    }

    /** A channel is as connected as the first of its profiles: they share its addresses and port. */
    private static ServiceStatus service(RbsConfig service, List<ProfileReport> carried) {
        final List<String> names = carried.stream().map(ProfileReport::name).toList();
        if (service.shutdown() || service.endpoints().isEmpty() || carried.isEmpty()) {
            final String reason = service.shutdown()
                    ? "shut down by command"
                    : service.endpoints().isEmpty() ? "no peer is configured" : "no remote-backup-profile uses it";
            return new ServiceStatus(
                    service.name(),
                    ServiceStatus.ChannelState.INITIAL,
                    reason,
                    Optional.empty(),
                    Optional.empty(),
                    "",
                    names,
                    0);
        }
        final Optional<ProfileReport> connected = carried.stream()
                .filter(report -> isConnected(report.replication()))
                .findFirst();
        final ReplicatorStatus status = connected.orElse(carried.get(0)).replication();
        return new ServiceStatus(
                service.name(),
                connected.isPresent()
                        ? ServiceStatus.ChannelState.CONNECTED
                        : status.state() == ReplicationState.HELLO
                                ? ServiceStatus.ChannelState.CONNECTING
                                : ServiceStatus.ChannelState.LISTENING,
                connected.isPresent() ? "" : "nothing is heard from the peer",
                DeviceViews.instant(status.lastUpMs()),
                DeviceViews.instant(status.lastDownMs()),
                status.downReason(),
                names,
                0);
    }

    private static boolean isConnected(ReplicatorStatus status) {
        return status.state() != ReplicationState.DISCONNECTED && status.state() != ReplicationState.HELLO;
    }

    @Override
    public List<ProfileStatus> profiles() {
        final Map<String, ProfileReport> running =
                device.reports().stream().collect(Collectors.toMap(ProfileReport::name, Function.identity()));
        return device.config().profiles().keySet().stream()
                .map(name -> running.containsKey(name)
                        ? DeviceViews.profile(
                                running.get(name),
                                device.neighbors(name).map(Neighbors::linkUse).orElse(List.of()))
                        : DeviceViews.idle(name, "not complete: " + device.missing(name) + " is missing"))
                .toList();
    }

    @Override
    public List<TrunkStatus> trunks() {
        return device.config().etrunks().trunks().keySet().stream()
                .flatMap(id -> device.trunk(id).stream())
                .flatMap(status -> device.trunkCounters(status.config().id()).stream()
                        .map(counters -> TrunkViews.trunk(status, counters)))
                .toList();
    }

    @Override
    public List<GroupStatus> groups() {
        final DeviceConfig config = device.config();
        final List<ProfileReport> reports = device.reports();
        final List<GroupStatus> groups = new ArrayList<>();
        for (final InterfaceConfig link : config.interfaces().values()) {
            for (final VrrpConfig group : link.groups()) {
                final Vrrp6Ref ref = new Vrrp6Ref(group.vrid(), link.name());
                groups.add(DeviceViews.group(
                        link,
                        group,
                        device.group(link.name(), group.vrid()),
                        reports.stream()
                                .filter(report -> follows(config, report, ref))
                                .toList()));
            }
        }
        return groups;
    }

    private static boolean follows(DeviceConfig config, ProfileReport report, Vrrp6Ref group) {
        final RbpConfig profile = config.profiles().get(report.name());
        return profile != null && profile.vrrp6().filter(group::equals).isPresent();
    }

    @Override
    public NeighborCursor neighbors(NeighborQuery query) {
        return new NeighborWalk(tables(), query);
    }

    @Override
    public ChangeCursor history(Ipv6Address address, Optional<String> interfaceName) {
        return new ChangeWalk(tables(), address, interfaceName);
    }

    @Override
    public PastCursor past(PastQuery query) throws ApplyException {
        final List<Neighbors> tables = tables();
        if (!pastUsers.compareAndSet(0, 1)) {
            throw new ApplyException("Another table of the past is in memory for an operator; try again later.");
        }
        return new PastWalk(tables, query, pastUsers);
    }

    private List<Neighbors> tables() {
        return device.config().profiles().keySet().stream()
                .flatMap(name -> device.neighbors(name).stream())
                .toList();
    }
}
