package io.ndpair.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ndpair.bench.environment.Disturbance;
import io.ndpair.bench.environment.Machine;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Disturbance QUIET = new Disturbance(0.1, 0.2, 1_000, 3, 80, 200);
    private static final Disturbance NOISY = new Disturbance(12, 30, 1_000, 3, 80, 200);

    private static final Figure MISSED = new Figure(
            "store.lookup.hit.dependent.4m",
            "4m: hit, dependent keys",
            "ns",
            new Spread(220, 226, 265, 3),
            Map.of("dependentRead", 178.123456789),
            Map.of("hashMap", 522.0),
            1.2905,
            Goal.atMostTimes(1.25, "dependentRead"),
            QUIET);

    private static final Figure MET = new Figure(
            "store.memory.worst.4m",
            "4m: bytes an entry",
            "B",
            new Spread(66, 67, 68, 5),
            Map.of(),
            Map.of(),
            Double.NaN,
            Goal.atMost(70),
            NOISY);

    private static Report report(List<String> wrong) {
        return new Report(
                "store",
                "ndpair bench store \"a\"",
                Instant.parse("2026-11-22T12:00:00Z"),
                12.5,
                new Machine(Map.of("cpu", "some \"CPU\"\\")),
                Map.of("runs", "3"),
                List.of(MISSED, MET, MET.withoutGoal()),
                wrong);
    }

    @Test
    void shouldWriteFiguresInTheDocumentedShape() throws IOException {
        final JsonObject json = JsonParser.parseString(ReportJson.of(report(List.of("an entry"))))
                .getAsJsonObject();
        assertThat(json.keySet())
                .containsExactly(
                        "format",
                        "benchmark",
                        "command",
                        "startedAt",
                        "tookSeconds",
                        "machine",
                        "settings",
                        "goals",
                        "missed",
                        "wrong",
                        "figures");
        assertThat(json.get("goals").getAsInt()).isEqualTo(2);
        assertThat(json.get("missed").getAsInt()).isEqualTo(1);
        assertThat(json.get("wrong").getAsJsonArray().get(0).getAsString()).isEqualTo("an entry");
        assertThat(json.get("machine").getAsJsonObject().get("cpu").getAsString())
                .isEqualTo("some \"CPU\"\\");
        final JsonObject figure = json.get("figures").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(figure.keySet())
                .containsExactly(
                        "key",
                        "name",
                        "unit",
                        "min",
                        "median",
                        "max",
                        "runs",
                        "limit",
                        "peers",
                        "ratio",
                        "goal",
                        "met",
                        "disturbance");
        assertThat(figure.get("median").getAsDouble()).isEqualTo(226);
        assertThat(figure.get("limit").getAsJsonObject().get("dependentRead").getAsDouble())
                .isEqualTo(178.123);
        assertThat(figure.get("goal")).hasToString("{\"atMost\":1.25,\"times\":\"dependentRead\"}");
        assertThat(figure.get("met").getAsBoolean()).isFalse();
        assertThat(figure.get("disturbance")
                        .getAsJsonObject()
                        .get("preemptions")
                        .getAsInt())
                .isEqualTo(3);
    }

    @Test
    void shouldLeaveOutWhatDoesNotApply() throws IOException {
        final JsonObject json =
                JsonParser.parseString(ReportJson.of(report(List.of()))).getAsJsonObject();
        final JsonObject absolute = json.get("figures").getAsJsonArray().get(1).getAsJsonObject();
        assertThat(absolute.get("goal")).hasToString("{\"atMost\":70.0}");
        assertThat(absolute.get("met").getAsBoolean()).isTrue();
        assertThat(absolute.keySet()).doesNotContain("limit", "peers", "ratio");
        final JsonObject unjudged = json.get("figures").getAsJsonArray().get(2).getAsJsonObject();
        assertThat(unjudged.keySet()).doesNotContain("goal", "met");
    }

    @Test
    void shouldPrintAMissedGoalAsMissedAndAWrongResultAsWrong() {
        final String text = ReportText.of(report(List.of("an entry is lost")));
        assertThat(text)
                .contains("MISSED by 1.03 x: 1.29 x dependentRead, goal <= 1.25")
                .contains("met: goal <= 70 B")
                .contains("1 of 2 goals met, 1 MISSED")
                .contains("WRONG  an entry is lost")
                .contains("[220 .. 265]");
    }

    @Test
    void shouldSayWhichFiguresWereDisturbed() {
        final String text = ReportText.of(report(List.of()));
        assertThat(text.lines().filter(line -> line.contains("DISTURBED")))
                .hasSize(2)
                .allMatch(line -> line.contains("steal 12 %, other processes 30 %"));
    }

    @Test
    void shouldEndInOneForWrongResultsAndNeverForSlowOnes() {
        assertThat(report(List.of()).missed()).isPositive();
        assertThat(report(List.of()).exitStatus()).isZero();
        assertThat(report(List.of("an entry")).exitStatus()).isOne();
    }

    @Test
    void shouldWriteNumbersThatPeopleCanRead() {
        assertThat(ReportText.number(3_140_000)).isEqualTo("3.14M");
        assertThat(ReportText.number(64)).isEqualTo("64");
        assertThat(ReportText.number(0.004)).isEqualTo("0.0040");
        assertThat(ReportText.number(4.5e9)).isEqualTo("4.50G");
    }

    @Test
    void shouldRefuseAJudgedRatioThatIsNotThere() {
        assertThatThrownBy(() -> new Figure(
                        "k",
                        "n",
                        "ns",
                        new Spread(1, 1, 1, 1),
                        Map.of(),
                        Map.of(),
                        Double.NaN,
                        Goal.atMostTimes(2, "read"),
                        null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("read");
    }
}
