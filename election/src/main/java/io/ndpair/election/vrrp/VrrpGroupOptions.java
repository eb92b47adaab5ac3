package io.ndpair.election.vrrp;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a group may have beyond the RFC's timers, priority and addresses. All of it can change while the group runs, except
 * {@link #adminGroup}.
 *
 * @param virtualMac           whether adverts and Neighbor Advertisements carry 00-00-5E-00-02-{VRID} (RFC 9568 7.3); without
 *                             it they carry the interface's MAC
 * @param acceptMode           whether packets to the virtual addresses are accepted by a master that does not own them
 *                             (Accept_Mode, RFC 9568 6.1; rule A1)
 * @param anyOwner             whether priority 255 is believed from any source; otherwise only from the group's first address
 * @param routerAdvertisements whether a master sends Router Advertisements for the virtual router (rule M6)
 * @param announce             how unsolicited Neighbor Advertisements are repeated
 * @param recoverDelayS        seconds for which a usable link is ignored after it came up, 0..3600
 * @param ignoreIfDown         whether a link that is down counts as silence of the master instead of leading to Initialize
 * @param stateHoldS           with {@code ignoreIfDown}: seconds after the start for which a link that is down still means
 *                             Initialize, 0..3600
 * @param adminGroup           name of the group whose role this one copies; it then neither sends nor hears
 *                             advertisements. Empty when it elects for itself
 * @param tracked              what changes the priority, at most {@link TrackedObject#MAX_PER_GROUP}
 */
public record VrrpGroupOptions(
        boolean virtualMac,
        boolean acceptMode,
        boolean anyOwner,
        boolean routerAdvertisements,
        AnnouncePolicy announce,
        int recoverDelayS,
        boolean ignoreIfDown,
        int stateHoldS,
        String adminGroup,
        List<TrackedObject> tracked) {
    /** Longest recover delay and longest hold of Initialize, in seconds. */
    public static final int MAX_DELAY_S = 3600;

    /** Packets to virtual addresses are accepted, three announcements, nothing else. */
    public static final VrrpGroupOptions DEFAULT =
            new VrrpGroupOptions(false, true, false, false, AnnouncePolicy.DEFAULT, 0, false, 0, "", List.of());

    public VrrpGroupOptions {
        check("recoverDelayS", recoverDelayS);
        check("stateHoldS", stateHoldS);
        tracked = List.copyOf(tracked);
        if (tracked.size() > TrackedObject.MAX_PER_GROUP) {
            throw new IllegalArgumentException(
                    tracked.size() + " tracked objects, expected at most " + TrackedObject.MAX_PER_GROUP);
        }
        final Set<String> names = new HashSet<>();
        for (final TrackedObject object : tracked) {
            if (!names.add(object.name())) {
                throw new IllegalArgumentException("tracked object " + object.name() + " stands twice");
            }
        }
    }

    /** Whether the group copies the role of another one. */
    public boolean member() {
        return !adminGroup.isEmpty();
    }

    /** With the virtual MAC or without. */
    public VrrpGroupOptions withVirtualMac(boolean value) {
        return with(draft -> draft.virtualMac = value);
    }

    /** With Accept_Mode true or false. */
    public VrrpGroupOptions withAcceptMode(boolean value) {
        return with(draft -> draft.acceptMode = value);
    }

    /** With priority 255 believed from any source or not. */
    public VrrpGroupOptions withAnyOwner(boolean value) {
        return with(draft -> draft.anyOwner = value);
    }

    /** With Router Advertisements or without. */
    public VrrpGroupOptions withRouterAdvertisements(boolean value) {
        return with(draft -> draft.routerAdvertisements = value);
    }

    /** With another way of announcing. */
    public VrrpGroupOptions withAnnounce(AnnouncePolicy value) {
        return with(draft -> draft.announce = value);
    }

    /** With this recover delay. */
    public VrrpGroupOptions withRecoverDelayS(int value) {
        return with(draft -> draft.recoverDelayS = value);
    }

    /** Ignoring a link that is down, after this hold of Initialize at the start. */
    public VrrpGroupOptions withIgnoreIfDown(int holdS) {
        return with(draft -> {
            draft.ignoreIfDown = true;
            draft.stateHoldS = holdS;
        });
    }

    /** Copying the role of this group; empty: electing for itself. */
    public VrrpGroupOptions withAdminGroup(String value) {
        return with(draft -> draft.adminGroup = value);
    }

    /** Tracking these. */
    public VrrpGroupOptions withTracked(List<TrackedObject> value) {
        return with(draft -> draft.tracked = value);
    }

    /** A copy whose fields can still be changed, so that there is one place that names them all. */
    private static final class Draft {
        boolean virtualMac;
        boolean acceptMode;
        boolean anyOwner;
        boolean routerAdvertisements;
        AnnouncePolicy announce;
        int recoverDelayS;
        boolean ignoreIfDown;
        int stateHoldS;
        String adminGroup;
        List<TrackedObject> tracked;

        Draft(VrrpGroupOptions of) {
            virtualMac = of.virtualMac;
            acceptMode = of.acceptMode;
            anyOwner = of.anyOwner;
            routerAdvertisements = of.routerAdvertisements;
            announce = of.announce;
            recoverDelayS = of.recoverDelayS;
            ignoreIfDown = of.ignoreIfDown;
            stateHoldS = of.stateHoldS;
            adminGroup = of.adminGroup;
            tracked = of.tracked;
        }
    }

    private VrrpGroupOptions with(Consumer<Draft> change) {
        final Draft draft = new Draft(this);
        change.accept(draft);
        return new VrrpGroupOptions(
                draft.virtualMac,
                draft.acceptMode,
                draft.anyOwner,
                draft.routerAdvertisements,
                draft.announce,
                draft.recoverDelayS,
                draft.ignoreIfDown,
                draft.stateHoldS,
                draft.adminGroup,
                draft.tracked);
    }

    private static void check(String field, int value) {
        if (value < 0 || value > MAX_DELAY_S) {
            throw new IllegalArgumentException(field + " is " + value + ", expected 0.." + MAX_DELAY_S);
        }
    }
}
