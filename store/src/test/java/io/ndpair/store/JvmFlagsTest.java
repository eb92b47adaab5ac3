package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JvmFlagsTest {
    /** What a launcher would do without the flags. */
    public static final class Bare {
        private Bare() {}

        /** Prints what is missing. */
        public static void main(String[] args) {
            System.out.println(String.join(" ", JvmFlags.missing()));
        }
    }

    @Test
    void shouldMissNothingInTheTestsOwnJvm() {
        assertThat(JvmFlags.required()).hasSizeGreaterThan(3).allMatch(flag -> flag.startsWith("--"));
        assertThat(JvmFlags.missing()).isEmpty();
        JvmFlags.verify();
    }

    @Test
    void shouldNameEachMissingFlag() throws IOException, InterruptedException {
        String opened = JvmFlags.required().get(0);
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        opened,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Bare.class.getName())
                .start();
        String missing = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(missing)
                .contains("--add-opens=java.base/java.lang.reflect=ALL-UNNAMED")
                .contains("--add-exports=java.base/sun.nio.ch=ALL-UNNAMED")
                .doesNotContain(opened);
    }
}
