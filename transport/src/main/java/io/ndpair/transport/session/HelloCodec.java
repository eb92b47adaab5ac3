package io.ndpair.transport.session;

import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.History;
import io.ndpair.store.model.Position;
import io.ndpair.transport.codec.BatchBackupEndDecoder;
import io.ndpair.transport.codec.HelloDecoder;
import io.ndpair.transport.codec.HelloEncoder;
import io.ndpair.transport.codec.MessageHeaderDecoder;
import io.ndpair.transport.codec.MessageHeaderEncoder;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Hello to bytes and back. Allocates; Hellos are rare. */
final class HelloCodec {

    /** What this version speaks. */
    static final int PROTOCOL_VERSION = 1;

    private static final int REPLACEMENT = 0xFFFD;

    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final HelloEncoder encoder = new HelloEncoder();
    private final HelloDecoder decoder = new HelloDecoder();

    /** Writes a Hello and returns its length in bytes. */
    int encode(PeerHello hello, MutableDirectBuffer buffer, int offset) {
        Position position = hello.position();
        encoder.wrapAndApplyHeader(buffer, offset, headerEncoder)
                .nonce(hello.nonce())
                .peerNonce(hello.peerNonce())
                .term(position.epoch().term())
                .epochDeviceId(Integer.toUnsignedLong(position.epoch().deviceId()))
                .deviceId(Integer.toUnsignedLong(hello.deviceId()))
                .sequence(position.sequence())
                .hashKeyId(hello.hashKeyId())
                .backupId(Integer.toUnsignedLong(hello.backupId()))
                .tableTime(Integer.toUnsignedLong(hello.tableTimeTicks()))
                .maxNeighbors(Integer.toUnsignedLong(hello.maxNeighbors()))
                .protocolVersion(hello.protocolVersion())
                .role(hello.role().code())
                .contiguous((short) (position.contiguous() ? 1 : 0))
                .factsTotal(hello.facts().count())
                .factsDigest(hello.facts().digest());
        History history = hello.history();
        HelloEncoder.HistoryEncoder epochs = encoder.historyCount(history.size());
        for (int i = 0; i < history.size(); i++) {
            Epoch epoch = history.epoch(i);
            epochs.next()
                    .term(epoch.term())
                    .firstSequence(history.firstSequence(i))
                    .deviceId(Integer.toUnsignedLong(epoch.deviceId()));
        }
        encodeFacts(hello.facts());
        return FrameCheck.HEADER_BYTES + encoder.encodedLength();
    }

    private void encodeFacts(FactSet facts) {
        HelloEncoder.FactsEncoder each = encoder.factsCount(facts.fitsInHello() ? facts.count() : 0);
        if (facts.fitsInHello()) {
            facts.facts().forEach((name, value) -> each.next().name(name).value(value));
        }
    }

    /**
     * Reads a Hello whose lengths {@link FrameCheck} has found right.
     *
     * @return null when a field is out of its bounds
     */
    PeerHello decode(DirectBuffer buffer, int offset) {
        decoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        SessionRole role = SessionRole.of(decoder.role());
        long term = decoder.term();
        long sequence = decoder.sequence();
        if (role == null
                || (term != 0 && !termInBounds(term))
                || sequence < 0
                || decoder.nonce() == 0
                || decoder.contiguous() > 1) {
            return null;
        }
        Position position =
                new Position(new Epoch(term, (int) decoder.epochDeviceId()), sequence, decoder.contiguous() == 1);
        long nonce = decoder.nonce();
        long peerNonce = decoder.peerNonce();
        int deviceId = (int) decoder.deviceId();
        int backupId = (int) decoder.backupId();
        long hashKeyId = decoder.hashKeyId();
        int tableTime = (int) decoder.tableTime();
        int maxNeighbors = (int) Math.min(decoder.maxNeighbors(), Integer.MAX_VALUE);
        int protocolVersion = decoder.protocolVersion();
        // Of an older version, which says neither, everything stands in the Hello.
        long factsCount = decoder.factsTotal() == HelloDecoder.factsTotalNullValue() ? -1 : decoder.factsTotal();
        long factsDigest = decoder.factsDigest();
        History history = History.EMPTY;
        HelloDecoder.HistoryDecoder epochs = decoder.history();
        while (epochs.hasNext()) {
            epochs.next();
            history = appended(history, epochs.term(), (int) epochs.deviceId(), epochs.firstSequence());
            if (history == null) {
                return null;
            }
        }
        FactSet facts = decodeFacts(factsCount, factsDigest);
        if (facts == null) {
            return null;
        }
        return new PeerHello(
                nonce,
                peerNonce,
                position,
                deviceId,
                backupId,
                hashKeyId,
                tableTime,
                maxNeighbors,
                protocolVersion,
                role,
                history,
                facts);
    }

    private FactSet decodeFacts(long count, long digest) {
        HelloDecoder.FactsDecoder fact = decoder.facts();
        if (count > FrameCheck.MAX_FACTS && count <= FactSet.MAX_FACTS && fact.count() == 0) {
            return FactSet.told((int) count, digest);
        }
        SortedMap<String, String> facts = new TreeMap<>();
        while (fact.hasNext()) {
            fact.next();
            String name = printable(fact.name());
            facts.put(name, printable(fact.value()));
        }
        return count < 0 || count == facts.size() ? FactSet.of(facts) : null;
    }

    /** The history at the end of a batch backup, or null when that is none. */
    static History historyOf(BatchBackupEndDecoder end) {
        History history = History.EMPTY;
        BatchBackupEndDecoder.HistoryDecoder epochs = end.history();
        while (epochs.hasNext()) {
            epochs.next();
            history = appended(history, epochs.term(), (int) epochs.deviceId(), epochs.firstSequence());
            if (history == null) {
                return null;
            }
        }
        return history;
    }

    /** A term that any device has come to by counting; a greater one would leave our own counter no room. */
    static boolean termInBounds(long term) {
        return term > 0 && term <= Epoch.MAX_TERM;
    }

    /** The history with one epoch more, or null when that is not a history. */
    static History appended(History history, long term, int deviceId, long firstSequence) {
        if (!termInBounds(term) || firstSequence < 1) {
            return null;
        }
        Epoch epoch = new Epoch(term, deviceId);
        int size = history.size();
        if (size > 0 && (epoch.compareTo(history.last()) <= 0 || firstSequence < history.firstSequence(size - 1))) {
            return null;
        }
        return history.with(epoch, firstSequence);
    }

    /**
     * The peer's words end up on an operator's terminal: what a terminal obeys, or what turns or breaks a line, does not. Nor does what stands for bytes that
     * were no UTF-8: it is longer than they were, and a name must not grow by being read.
     */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().map(c -> isHarmless(c) ? c : '?').forEach(printable::appendCodePoint);
        return printable.toString();
    }

    private static boolean isHarmless(int codePoint) {
        return codePoint != REPLACEMENT
                && switch (Character.getType(codePoint)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.PRIVATE_USE,
                            Character.SURROGATE,
                            Character.UNASSIGNED -> false;
                    default -> true;
                };
    }
}
