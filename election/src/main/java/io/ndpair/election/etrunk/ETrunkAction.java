package io.ndpair.election.etrunk;

/** What {@link ETrunk} asks to be done after an event: a set of bits, carried out in the order in which they stand here. */
public final class ETrunkAction {
    /** Nothing to do. */
    public static final int NONE = 0;
    /** Send a hello. */
    public static final int SEND_HELLO = 1;
    /** State or causation of the E-Trunk changed: tell. */
    public static final int TELL_STATE = 1 << 1;
    /** State or causation of members changed: tell. */
    public static final int TELL_MEMBERS = 1 << 2;
    /** The hello was discarded for {@link ETrunk#lastDrop}. */
    public static final int REPORT_DROP = 1 << 3;
    /** The configurations do not fit together: {@link ETrunk#notices}. */
    public static final int REPORT_NOTICE = 1 << 4;

    private ETrunkAction() {}

    /** Whether a set contains an action. */
    public static boolean has(int actions, int action) {
        return (actions & action) != 0;
    }
}
