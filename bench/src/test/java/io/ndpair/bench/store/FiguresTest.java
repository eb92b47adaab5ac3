package io.ndpair.bench.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.bench.child.Samples;
import io.ndpair.bench.figure.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** That each sentence of the goals has a figure which is judged as the sentence says. */
class FiguresTest {
    private static final int NEIGHBORS = 4 * Size.MILLION;

    private final Samples samples = new Samples();

    private void add(String key, double number) {
        samples.add(key + ".4m", number);
    }

    private Map<String, Figure> figures(int neighbors) {
        final List<Figure> figures = new ArrayList<>();
        new LookupFigures(samples, figures, neighbors).add();
        new TableFigures(samples, figures, neighbors).add();
        new JournalFigures(samples, figures).addRecovery(neighbors);
        return figures.stream().collect(Collectors.toMap(Figure::key, Function.identity()));
    }

    @Test
    void shouldJudgeLookupsByTheReadsOfTheSameRun() {
        add("raw.dependent", 200);
        add("raw.independent", 30);
        add("hit.dependent", 251);
        add("miss.dependent", 250);
        add("hit.independent", 90);
        add("miss.independent", 91);
        add("hit.batch", 60);
        add("upsert.known", 135);
        final Map<String, Figure> figures = figures(NEIGHBORS);
        assertThat(figures.get("store.lookup.hit.dependent.4m").isMissed()).isTrue();
        assertThat(figures.get("store.lookup.miss.dependent.4m").isMissed()).isFalse();
        assertThat(figures.get("store.lookup.miss.independent.4m").isMissed()).isTrue();
        assertThat(figures.get("store.lookup.hit.batch.4m").isMissed()).isFalse();
        assertThat(figures.get("store.lookup.batch.overSingle.4m").isMissed()).isFalse();
        assertThat(figures.get("store.lookup.upsert.known.4m").isMissed()).isFalse();
    }

    @Test
    void shouldAllowALittleMoreAtAMillion() {
        samples.add("raw.dependent.1m", 100);
        samples.add("hit.dependent.1m", 139);
        assertThat(figures(Size.MILLION).get("store.lookup.hit.dependent.1m").isMissed())
                .isFalse();
    }

    @Test
    void shouldTakeTheBestHeapMapAndNotTheOffHeapOne() {
        add("hit.dependent", 200);
        samples.add("hit.dependent.4m.hashMap", 500);
        samples.add("hit.dependent.4m.agrona", 399);
        samples.add("hit.dependent.4m.chronicleMap", 300);
        final Map<String, Figure> figures = figures(NEIGHBORS);
        final Figure overHeap = figures.get("store.lookup.hit.dependent.overHeapMap.4m");
        assertThat(overHeap.spread().median()).isEqualTo(1.995);
        assertThat(overHeap.isMissed()).isTrue();
        assertThat(figures.get("store.lookup.hit.dependent.overChronicleMap.4m")
                        .spread()
                        .median())
                .isEqualTo(1.5);
    }

    @Test
    void shouldJudgeMissesByTheBestOfAllMaps() {
        add("miss.dependent", 100);
        samples.add("miss.dependent.4m.hashMap", 120);
        samples.add("miss.dependent.4m.chronicleMap", 99);
        assertThat(figures(NEIGHBORS)
                        .get("store.lookup.miss.dependent.overBestPeer.4m")
                        .isMissed())
                .isTrue();
    }

    @Test
    void shouldJudgeGrowthMemoryAndThreads() {
        add("growth.rate", 2.9e6);
        add("growth.p9999", 199);
        add("growth.max", 2_001);
        add("bytes.worst", 69);
        add("bytes.mean", 53);
        add("writer.besideReader", 0.96);
        add("reader.besideWriter", 0.94);
        add("copy.range", 2e9);
        add("copy.raw", 4.1e9);
        add("writer.besideCopy", 0.9);
        add("allocation.lookup", 0);
        add("allocation.upsert", 0.01);
        final Map<String, Figure> figures = figures(NEIGHBORS);
        final List<String> missed = figures.values().stream()
                .filter(Figure::isMissed)
                .map(Figure::key)
                .sorted()
                .toList();
        assertThat(missed)
                .containsExactly(
                        "store.allocation.upsert.4m",
                        "store.copy.range.4m",
                        "store.growth.max.4m",
                        "store.growth.rate.4m",
                        "store.memory.mean.4m",
                        "store.threads.readerBesideWriter.4m");
        assertThat(figures.values()).filteredOn(figure -> figure.goal() != null).hasSize(11);
    }

    @Test
    void shouldScaleTheGoalOfARecoveryToItsSize() {
        samples.add("recover.checkpoint.ms", 601);
        assertThat(figures(NEIGHBORS).get("store.recovery.4m").isMissed()).isTrue();
        assertThat(figures(10 * Size.MILLION).get("store.recovery.10m").isMissed())
                .isFalse();
    }

    @Test
    void shouldMeasureAtTheStepsUpToTheLargestSize() {
        assertThat(Size.upTo(16 * Size.MILLION)).containsExactly(1_000_000, 4_000_000, 16_000_000);
        assertThat(Size.upTo(20_000)).containsExactly(20_000);
        assertThat(Size.upTo(5 * Size.MILLION)).containsExactly(1_000_000, 4_000_000, 5_000_000);
        assertThat(Size.label(20_000)).isEqualTo("20k");
        assertThat(Size.label(1_234)).isEqualTo("1234");
    }
}
