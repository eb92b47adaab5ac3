package io.ndpair.transport.session;

/** Why a device ends a session on purpose. */
enum GoodbyeReason {
    SHUTDOWN(1, "it shuts down"),
    FRAME_REFUSED(2, "it refused a message of ours"),
    SILENCE(3, "it heard nothing of us"),
    HANDED_OVER(4, "it handed over");

    private final int code;
    private final String text;

    GoodbyeReason(int code, String text) {
        this.code = code;
        this.text = text;
    }

    int code() {
        return code;
    }

    static String textOf(int code) {
        for (GoodbyeReason reason : values()) {
            if (reason.code == code) {
                return reason.text;
            }
        }
        return "reason " + code;
    }
}
