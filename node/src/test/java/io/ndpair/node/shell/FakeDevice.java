package io.ndpair.node.shell;

import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.Ipv6Address;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A device that runs whatever it is told, remembers what was asked of it, and shows what a test puts in. */
public final class FakeDevice implements DeviceAccess {
    /** Every configuration that was applied, in order. */
    public final List<DeviceConfig> applied = new ArrayList<>();

    public final List<String> actions = new ArrayList<>();
    public final List<ServiceStatus> services = new ArrayList<>();
    public final List<ProfileStatus> profiles = new ArrayList<>();
    public final List<GroupStatus> groups = new ArrayList<>();
    public final List<TrunkStatus> trunks = new ArrayList<>();
    public Iterable<NeighborStatus> neighbors = List.of();
    public final List<ChangeStatus> changes = new ArrayList<>();
    public final List<PastStatus> past = new ArrayList<>();
    public String refusal = "";
    public int openCursors;
    private DeviceConfig running = DeviceConfig.EMPTY.withName("DeviceA");

    @Override
    public DeviceConfig runningConfig() {
        return running;
    }

    @Override
    public void apply(DeviceConfig config) throws ApplyException {
        if (!refusal.isEmpty()) {
            throw new ApplyException(refusal);
        }
        applied.add(config);
        running = config;
    }

    @Override
    public String batchBackup(String service, String serviceType) {
        actions.add("batch-backup " + service + " " + serviceType);
        return "Nothing to back up: the channel of " + service + " is not connected.";
    }

    @Override
    public String save() throws ApplyException {
        if (!refusal.isEmpty()) {
            throw new ApplyException(refusal);
        }
        actions.add("save");
        return "device.cfg";
    }

    @Override
    public String version() {
        return "ndpair 0.1.0, device-id 1";
    }

    @Override
    public List<ServiceStatus> services() {
        return services;
    }

    @Override
    public List<ProfileStatus> profiles() {
        return profiles;
    }

    @Override
    public List<TrunkStatus> trunks() {
        return trunks;
    }

    @Override
    public List<GroupStatus> groups() {
        return groups;
    }

    @Override
    public NeighborCursor neighbors(NeighborQuery query) {
        openCursors++;
        final Iterator<NeighborStatus> all = neighbors.iterator();
        return new NeighborCursor() {
            private NeighborStatus next;
            private boolean closed;

            @Override
            public boolean hasNext() {
                while (next == null && all.hasNext()) {
                    final NeighborStatus entry = all.next();
                    next = query.matches(entry.address(), entry.interfaceName()) ? entry : null;
                }
                return next != null;
            }

            @Override
            public NeighborStatus next() {
                final NeighborStatus entry = next;
                next = null;
                return entry;
            }

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    openCursors--;
                }
            }
        };
    }

    @Override
    public ChangeCursor history(Ipv6Address address, Optional<String> interfaceName) {
        actions.add("history " + address.toDisplayString() + " " + interfaceName.orElse("everywhere"));
        openCursors++;
        final Iterator<ChangeStatus> all = changes.iterator();
        return new ChangeCursor() {
            private boolean closed;

            @Override
            public boolean poll(Consumer<ChangeStatus> consumer) {
                if (all.hasNext()) {
                    consumer.accept(all.next());
                }
                return all.hasNext();
            }

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    openCursors--;
                }
            }
        };
    }

    @Override
    public PastCursor past(PastQuery query) throws ApplyException {
        if (!refusal.isEmpty()) {
            throw new ApplyException(refusal);
        }
        actions.add("past " + query.time() + " of " + query.mostNeighbors() + ", "
                + query.entries().address().map(Ipv6Address::toDisplayString).orElse("every address") + " on "
                + query.entries().interfaceName().orElse("every interface"));
        openCursors++;
        final Iterator<PastStatus> tables = past.iterator();
        final Iterator<NeighborStatus> all = neighbors.iterator();
        return new PastCursor() {
            private boolean waited;
            private boolean closed;

            @Override
            public boolean poll(Reader reader) {
                if (!waited) {
                    waited = true;
                } else if (tables.hasNext()) {
                    reader.table(tables.next());
                } else if (all.hasNext()) {
                    reader.entry(all.next());
                }
                return tables.hasNext() || all.hasNext();
            }

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    openCursors--;
                }
            }
        };
    }
}
