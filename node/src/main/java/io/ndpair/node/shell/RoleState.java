package io.ndpair.node.shell;

/** The role of a device for a profile or a VRRP6 group. */
public enum RoleState {
    /** Not known; shown as {@code --}. */
    UNKNOWN("--", "--"),
    /** Neither master nor backup. */
    INITIALIZE("Init", "Initialize"),
    /** The other device forwards. */
    BACKUP("Slave", "Backup"),
    /** This device forwards. */
    MASTER("Master", "Master");

    private final String profileText;
    private final String groupText;

    RoleState(String profileText, String groupText) {
        this.profileText = profileText;
        this.groupText = groupText;
    }

    /** As displays of profiles say it. */
    public String profileText() {
        return profileText;
    }

    /** As displays of VRRP6 groups say it. */
    public String groupText() {
        return groupText;
    }
}
