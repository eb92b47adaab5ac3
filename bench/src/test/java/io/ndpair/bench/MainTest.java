package io.ndpair.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.bench.child.ChildJvm;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What docs/BENCHMARKS.md says of the commands' options. */
class MainTest {
    private static final CommandLine COMMANDS = Main.commands(new ChildJvm(Main.class.getName()));

    @ParameterizedTest
    @ValueSource(strings = {"all", "store", "journal", "recovery", "replication", "snapshot", "failover", "scaling"})
    void shouldTakeTheSameOptionsWhateverIsMeasured(String name) {
        assertThat(options(name)).contains("--neighbors", "--runs", "--quick", "--json", "--html", "--directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"store", "replication", "scaling"})
    void shouldLetSectionsBeChosen(String name) {
        assertThat(options(name)).contains("--only");
    }

    @Test
    void shouldRunMicroBenchmarksQuicklyAndWithAReport() {
        assertThat(options("jmh")).contains("--quick", "--json", "--html");
    }

    @Test
    void shouldSoakAsDocumented() {
        assertThat(options("soak"))
                .contains(
                        "--duration", "--neighbors", "--rate", "--faults", "--seed", "--json", "--html", "--directory");
    }

    private static Set<String> options(String name) {
        return COMMANDS.getSubcommands().get(name).getCommandSpec().optionsMap().keySet();
    }
}
