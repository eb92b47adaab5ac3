package io.ndpair.election.vrrp;

/**
 * Something whose failure changes a group's priority: an interface, the journal, the peer. What it is called is agreed
 * with who reports its state.
 *
 * @param name   which object, unique in the group
 * @param effect whether its failure lowers or raises the priority
 * @param amount by how much, 1..255; the priority in force stays within 1..254 (rule O4)
 */
public record TrackedObject(String name, Effect effect, int amount) {
    /** What a failure does to the priority. */
    public enum Effect {
        /** The priority is lowered while the object is down. */
        REDUCED,
        /** The priority is raised while the object is down; a weaker master is then preempted at once, without a delay. */
        INCREASED
    }

    /** Most objects that one group tracks. */
    public static final int MAX_PER_GROUP = 18;

    public TrackedObject {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a tracked object needs a name");
        }
        if (amount < 1 || amount > 255) {
            throw new IllegalArgumentException(
                    "tracked object " + name + ": amount is " + amount + ", expected 1..255");
        }
    }
}
