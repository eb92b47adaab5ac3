package io.ndpair.node.device;

import io.ndpair.election.Elector;
import io.ndpair.election.role.Role;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.election.vrrp.VrrpGroupStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.agrona.concurrent.NanoClock;

/** Hands profiles over to the peer, however they come to their roles, and takes back what their electors handed over. Any thread. */
final class Switchovers {
    private final Profiles profiles;
    private final ReplicationAgent replication;
    private final Externals externals;
    private final Elector elector;
    private final Trunks trunks;
    private final NanoClock clock;

    Switchovers(
            Profiles profiles,
            ReplicationAgent replication,
            Externals externals,
            Elector elector,
            Trunks trunks,
            NanoClock clock) {
        this.profiles = profiles;
        this.replication = replication;
        this.externals = externals;
        this.elector = elector;
        this.trunks = trunks;
        this.clock = clock;
    }

    /** See {@link Device#switchover}. */
    CompletableFuture<String> begin(String profile, long timeoutNs) {
        final Profile running = running(profile);
        final CompletableFuture<String> answer = new CompletableFuture<>();
        if (running.spec().group().isEmpty()) {
            return external(running, answer, timeoutNs);
        }
        final String elects = elects(running.spec().group());
        elector.status(elects)
                .map(VrrpGroupStatus::config)
                .filter(VrrpGroupConfig::owner)
                .ifPresent(group -> {
                    throw new DeviceException("VRRP6 group " + elects + ", which remote-backup-profile " + profile
                            + " follows, is the address owner (priority 255) and never resigns: take the virtual address off the"
                            + " interface first");
                });
        final List<Profile> followers = profiles.all().stream()
                .filter(follower -> elects(follower.spec().group()).equals(elects))
                .toList();
        replication.call(() -> {
            replication.begin(
                    new PlannedSwitchover(elects, followers, told -> handOver(elects, told), answer, timeoutNs));
            return null;
        });
        return answer;
    }

    private CompletableFuture<String> external(Profile running, CompletableFuture<String> answer, long timeoutNs) {
        replication.call(() -> {
            running.switchover(answer, timeoutNs, clock.nanoTime());
            return null;
        });
        return answer.thenApply(refusal -> {
            if (refusal.isEmpty()) {
                // So that whoever asks for this role later finds the one that is in force.
                externals.command(running.spec().name(), Role.BACKUP, clock.nanoTime());
            }
            return refusal;
        });
    }

    /** See {@link Device#takeBack}. */
    void takeBack(String profile) {
        final String group = running(profile).spec().group();
        if (group.isEmpty()) {
            throw new DeviceException("remote-backup-profile " + profile + " has its role from outside: tell it there");
        }
        final String elects = elects(group);
        if (!handedOver(elects)) {
            throw new DeviceException(
                    "remote-backup-profile " + profile + " is not handed over: " + elects + " elects as configured");
        }
        if (Trunks.isMember(elects)) {
            trunks.takeBack(elects);
        } else {
            elector.takeBack(elects);
        }
    }

    private boolean handedOver(String elects) {
        return Trunks.isMember(elects)
                ? trunks.handedOver(elects)
                : elector.status(elects).filter(VrrpGroupStatus::handedOver).isPresent();
    }

    private void handOver(String elects, Consumer<String> told) {
        if (Trunks.isMember(elects)) {
            trunks.handOver(elects, told);
        } else {
            elector.handOver(elects, told);
        }
    }

    /** What decides for a group: itself, or its admin group. */
    private String elects(String group) {
        return elector.status(group)
                .map(status -> status.config().options().adminGroup())
                .filter(admin -> !admin.isEmpty())
                .orElse(group);
    }

    private Profile running(String profile) {
        final Optional<Profile> running = profiles.find(profile);
        return running.orElseThrow(() -> new DeviceException("there is no running remote-backup-profile " + profile));
    }
}
