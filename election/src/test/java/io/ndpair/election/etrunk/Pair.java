package io.ndpair.election.etrunk;

/** Two machines on a link without delay, which a test can cut in either direction. */
final class Pair {
    final Side a;
    final Side b;
    boolean cutToA;
    boolean cutToB;

    Pair(ETrunkConfig first, ETrunkConfig second) {
        this(Side.started(first, 1), Side.started(second, 2));
    }

    Pair(Side a, Side b) {
        this.a = a;
        this.b = b;
        flow();
    }

    void cut(boolean cut) {
        cutToA = cut;
        cutToB = cut;
        a.said = null;
        b.said = null;
    }

    /** Brings over what was said until nobody has anything more to say. */
    void flow() {
        while (a.said != null || b.said != null) {
            final byte[] fromA = a.said;
            final byte[] fromB = b.said;
            a.said = null;
            b.said = null;
            if (fromA != null && !cutToB) {
                b.hear(fromA);
            }
            if (fromB != null && !cutToA) {
                a.hear(fromB);
            }
        }
    }

    void advance(long ns) {
        final long endNs = a.nowNs + ns;
        while (a.nowNs - endNs < 0) {
            final long stepNs = Math.min(endNs - a.nowNs, 5 * Side.MS);
            a.advance(stepNs);
            b.advance(stepNs);
            flow();
        }
    }
}
