package io.ndpair.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configuration that does not fit into a Hello. */
class ManyFactsTest {

    private static final int LINKS = 4_096;

    @TempDir
    Path directory;

    private TestPair pair;

    @BeforeEach
    void open() {
        pair = new TestPair(directory, 8);
    }

    @AfterEach
    void close() {
        pair.close();
    }

    @Test
    void shouldSendNothingOfThousandsOfLinksThatAreAlike() {
        connect(facts(LINKS), facts(LINKS));
        pair.inRealTime();
        assertThat(pair.a.differences).isEmpty();
        assertThat(pair.b.differences).isEmpty();
        assertThat(pair.a.replicator.status().bytesSent()).isLessThan(20_000);
    }

    @Test
    void shouldNameEachOfThousandsOfFactsThatDiffers() {
        List<ConfigFact> theirs = facts(LINKS);
        theirs.set(7, new ConfigFact("link Vlanif8", "2001:db8::/64"));
        theirs.remove(LINKS - 1);
        connect(facts(LINKS), theirs);
        pair.inRealTime();
        pair.await(() -> !pair.a.differences.isEmpty() && !pair.b.differences.isEmpty());
        assertThat(pair.a.differences)
                .containsExactly(List.of(
                        new FactDifference("link Vlanif4096", prefix(4_096), ""),
                        new FactDifference("link Vlanif8", prefix(8), "2001:db8::/64")));
        assertThat(pair.b.differences)
                .containsExactly(List.of(
                        new FactDifference("link Vlanif8", "2001:db8::/64", prefix(8)),
                        new FactDifference("link Vlanif4096", "", prefix(4_096))));
        assertThat(pair.a.refusals).isEmpty();
        assertThat(pair.b.refusals).isEmpty();
    }

    @Test
    void shouldCompareFewFactsWithMany() {
        connect(facts(2), facts(150));
        pair.inRealTime();
        pair.await(() -> !pair.a.differences.isEmpty() && !pair.b.differences.isEmpty());
        assertThat(pair.a.differences.get(0)).hasSize(296).allMatch(each -> each.local()
                .isEmpty());
        assertThat(pair.b.differences.get(0)).hasSize(296).allMatch(each -> each.peer()
                .isEmpty());
        pair.await(() -> pair.a.replicator.status().safety().reason().endsWith(" and 288 more"));
    }

    @Test
    void shouldClearTheDifferenceWhenTheLinksAreAlikeAgain() {
        connect(facts(LINKS), facts(LINKS - 1));
        pair.inRealTime();
        pair.await(() -> !pair.a.differences.isEmpty());
        // As a device that was restarted: nothing is said, and the link stays.
        pair.b.connect(TestDevice.config(2).withFacts(facts(LINKS)), pair.links.b);
        pair.b.becomeBackup();
        pair.await(() -> pair.a.differences.size() == 2);
        assertThat(pair.a.differences.get(1)).isEmpty();
    }

    private void connect(List<ConfigFact> ofA, List<ConfigFact> ofB) {
        pair.a.connect(TestDevice.config(1).withFacts(ofA), pair.links.a);
        pair.b.connect(TestDevice.config(2).withFacts(ofB), pair.links.b);
    }

    private static List<ConfigFact> facts(int links) {
        List<ConfigFact> facts = new ArrayList<>();
        for (int i = 1; i <= links; i++) {
            facts.add(new ConfigFact("link Vlanif" + i, prefix(i)));
        }
        for (int i = 1; i <= links; i++) {
            facts.add(new ConfigFact("nd of Vlanif" + i, "neighbor-limit 0 stale-timeout 1200"));
        }
        return facts;
    }

    private static String prefix(int link) {
        return "2001:db8:" + Integer.toHexString(link) + "::/64";
    }
}
