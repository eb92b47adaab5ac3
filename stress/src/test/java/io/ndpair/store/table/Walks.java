package io.ndpair.store.table;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** Readers of the whole table: everything that is always there must be seen exactly once, nothing else but the changed ones. */
final class Walks {
    private Walks() {}

    /** What one walk has seen. */
    private static final class Seen {
        private final Scene scene;
        private final BitSet stable = new BitSet();
        private final int[] versions;
        private int stableCount;

        Seen(Scene scene) {
            this.scene = scene;
            versions = new int[scene.trackedCount()];
        }

        void begin() {
            stable.clear();
            stableCount = 0;
            Arrays.fill(versions, Keys.MISSING);
        }

        void take(Steps steps, NeighborEntry entry) {
            int number = Keys.number(entry);
            int version = Keys.version(entry, number);
            int neighbor = scene.neighbor(number);
            if (version == Keys.TORN) {
                steps.blame("torn");
            } else if (neighbor >= 0) {
                if (versions[neighbor] != Keys.MISSING) {
                    steps.blame("found twice");
                }
                versions[neighbor] = version;
            } else if (!scene.isStable(number) || version != 1) {
                steps.blame("wrongly found");
            } else if (stable.get(number)) {
                steps.blame("found twice");
            } else {
                stable.set(number);
                stableCount++;
            }
        }

        /** Judges what was seen of the changed ones, each at a moment of its own after {@code from}. */
        void judge(Steps steps, int from) {
            if (stableCount != scene.stableCount()) {
                steps.blame("wrongly missing");
            }
            int seen = from;
            for (int i = 0; i < versions.length; i++) {
                seen = Math.max(seen, steps.step(i, versions[i], from));
            }
            steps.walked(seen);
        }
    }

    /** By forEach. */
    static final class Each implements Reader {
        private final Scene scene;
        private final Seen seen;
        private final Consumer<NeighborEntry> take;
        private Steps judging;

        Each(Scene scene) {
            this.scene = scene;
            seen = new Seen(scene);
            take = entry -> seen.take(judging, entry);
        }

        @Override
        public String name() {
            return "forEach";
        }

        @Override
        public boolean walks() {
            return true;
        }

        @Override
        public void look(Steps steps) {
            judging = steps;
            seen.begin();
            scene.table().forEach(take);
            seen.judge(steps, steps.walking());
        }
    }

    /** Range by range; a single range is of one moment, and must say of which. */
    static final class Copy implements Reader {
        private final Scene scene;
        private final Seen seen;
        private final UnsafeBuffer image = new UnsafeBuffer(new byte[RangeImage.MAX_IMAGE_BYTES]);
        private final RangeImage range = new RangeImage();
        private final NeighborEntry entry = new NeighborEntry();

        Copy(Scene scene) {
            this.scene = scene;
            seen = new Seen(scene);
        }

        @Override
        public String name() {
            return "copyRange";
        }

        @Override
        public boolean walks() {
            return true;
        }

        @Override
        public void look(Steps steps) {
            int from = steps.walking();
            seen.begin();
            long position = 0;
            boolean single;
            do {
                scene.table().copyRange(position, image, 0, range);
                single = range.depth() == 0;
                if (single) {
                    // Whatever was copied of ranges that an image has joined since is in this one, too.
                    seen.begin();
                }
                long digest = 0;
                for (int i = 0; i < range.count(); i++) {
                    entry.readFrom(image, i * EntryLayout.ENTRY_BYTES);
                    digest ^= entry.digest();
                    seen.take(steps, entry);
                }
                if (digest != range.digest()) {
                    steps.blame("wrong digest");
                }
                position = range.nextPosition();
            } while (position != 0);
            if (single && !scene.standsAsOf(steps.atOnce(seen.versions, from), range.asOfSequence())) {
                steps.blame("wrong as-of");
            }
            seen.judge(steps, from);
        }
    }
}
