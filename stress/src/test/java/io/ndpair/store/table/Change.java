package io.ndpair.store.table;

import java.util.function.ToIntFunction;

/** What the writer does in one scene, and how the scene is put back for the next. */
enum Change {
    /** A new neighbor. */
    INSERT(new int[] {0, 1}) {
        @Override
        void run(Scene scene) {
            scene.put(TARGET, 1);
        }

        @Override
        boolean restore(Scene scene) {
            return scene.remove(TARGET);
        }
    },
    /** A known neighbor's other fields, twice. */
    UPDATE(new int[] {1, 2, 3}) {
        @Override
        void run(Scene scene) {
            scene.put(TARGET, 2);
            scene.put(TARGET, 3);
        }

        @Override
        boolean restore(Scene scene) {
            return scene.put(TARGET, 1);
        }
    },
    /** A deletion: clears a slot, moves nothing, and shrinks the probing of its home, which another neighbor shares. */
    REMOVE(new int[] {1, 0}) {
        @Override
        void run(Scene scene) {
            scene.remove(TARGET);
        }

        @Override
        boolean restore(Scene scene) {
            return scene.put(TARGET, 1);
        }
    },
    /** A deletion and the same neighbor again, in the slot that it left. */
    REINSERT(new int[] {1, 0, 2}) {
        @Override
        void run(Scene scene) {
            scene.remove(TARGET);
            scene.put(TARGET, 2);
        }

        @Override
        boolean restore(Scene scene) {
            return scene.put(TARGET, 1);
        }
    },
    /** A deletion and another neighbor in the slot that was left. */
    REUSE(new int[] {1, 0, 0}, new int[] {0, 0, 1}) {
        @Override
        void run(Scene scene) {
            scene.remove(TARGET);
            scene.put(OTHER, 1);
        }

        @Override
        boolean restore(Scene scene) {
            return scene.remove(OTHER) && scene.put(TARGET, 1);
        }
    },
    /** A new neighbor that splits a segment shallower than the directory. */
    SPLIT(new int[] {0, 1}) {
        @Override
        void run(Scene scene) {
            scene.put(TARGET, 1);
        }

        @Override
        boolean restore(Scene scene) {
            return false;
        }
    },
    /** A new neighbor that splits the only segment and doubles the directory. */
    DOUBLING(new int[] {0, 1}) {
        @Override
        void run(Scene scene) {
            scene.put(TARGET, 1);
        }

        @Override
        boolean restore(Scene scene) {
            return false;
        }
    },
    /** Three images of the whole range: the second and third are built in segments that the first two retired. */
    INSTALL(new int[] {1, 2, 3, 0}, new int[] {0, 1, 2, 3}) {
        @Override
        void run(Scene scene) {
            scene.install(1);
            scene.install(2);
            scene.install(3);
        }

        @Override
        boolean restore(Scene scene) {
            return scene.install(0);
        }
    },
    /** The same with images as of one and the same sequence: only the reference tells a segment that was taken again. */
    RECYCLE(new int[] {1, 2, 3, 0}, new int[] {0, 1, 2, 3}) {
        @Override
        void run(Scene scene) {
            scene.installAgain(1);
            scene.installAgain(2);
            scene.installAgain(3);
        }

        @Override
        boolean restore(Scene scene) {
            return scene.installAgain(0);
        }
    },
    /** Another hash key and back to the first, with changes before, between and after. */
    REKEY(new int[] {1, 2, 3, 0}) {
        @Override
        void run(Scene scene) {
            scene.put(TARGET, 2);
            scene.rekey(Keys.OTHER_HASH_KEY);
            scene.put(TARGET, 3);
            scene.rekey(Keys.HASH_KEY);
            scene.remove(TARGET);
        }

        @Override
        boolean restore(Scene scene) {
            return scene.put(TARGET, 1);
        }
    };

    /** Index among a scene's tracked neighbors of the one that is changed. */
    static final int TARGET = 0;

    /** Index of the second, where there is one. */
    static final int OTHER = 1;

    private static final int STABLE_OF_A_SMALL_TABLE = 160;

    @SuppressWarnings("ImmutableEnumChecker") // never written again
    private final int[][] versions;

    Change(int[]... versions) {
        this.versions = versions;
    }

    /** One step after the other, as readers may see them. */
    abstract void run(Scene scene);

    /** Undoes all steps; false if the table is of no more use. */
    abstract boolean restore(Scene scene);

    /** Whether each step takes one sequence, so that a copy must say which step it is of. */
    boolean tellsStep() {
        return this != RECYCLE;
    }

    Steps steps() {
        return new Steps(versions);
    }

    /** The numbers of the neighbors that are there all the time, in the order in which they are put. */
    int[] stable() {
        switch (this) {
            case SPLIT:
                return Fills.UNEVEN;
            case DOUBLING:
                return Fills.ONE_SEGMENT;
            default:
                int[] few = new int[STABLE_OF_A_SMALL_TABLE];
                for (int i = 0; i < few.length; i++) {
                    few[i] = i;
                }
                return few;
        }
    }

    /** The number of the neighbor that is changed: the next of the row, which is what a full segment splits at. */
    int target() {
        switch (this) {
            case SPLIT:
                return Fills.UNEVEN_NEXT;
            case DOUBLING:
                return Fills.ONE_SEGMENT_NEXT;
            default:
                // Shares its home with a stable one, so that its deletion shrinks a bound that is still needed.
                return Keys.sameHome(0, Fills.BEYOND);
        }
    }

    /** Rows of neighbors found by trying, so that they hold whatever a segment's size and fill are. */
    private static final class Fills {
        static final int BEYOND = 1 << 16;
        static final int[] ONE_SEGMENT = row(splits -> splits < 1 ? 0 : -1);
        static final int ONE_SEGMENT_NEXT = next(ONE_SEGMENT, 0);

        /** One half split once more: the directory is deeper than the other half, which is full to the brim. */
        static final int[] UNEVEN = row(splits -> splits < 1 ? 0 : splits < 2 ? 1 : splits < 3 ? 2 : -1);

        static final int UNEVEN_NEXT = next(UNEVEN, 2);

        /** Puts neighbors of the half that is asked for until -1 is: all but the last one, which did the last split. */
        private static int[] row(ToIntFunction<Long> halfBySplits) {
            try (NeighborTable table = new NeighborTable(Scene.CONFIG, Keys.HASH_KEY)) {
                NeighborEntry entry = new NeighborEntry();
                int[] row = new int[8192];
                int length = 0;
                int number = 0;
                int half = halfBySplits.applyAsInt(table.status().splits());
                while (half >= 0) {
                    number = nextOf(half, number);
                    table.upsert(Keys.set(entry, number, 1), length + 1);
                    row[length++] = number++;
                    half = halfBySplits.applyAsInt(table.status().splits());
                }
                return java.util.Arrays.copyOf(row, length - 1);
            }
        }

        private static int next(int[] row, int half) {
            return nextOf(half, row[row.length - 1] + 1);
        }

        /** 0 is either half, 1 that of the low hashes, 2 that of the high ones. */
        private static int nextOf(int half, int from) {
            int number = from;
            while (half != 0 && (Keys.hash(Keys.HASH_KEY, number) < 0) != (half == 2)) {
                number++;
            }
            return number;
        }
    }
}
