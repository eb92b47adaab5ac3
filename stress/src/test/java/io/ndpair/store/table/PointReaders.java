package io.ndpair.store.table;

/** Looks neighbors up: the changed ones, some of those that are always there, and one that never is. */
final class PointReaders {
    private static final int STABLE_A_LOOK = 3;
    private static final int STRIDE = 61;

    private PointReaders() {}

    private static void judgeStable(Steps steps, boolean found, NeighborEntry entry, int number) {
        if (!found) {
            steps.blame("wrongly missing");
        } else if (Keys.version(entry, number) != 1) {
            steps.blame("torn");
        }
    }

    /** One after the other. */
    static final class One implements Reader {
        private final Scene scene;
        private final NeighborEntry entry = new NeighborEntry();
        private int next;

        One(Scene scene) {
            this.scene = scene;
        }

        @Override
        public String name() {
            return "lookup";
        }

        @Override
        public boolean walks() {
            return false;
        }

        @Override
        public void look(Steps steps) {
            for (int i = scene.trackedCount() - 1; i >= 0; i--) {
                int number = scene.tracked(i);
                steps.saw(i, find(number) ? Keys.version(entry, number) : Keys.MISSING);
            }
            for (int i = 0; i < STABLE_A_LOOK; i++) {
                int number = scene.stable(next);
                next += STRIDE;
                judgeStable(steps, find(number), entry, number);
            }
            // Shares its home with one that is changed.
            judgeStable(steps, find(scene.stable(0)), entry, scene.stable(0));
            if (find(scene.absent())) {
                steps.blame("wrongly found");
            }
        }

        private boolean find(int number) {
            return scene.table().lookup(Keys.addressHigh(), Keys.addressLow(number), Keys.link(number), entry);
        }
    }

    /** Many at once, each of a moment of its own. */
    static final class Batch implements Reader {
        private static final int GROUP = 20;

        private final Scene scene;
        private final LookupBatch batch = new LookupBatch(2 * GROUP);
        private final int[] numbers = new int[2 * GROUP];
        private final NeighborEntry entry = new NeighborEntry();
        private int next;

        Batch(Scene scene) {
            this.scene = scene;
        }

        @Override
        public String name() {
            return "lookupBatch";
        }

        @Override
        public boolean walks() {
            return false;
        }

        @Override
        public void look(Steps steps) {
            batch.clear();
            for (int i = 0; i < batch.capacity(); i++) {
                add(
                        i % 5 < scene.trackedCount()
                                ? scene.tracked(i % 5)
                                : i % 5 == 2 ? scene.absent() : scene.stable(next));
                next += STRIDE;
            }
            scene.table().lookupBatch(batch);
            int from = steps.walking();
            int seen = from;
            for (int i = 0; i < batch.size(); i++) {
                int number = numbers[i];
                boolean found = batch.entry(i, entry);
                int neighbor = scene.neighbor(number);
                if (neighbor >= 0) {
                    seen = Math.max(
                            seen, steps.step(neighbor, found ? Keys.version(entry, number) : Keys.MISSING, from));
                } else if (number != scene.absent()) {
                    judgeStable(steps, found, entry, number);
                } else if (found) {
                    steps.blame("wrongly found");
                }
            }
            steps.walked(seen);
        }

        private void add(int number) {
            numbers[batch.add(Keys.addressHigh(), Keys.addressLow(number), Keys.link(number))] = number;
        }
    }
}
