package io.ndpair.transport.session;

/**
 * Decides at which Hello a session begins. Both sides draw a nonce at every reset and say, beside it, the nonce that they last heard from the
 * other. The session begins, on each side for itself, at the Hello that echoes the own nonce: the peer spoke it after it had heard
 * of this very reset, so everything that follows it in the ordered stream belongs to this session, and nothing that stands before does.
 *
 * <table>
 * <caption>Transitions at a Hello {nonce n, peerNonce p}; own nonce m, heard nonce h</caption>
 * <tr><th>state</th><th>p = m</th><th>p &ne; m</th></tr>
 * <tr><td>WAITING</td><td>h := n; MADE. Answer unless the last Hello sent said n already</td>
 *     <td>h := n; WAITING. Answer unless the last Hello sent said n already</td></tr>
 * <tr><td>MADE, n = h</td><td>stays (the peer had not read our answer yet)</td><td>RESET</td></tr>
 * <tr><td>MADE, n &ne; h</td><td>RESET</td><td>RESET</td></tr>
 * </table>
 *
 * RESET: the peer has begun anew; so do we, with a new nonce, h := n, WAITING, and answer. In WAITING the own nonce is kept whatever comes: if both drew
 * a new one at each other's Hello, they would never meet.
 */
public final class Handshake {

    /** What is to be done about a Hello. */
    public enum Step {
        /** Nothing. */
        NONE,
        /** Send a Hello now. */
        ANSWER,
        /** The session begins at this Hello. */
        MADE,
        /** The session begins at this Hello; send ours before anything else. */
        MADE_ANSWER,
        /** The session is over; draw a nonce, call {@link Handshake#restart}, and send a Hello now. */
        RESET
    }

    private long nonce;
    private long heardNonce;
    private long toldNonce;
    private boolean made;

    /** A handshake that has not begun: call {@link #restart}. */
    public Handshake() {}

    /**
     * Begins anew.
     *
     * @param newNonce drawn at random; not 0
     * @param heard nonce of the peer's Hello that is the reason, 0 if there is another reason
     */
    public void restart(long newNonce, long heard) {
        if (newNonce == 0) {
            throw new IllegalArgumentException("nonce must not be 0");
        }
        nonce = newNonce;
        heardNonce = heard;
        toldNonce = 0;
        made = false;
    }

    /**
     * A Hello of the peer.
     *
     * @param n its nonce
     * @param p the nonce that it last heard from us
     * @return what to do
     */
    public Step onHello(long n, long p) {
        if (made) {
            return p == nonce && n == heardNonce ? Step.NONE : Step.RESET;
        }
        heardNonce = n;
        made = p == nonce;
        if (toldNonce == n) {
            return made ? Step.MADE : Step.NONE;
        }
        return made ? Step.MADE_ANSWER : Step.ANSWER;
    }

    /** Our Hello was sent, with {@link #nonce()} and {@link #heardNonce()}. */
    public void onSent() {
        toldNonce = heardNonce;
    }

    /**
     * Whether the session is made.
     *
     * @return false while waiting for the peer's Hello
     */
    public boolean made() {
        return made;
    }

    /**
     * Own nonce.
     *
     * @return not 0 once begun
     */
    public long nonce() {
        return nonce;
    }

    /**
     * The peer's nonce as last heard.
     *
     * @return 0 if none was heard since the reset
     */
    public long heardNonce() {
        return heardNonce;
    }
}
