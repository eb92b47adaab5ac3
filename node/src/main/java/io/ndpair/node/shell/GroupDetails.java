package io.ndpair.node.shell;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a VRRP6 group has beyond election by the RFC.
 *
 * @param type normal, admin group or member
 * @param adminGroup the group that a member follows, empty for others
 * @param virtualMac whether the virtual MAC is in use
 * @param acceptMode whether packets to the virtual addresses are accepted
 * @param anyOwner whether priority 255 is believed from any router
 * @param tracked what changes the priority, each as one line
 * @param heldForS seconds for which the group has held back from preemption, 0 when it does not
 * @param startRemainS seconds left until a link that came up, or a hold of Initialize, counts
 * @param rival whether a weaker master is heard beside this device
 */
public record GroupDetails(
        Type type,
        String adminGroup,
        boolean virtualMac,
        boolean acceptMode,
        boolean anyOwner,
        List<Tracked> tracked,
        long heldForS,
        OptionalInt startRemainS,
        boolean rival) {
    /** How a group comes to its role. */
    public enum Type {
        /** It elects for itself. */
        NORMAL("N", "normal-vrrp"),
        /** It elects for others too. */
        ADMIN("A", "admin-vrrp"),
        /** It copies the state of an admin group. */
        MEMBER("M", "member-vrrp");

        private final String letter;
        private final String text;

        Type(String letter, String text) {
            this.letter = letter;
            this.text = text;
        }

        String letter() {
            return letter;
        }

        String text() {
            return text;
        }
    }

    /**
     * A tracked object.
     *
     * @param name which
     * @param increased whether its failure raises the priority
     * @param amount by how much the priority changes
     * @param down whether it counts as failed
     */
    public record Tracked(String name, boolean increased, int amount, boolean down) {}

    /** A normal group that tracks nothing. */
    public static final GroupDetails NORMAL =
            new GroupDetails(Type.NORMAL, "", false, true, false, List.of(), 0, OptionalInt.empty(), false);

    /** Copies the list. */
    public GroupDetails {
        tracked = List.copyOf(tracked);
    }
}
