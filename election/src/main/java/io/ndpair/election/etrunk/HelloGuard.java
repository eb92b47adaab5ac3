package io.ndpair.election.etrunk;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;

/**
 * Refuses what is no genuine, fresh hello of the peer, in the order of {@link HelloDrop}. Nothing is read before its length
 * is known to be there. Owned by one thread.
 *
 * <p>Freshness. Each life of an E-Trunk draws a <em>session</em> and counts its hellos; within a session only a greater
 * sequence counts. That alone would let a hello through that was recorded in an earlier life of the peer. With
 * {@code sequence enable} the peer therefore has to prove each new session: our hellos carry a <em>challenge</em>, and a hello
 * of a session that is not the present one counts only if it echoes the challenge that stands now. A challenge is drawn anew
 * at our start, each time a session was proven, and each time the peer was lost, so what was recorded before cannot answer
 * it, whichever device was restarted meanwhile. Sessions that were replaced are remembered and refused at once.
 *
 * <p>Who can hold back hellos could still give a dead peer a longer life. So a hello carries the age of its session, and one
 * that comes later, against the quickest one so far, than its own fail-time is refused: held back or not, a hello counts for
 * no more than twice its fail-time after it was sent. The comparison forgives clocks that run apart by 0.05 %. A peer whose
 * clock has jumped is lost by it, and proves itself anew.
 */
final class HelloGuard {
    private static final int REMEMBERED_SESSIONS = 16;
    private static final long NS_PER_MS = 1_000_000L;
    private static final int DRIFT_DIVISOR = 2_000;
    private static final long NONE = 0;

    private final long ownSession;
    private final LongSupplier random;
    private final long[] replaced = new long[REMEMBERED_SESSIONS];
    private int replacements;

    private long session = NONE;
    private long lastSession = NONE;
    private long sequence;
    private long quickestNs;
    private long quickestAtNs;

    private long challenge;
    private long echo = NONE;
    private long candidateEcho = NONE;
    private boolean answerDue;

    HelloGuard(long ownSession, LongSupplier random) {
        this.ownSession = ownSession;
        this.random = random;
        drawChallenge();
    }

    /** The challenge that our hellos carry. */
    long challenge() {
        return challenge;
    }

    /**
     * The challenge of the peer that our next hello echoes: for one hello that of a session that has to prove itself, as it
     * asks the same of us; otherwise that of the present session. 0 when none was heard.
     */
    long takeEcho() {
        final boolean answers = answerDue || session == NONE;
        answerDue = false;
        return answers ? candidateEcho : echo;
    }

    /** Whether a session that has to prove itself waits for a hello of ours. */
    boolean answerDue() {
        return answerDue;
    }

    /** The peer is lost: whoever speaks next has to prove that it lives now. */
    void forget() {
        session = NONE;
        drawChallenge();
    }

    /**
     * Checks a datagram and reads it.
     *
     * @param into gets the content; it means something only when the datagram is accepted
     * @return why it is refused, or null
     */
    HelloDrop check(DirectBuffer buffer, int offset, int length, ETrunkConfig config, ETrunkHello into, long nowNs) {
        if (length < HelloLayout.HEADER_BYTES) {
            return HelloDrop.TRUNCATED;
        }
        if (buffer.getInt(offset + HelloLayout.MAGIC_OFFSET, BIG_ENDIAN) != HelloLayout.MAGIC) {
            return HelloDrop.MAGIC;
        }
        if (buffer.getByte(offset + HelloLayout.VERSION_OFFSET) != HelloLayout.VERSION) {
            return HelloDrop.VERSION;
        }
        if ((buffer.getShort(offset + HelloLayout.LENGTH_OFFSET, BIG_ENDIAN) & 0xffff) != length
                || length > HelloLayout.MAX_BYTES) {
            return HelloDrop.LENGTH;
        }
        if ((buffer.getShort(offset + HelloLayout.TRUNK_OFFSET, BIG_ENDIAN) & 0xffff) != config.id()) {
            return HelloDrop.TRUNK;
        }
        final HelloKey key = config.key().orElse(null);
        final int codeBytes = key == null ? 0 : key.algorithm().codeBytes();
        final HelloDrop refusal = authenticate(buffer, offset, length - codeBytes, key);
        if (refusal != null) {
            return refusal;
        }
        if (buffer.getLong(offset + HelloLayout.SESSION_OFFSET, BIG_ENDIAN) == ownSession) {
            return HelloDrop.OWN;
        }
        final boolean checked = (buffer.getByte(offset + HelloLayout.FLAGS_OFFSET) & HelloLayout.FLAG_SEQUENCE) != 0;
        if (checked != config.sequence()) {
            return HelloDrop.SEQUENCE_MODE;
        }
        final HelloDrop malformed = into.read(buffer, offset, length - codeBytes);
        return malformed == null ? freshness(config, into, nowNs) : malformed;
    }

    private static HelloDrop authenticate(DirectBuffer buffer, int offset, int signedBytes, HelloKey key) {
        final int said = buffer.getByte(offset + HelloLayout.AUTHENTICATION_OFFSET);
        final int keyId = buffer.getByte(offset + HelloLayout.KEY_ID_OFFSET);
        if (key == null) {
            return said == 0 && keyId == 0 ? null : HelloDrop.AUTHENTICATION;
        }
        if (said != key.algorithm().code() || keyId != HelloLayout.KEY_ID) {
            return HelloDrop.AUTHENTICATION;
        }
        if (signedBytes < HelloLayout.HEADER_BYTES) {
            return HelloDrop.TRUNCATED;
        }
        return key.verifies(buffer, offset, signedBytes) ? null : HelloDrop.CODE;
    }

    private HelloDrop freshness(ETrunkConfig config, ETrunkHello hello, long nowNs) {
        final long transitNs = nowNs - hello.ageMs * NS_PER_MS;
        if (hello.session == session) {
            if (hello.sequence <= sequence) {
                return HelloDrop.OLD;
            }
            return continued(config, hello, transitNs, nowNs);
        }
        if (config.sequence()) {
            if (wasReplaced(hello.session)) {
                return HelloDrop.REPLACED;
            }
            if (hello.echo != challenge) {
                candidateEcho = hello.challenge;
                answerDue = true;
                return HelloDrop.UNPROVEN;
            }
        }
        replace(hello.session);
        accept(hello, transitNs, nowNs);
        return null;
    }

    private HelloDrop continued(ETrunkConfig config, ETrunkHello hello, long transitNs, long nowNs) {
        final long allowedNs = quickestNs + (nowNs - quickestAtNs) / DRIFT_DIVISOR;
        final int failTimeDs = hello.failTimeDs == 0 ? config.failTimeDs() : hello.failTimeDs;
        if (config.sequence() && transitNs - allowedNs > failTimeDs * ETrunkConfig.DS_NS) {
            return HelloDrop.LATE;
        }
        if (transitNs - allowedNs < 0) {
            quickestNs = transitNs;
            quickestAtNs = nowNs;
        }
        sequence = hello.sequence;
        echo = hello.challenge;
        candidateEcho = hello.challenge;
        return null;
    }

    private void accept(ETrunkHello hello, long transitNs, long nowNs) {
        sequence = hello.sequence;
        echo = hello.challenge;
        candidateEcho = hello.challenge;
        quickestNs = transitNs;
        quickestAtNs = nowNs;
        drawChallenge();
    }

    private void replace(long next) {
        if (lastSession != NONE && lastSession != next) {
            replaced[replacements++ % REMEMBERED_SESSIONS] = lastSession;
        }
        session = next;
        lastSession = next;
    }

    private boolean wasReplaced(long candidate) {
        for (final long known : replaced) {
            if (known == candidate) {
                return true;
            }
        }
        return false;
    }

    /** Never 0, which means none. */
    private void drawChallenge() {
        final long drawn = random.getAsLong();
        challenge = drawn == NONE ? 1 : drawn;
    }
}
