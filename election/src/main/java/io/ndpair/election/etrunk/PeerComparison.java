package io.ndpair.election.etrunk;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Looks for what does not fit together in the configurations of the two devices. Owned by the elector's thread. */
final class PeerComparison {
    private final Set<HelloNotice> notices = EnumSet.noneOf(HelloNotice.class);

    /** What did not fit at the last comparison. */
    Set<HelloNotice> notices() {
        return notices;
    }

    /** Compares; returns whether something does not fit. */
    boolean compare(ETrunkConfig config, List<ETrunkMember> members, ETrunkHello heard) {
        notices.clear();
        if (heard.systemId == config.systemId()) {
            notices.add(HelloNotice.SYSTEM_ID);
        }
        if (heard.revertDelayS != (config.revert() ? config.revertDelayS() : HelloLayout.NO_REVERT)) {
            notices.add(HelloNotice.REVERT);
        }
        if (heard.lacpSystemId != config.lacpSystemId() || heard.lacpPriority != config.lacpPriority()) {
            notices.add(HelloNotice.LACP);
        }
        if (!membersMatch(members, heard)) {
            notices.add(HelloNotice.MEMBERS);
        }
        return !notices.isEmpty();
    }

    private static boolean membersMatch(List<ETrunkMember> members, ETrunkHello heard) {
        boolean match = heard.members == members.size();
        for (int i = 0; match && i < members.size(); i++) {
            final int at = heard.indexOf(members.get(i).config().remoteEthTrunk());
            match = at != ETrunkHello.NO_MEMBER
                    && heard.remoteOf(at) == members.get(i).config().ethTrunk();
        }
        return match;
    }
}
