package io.ndpair.node.shell;

import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.Ipv6Address;
import java.util.List;
import java.util.Optional;

/** The device that a configuration file is read for: it has a running configuration and nothing else yet. */
final class FileDevice implements DeviceAccess {
    private DeviceConfig running = DeviceConfig.EMPTY;

    @Override
    public DeviceConfig runningConfig() {
        return running;
    }

    @Override
    public void apply(DeviceConfig config) {
        running = config;
    }

    @Override
    public String batchBackup(String service, String serviceType) {
        return "Nothing to back up: the device has not started yet.";
    }

    @Override
    public String save() throws ApplyException {
        throw new ApplyException("a file being read cannot be saved");
    }

    @Override
    public String version() {
        return "";
    }

    @Override
    public List<ServiceStatus> services() {
        return List.of();
    }

    @Override
    public List<ProfileStatus> profiles() {
        return List.of();
    }

    @Override
    public List<TrunkStatus> trunks() {
        return List.of();
    }

    @Override
    public List<GroupStatus> groups() {
        return List.of();
    }

    @Override
    public NeighborCursor neighbors(NeighborQuery query) {
        throw new UnsupportedOperationException("a file being read has no neighbors");
    }

    @Override
    public ChangeCursor history(Ipv6Address address, Optional<String> interfaceName) {
        throw new UnsupportedOperationException("a file being read has no history");
    }

    @Override
    public PastCursor past(PastQuery query) {
        throw new UnsupportedOperationException("a file being read has no past");
    }
}
