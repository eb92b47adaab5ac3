package io.ndpair.node.daemon;

import io.ndpair.election.etrunk.ETrunkCounters;
import io.ndpair.election.etrunk.ETrunkStatus;
import io.ndpair.node.shell.TrunkStatus;
import java.util.Map;
import java.util.TreeMap;

/** Turns what the election reports of E-Trunks into what the displays of the shell show. */
final class TrunkViews {
    private TrunkViews() {}

    static TrunkStatus trunk(ETrunkStatus status, ETrunkCounters counters) {
        final Map<String, Long> dropped = new TreeMap<>();
        counters.dropped().forEach((reason, total) -> dropped.put(reason.text(), total));
        return new TrunkStatus(
                status.config().id(),
                status.config().systemId(),
                DeviceViews.role(status.state()),
                status.cause().name(),
                status.channel(),
                status.peer()
                        .map(peer -> new TrunkStatus.Peer(
                                peer.heard(), peer.priority(), peer.systemId(), peer.failTimeDs())),
                counters.received(),
                counters.sent(),
                dropped,
                counters.sendFailures(),
                status.members().stream().map(TrunkViews::member).toList());
    }

    private static TrunkStatus.Member member(ETrunkStatus.Member member) {
        return new TrunkStatus.Member(
                member.config().ethTrunk(),
                member.config().remoteEthTrunk(),
                member.up(),
                member.config().mode().text(),
                DeviceViews.role(member.role()),
                member.cause().name(),
                member.handedOver()
                        ? "handed over by command, until the peer's loses it or falls silent, or 'undo switchover'"
                        : !member.ready()
                                ? "holds back from taking over: the tables are not ready"
                                : member.waiting() ? "holds back from taking over: the revert delay runs" : "");
    }
}
