package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Function;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreListener;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * TRAPS T10: what a promotion costs does not depend on the table. Not timed: in a process of its own all memory of a table with a million neighbors is
 * taken away from the process, and a promotion must not miss it. One access to a neighbor, a version or a note of any segment ends that process.
 */
class PromotionIT {
    private static final int NEIGHBORS = 1_000_000;
    private static final int NO_ACCESS = 0;
    private static final int READ_AND_WRITE = 3;
    private static final long PAGE_BYTES = 4_096;

    @TempDir
    Path directory;

    @Test
    void shouldPromoteWithoutTouchingTheTableT10() throws Exception {
        assertThat(exitOf("promote")).isZero();
        assertThat(directory.resolve("error-promote")).doesNotExist();
    }

    @Test
    void shouldNoticeWhoeverTouchesTheTable() throws Exception {
        assertThat(exitOf("walk")).isNotZero();
        assertThat(directory.resolve("error-walk")).content().contains("SIGSEGV");
    }

    private int exitOf(String deed) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("ndpair.test.jvm", System.getProperty("java.home") + "/bin/java")));
        command.addAll(JvmFlags.required());
        command.addAll(List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + directory.resolve("error-" + deed),
                "-cp",
                System.getProperty("java.class.path"),
                Promoted.class.getName(),
                directory.resolve(deed).toString(),
                deed));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out-" + deed).toFile())
                .start();
        try {
            assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** The process that loses its table's memory. */
    public static final class Promoted {
        private Promoted() {}

        /** Fills a table, takes its memory away, does what it is told, and gives the memory back. */
        public static void main(String[] args) throws Exception {
            StoreConfig config = StoreConfig.of(Path.of(args[0]), 1)
                    .withMaxNeighbors(2 * NEIGHBORS)
                    .withDisk(0, 0, 20_000_000L, false);
            NeighborStore store = NeighborStore.open(config, StoreContext.system(StoreListener.NONE));
            store.startEpoch();
            store.defineLink("eth0");
            for (int i = 0; i < NEIGHBORS; i++) {
                if (store.upsert(StoreHarness.high(i), StoreHarness.low(i), 1, StoreHarness.MAC + i, 2, 0, 0) <= 0) {
                    throw new IllegalStateException("neighbor " + i + " was refused");
                }
            }
            store.endEpoch(System.nanoTime());
            long term = store.position().epoch().term();
            protect(store, NO_ACCESS);
            if (args[1].equals("promote")) {
                store.startEpoch();
            } else {
                store.forEach(entry -> {});
            }
            protect(store, READ_AND_WRITE);
            boolean promoted = store.isMaster() && store.position().epoch().term() > term;
            Runtime.getRuntime().halt(promoted && store.size() == NEIGHBORS ? 0 : 3);
        }

        private static void protect(NeighborStore store, int access) throws ReflectiveOperationException {
            Object pool = field(field(store, "table"), "pool");
            long slabBytes = (long) field(pool, "SLAB_BYTES");
            int slabs = 0;
            for (long slab : (long[]) field(pool, "slabs")) {
                if (slab != 0) {
                    protect(slab, slabBytes, access);
                    slabs++;
                }
            }
            if (slabs == 0) {
                throw new IllegalStateException("a table without memory");
            }
            int capacity = (int) field(pool, "capacity");
            protect((long) field(pool, "versions"), (long) capacity * Long.BYTES, access);
            protect((long) field(pool, "notes"), capacity * ((Number) field(pool, "NOTE_BYTES")).longValue(), access);
        }

        /** The whole pages inside: what shares a page with others stays as it is. */
        private static void protect(long address, long bytes, int access) {
            long from = (address + PAGE_BYTES - 1) & -PAGE_BYTES;
            long to = (address + bytes) & -PAGE_BYTES;
            if (to > from
                    && Function.getFunction("c", "mprotect").invokeInt(new Object[] {from, to - from, access}) != 0) {
                throw new IllegalStateException("mprotect");
            }
        }

        private static Object field(Object object, String name) throws ReflectiveOperationException {
            Field field = object.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(object);
        }
    }
}
