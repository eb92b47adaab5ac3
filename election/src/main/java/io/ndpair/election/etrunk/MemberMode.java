package io.ndpair.election.etrunk;

/** How a member Eth-Trunk comes to its role. */
public enum MemberMode {
    /** By the E-Trunk's role and the state of the peer's member (rule C-41). */
    AUTO(0, "auto"),
    /** Master by command. */
    FORCE_MASTER(1, "force-master"),
    /** Backup by command. */
    FORCE_BACKUP(2, "force-backup");

    private static final MemberMode[] BY_CODE = {AUTO, FORCE_MASTER, FORCE_BACKUP};

    private final int code;
    private final String text;

    MemberMode(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The number in a hello. */
    int code() {
        return code;
    }

    /** The word that commands and displays use. */
    public String text() {
        return text;
    }

    static boolean isCode(int code) {
        return code >= 0 && code < BY_CODE.length;
    }

    static MemberMode ofCode(int code) {
        return BY_CODE[code];
    }
}
