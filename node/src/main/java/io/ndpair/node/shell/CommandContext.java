package io.ndpair.node.shell;

import io.ndpair.node.config.CandidateConfig;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.ETrunkConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.RbpConfig;
import io.ndpair.node.config.RbsConfig;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a command may touch: the device, the candidate, the view, and the text that the operator sees. */
final class CommandContext {
    private final DeviceAccess device;
    private final CandidateConfig candidate;
    private final ZoneId zone;
    private final StringBuilder out = new StringBuilder();
    private View view = View.USER;
    private String object = "";
    private Optional<LongDisplay> display = Optional.empty();
    private Optional<Leaving> leaving = Optional.empty();
    private boolean closed;

    /** A wish to leave the configuration, which has to be asked about when changes are pending. */
    enum Leaving {
        QUIT,
        RETURN
    }

    CommandContext(DeviceAccess device, ZoneId zone) {
        this.device = device;
        this.zone = zone;
        candidate = new CandidateConfig(device.runningConfig());
    }

    DeviceAccess device() {
        return device;
    }

    ZoneId zone() {
        return zone;
    }

    CandidateConfig candidate() {
        return candidate;
    }

    DeviceConfig config() {
        return candidate.config();
    }

    void edit(UnaryOperator<DeviceConfig> change) {
        candidate.edit(change);
    }

    View view() {
        return view;
    }

    String object() {
        return object;
    }

    void enter(View next, String name) {
        view = next;
        object = name;
    }

    /** The interface of this view, as the candidate has it. */
    InterfaceConfig port() {
        return config().interfaces().get(object);
    }

    void editPort(UnaryOperator<InterfaceConfig> change) {
        edit(config -> config.withInterface(change.apply(config.interfaces().get(object))));
    }

    /** The service of this view, as the candidate has it. */
    RbsConfig service() {
        return config().services().get(object);
    }

    void editService(UnaryOperator<RbsConfig> change) {
        edit(config -> config.withService(change.apply(config.services().get(object))));
    }

    /** The profile of this view, as the candidate has it. */
    RbpConfig profile() {
        return config().profiles().get(object);
    }

    void editProfile(UnaryOperator<RbpConfig> change) {
        edit(config -> config.withProfile(change.apply(config.profiles().get(object))));
    }

    /** The E-Trunk of this view, as the candidate has it. */
    ETrunkConfig trunk() {
        return config().etrunks().trunks().get(Integer.valueOf(object));
    }

    void editTrunk(UnaryOperator<ETrunkConfig> change) {
        edit(config -> config.withETrunks(config.etrunks().withTrunk(change.apply(trunk()))));
    }

    /** Goes up to the system view when the object of this view is no longer there. */
    void leaveIfGone() {
        final boolean there =
                switch (view) {
                    case USER, SYSTEM -> true;
                    case INTERFACE -> config().interfaces().containsKey(object);
                    case SERVICE -> config().services().containsKey(object);
                    case PROFILE -> config().profiles().containsKey(object);
                    case ETRUNK -> trunk() != null;
                    case SSL_POLICY -> config().sslPolicies().containsKey(object);
                };
        if (!there) {
            enter(View.SYSTEM, "");
        }
    }

    void line(String text) {
        out.append(text).append('\n');
    }

    StringBuilder out() {
        return out;
    }

    void display(LongDisplay next) {
        display = Optional.of(next);
    }

    Optional<LongDisplay> display() {
        return display;
    }

    void endDisplay() {
        display.ifPresent(LongDisplay::close);
        display = Optional.empty();
    }

    void leave(Leaving wish) {
        leaving = Optional.of(wish);
    }

    Optional<Leaving> takeLeaving() {
        final Optional<Leaving> wish = leaving;
        leaving = Optional.empty();
        return wish;
    }

    void close() {
        closed = true;
        endDisplay();
    }

    boolean closed() {
        return closed;
    }

    /** Says of channels that this commit has changed what is wrong with them without being an error. */
    private void warn(DeviceConfig before) {
        for (final RbsConfig service : device.runningConfig().services().values()) {
            if (service.isUnprotected() && !service.equals(before.services().get(service.name()))) {
                line("Warning: Remote-backup-service " + service.name() + ": " + RbsConfig.UNPROTECTED + ".");
            }
        }
    }

    /** Makes the candidate the running configuration. */
    void commit() throws ApplyException {
        final DeviceConfig running = device.runningConfig();
        if (candidate.changed()) {
            candidate.checkCommit(running);
            device.apply(candidate.config());
            warn(running);
        }
        candidate.clear(device.runningConfig());
        leaveIfGone();
    }
}
