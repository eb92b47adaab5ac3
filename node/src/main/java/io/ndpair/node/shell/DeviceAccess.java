package io.ndpair.node.shell;

import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.Ipv6Address;
import java.util.List;
import java.util.Optional;

/**
 * What the shell needs of a device. All methods are called on the one thread of the shell (the admin agent); none may
 * block for long, since every operator waits meanwhile. Lists are snapshots.
 */
public interface DeviceAccess {
    /** The configuration that the device runs. Immutable; the same as long as nothing was committed. */
    DeviceConfig runningConfig();

    /**
     * Takes over a configuration, all of it or nothing of it.
     *
     * @param config a valid configuration
     * @throws ApplyException when the device cannot run it; it then goes on with the one it had
     */
    void apply(DeviceConfig config) throws ApplyException;

    /**
     * Starts a batch backup of every profile that is carried by a remote backup service.
     *
     * @param service name of a committed remote backup service
     * @param serviceType {@code nd}
     * @return a line for the operator that says what was started, or why there was nothing to start
     */
    String batchBackup(String service, String serviceType);

    /**
     * Gives a profile that follows no elector of this device its role.
     *
     * @param profile name of a profile
     * @return a line for the operator
     * @throws ApplyException when there is no such running profile, or it follows an elector of this device
     */
    default String role(String profile, RoleState role) throws ApplyException {
        throw new ApplyException("No device runs here that could have a role.");
    }

    /**
     * Loads the files of a policy anew; sessions that are made by it shake hands again. What cannot be used changes nothing.
     *
     * @param policy name of a policy of the running configuration
     * @return a line for the operator
     * @throws ApplyException when there is no such policy, or its files cannot be used
     */
    default String reloadSslPolicy(String policy) throws ApplyException {
        throw new ApplyException("No device runs here that could load it.");
    }

    /** The SSL policies that run, by name. */
    default List<SslStatus> sslPolicies() {
        return List.of();
    }

    /**
     * Hands a profile over to the peer, without a loss or not at all; waits for it.
     *
     * @param profile name of a profile
     * @return a line for the operator
     * @throws ApplyException when this device stays master, with the reason
     */
    default String switchover(String profile) throws ApplyException {
        throw new ApplyException("No device runs here that could hand over.");
    }

    /**
     * Lets the elector that a profile follows preempt again after {@link #switchover}.
     *
     * @param profile name of a profile
     * @return a line for the operator
     * @throws ApplyException when there is nothing to take back
     */
    default String takeBack(String profile) throws ApplyException {
        throw new ApplyException("No device runs here that has handed over.");
    }

    /**
     * Writes the running configuration where the device reads it at start-up, atomically.
     *
     * @return where it was written, for the operator
     * @throws ApplyException when there is no such place or it cannot be written
     */
    String save() throws ApplyException;

    /** One line on what runs here: product, version, Java, device id. */
    String version();

    /** The remote backup services of the running configuration by name. */
    List<ServiceStatus> services();

    /** The remote backup profiles of the running configuration by name. */
    List<ProfileStatus> profiles();

    /** The E-Trunks that run, by number. */
    List<TrunkStatus> trunks();

    /** The VRRP6 groups of the running configuration by interface and VRID. */
    List<GroupStatus> groups();

    /**
     * Opens a walk over the neighbor entries of all profiles. The walk must not hold the whole table in memory; an entry that
     * is there from the beginning to the end is given once.
     */
    NeighborCursor neighbors(NeighborQuery query);

    /**
     * Opens the history of an address, as the journals of all profiles hold it.
     *
     * @param interfaceName only what was learned on this interface
     */
    ChangeCursor history(Ipv6Address address, Optional<String> interfaceName);

    /**
     * Opens the tables of all profiles as of a past moment.
     *
     * @throws ApplyException while another such question is being answered: each holds a table in memory
     */
    PastCursor past(PastQuery query) throws ApplyException;
}
