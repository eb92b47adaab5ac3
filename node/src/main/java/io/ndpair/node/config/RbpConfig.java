package io.ndpair.node.config;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A remote backup profile: one replicated table.
 *
 * @param name 1 to 128 of {@code 0-9 a-z _ . -}
 * @param backupId by which the peer finds the profile, 1 to 4095; 0 = not configured
 * @param service name of the remote backup service that carries it, empty exactly when there is no backup id
 * @param source whose role the profile follows
 * @param hot whether the mode is hot backup, the only one there is
 * @param serviceTypes what is backed up, in order; {@code nd} is the only type
 */
public record RbpConfig(
        String name, int backupId, String service, Optional<RoleSource> source, boolean hot, Set<String> serviceTypes) {
    /** Largest backup id. */
    public static final int MAX_BACKUP_ID = 4_095;
    /** The service type for neighbor entries. */
    public static final String ND = "nd";

    /** Checks names, ranges and types. */
    public RbpConfig {
        if (!Names.isProfile(name)) {
            throw new ConfigException("'" + name + "' is not the name of a remote-backup-profile");
        }
        Ranges.check("backup id", backupId, 0, MAX_BACKUP_ID);
        if ((backupId == 0) != service.isEmpty()) {
            throw new ConfigException("a backup id and its remote-backup-service go together");
        }
        if (!service.isEmpty() && !Names.isService(service)) {
            throw new ConfigException("'" + service + "' is not the name of a remote-backup-service");
        }
        if (!hot) {
            throw new ConfigException("peer-backup hot is the only mode of this device");
        }
        serviceTypes = Collections.unmodifiableSet(new TreeSet<>(serviceTypes));
        for (final String type : serviceTypes) {
            if (!ND.equals(type)) {
                throw new ConfigException("service-type " + type + " is not supported by this device, only nd is");
            }
        }
    }

    /** A profile of which nothing but the name is known. */
    public static RbpConfig of(String name) {
        return new RbpConfig(name, 0, "", Optional.empty(), true, Set.of());
    }

    /** Whether neighbor entries are to be backed up. */
    public boolean backsUpNeighbors() {
        return serviceTypes.contains(ND);
    }

    /** With this backup id on this service; 0 and an empty name take them away. */
    public RbpConfig withBackupId(int id, String serviceName) {
        return new RbpConfig(name, id, serviceName, source, hot, serviceTypes);
    }

    /** The VRRP6 group that the profile follows, if it is one. */
    public Optional<Vrrp6Ref> vrrp6() {
        return source.filter(Vrrp6Ref.class::isInstance).map(Vrrp6Ref.class::cast);
    }

    /** The elector outside that gives the profile its role, if it is one. */
    public Optional<ExternalRef> external() {
        return source.filter(ExternalRef.class::isInstance).map(ExternalRef.class::cast);
    }

    /** Following this source, or none. */
    public RbpConfig withSource(Optional<? extends RoleSource> value) {
        return new RbpConfig(name, backupId, service, value.map(RoleSource.class::cast), hot, serviceTypes);
    }

    /** Following this group, or none. */
    public RbpConfig withVrrp6(Optional<Vrrp6Ref> value) {
        return withSource(value);
    }

    /** With these service types. */
    public RbpConfig withServiceTypes(Set<String> value) {
        return new RbpConfig(name, backupId, service, source, hot, value);
    }
}
