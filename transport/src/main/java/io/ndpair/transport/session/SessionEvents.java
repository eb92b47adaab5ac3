package io.ndpair.transport.session;

import java.util.SortedMap;

/** What a session tells the one who runs it. Called within the session's duty cycle; must not call back. */
public interface SessionEvents {

    /**
     * A session with the peer was made.
     *
     * @param peer its Hello
     */
    void onUp(PeerHello peer);

    /**
     * The peer's facts of configuration, all of them. Told in every session, some time after {@link #onUp}.
     *
     * @param theirs value by name
     */
    void onFacts(SortedMap<String, String> theirs);

    /**
     * The session ended, or the peer was lost before there was one.
     *
     * @param reason in words
     */
    void onDown(String reason);

    /**
     * The table differed from the master's.
     *
     * @param sequence at which both stood
     */
    void onDivergence(long sequence);

    /**
     * The ranges that differed were sent or installed again; whether that has mended it the next digest tells.
     *
     * @param images range images that it took
     * @param bytes of them
     */
    void onRepaired(long images, long bytes);

    /**
     * The journal no longer holds what the peer needs next, or does not give it in time: a batch backup begins after a pause. As master.
     *
     * @param inARow how often it was so in a row
     * @param pauseNs until that, 0 the first time
     */
    void onFellBehind(int inARow, long pauseNs);

    /** The master has resigned in our favor: everything of it is here. As backup. */
    void onHandedOver();

    /** What a former master had was merged, or as much as came of it; the counters say what became of it. As master. */
    void onMerged();

    /**
     * Both tables were found alike.
     *
     * @param sequence at which both stood
     */
    void onAlike(long sequence);

    /**
     * A message was refused.
     *
     * @param reason counted
     * @param what names message and field
     */
    void onRefused(Refusal reason, String what);

    /**
     * A batch backup began, goes on, ended or was broken off.
     *
     * @param phase which of them
     * @param meter how far it has come
     */
    void onBatch(BatchMeter.Phase phase, BatchMeter meter);
}
