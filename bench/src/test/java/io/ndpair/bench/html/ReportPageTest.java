package io.ndpair.bench.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportPageTest {
    private final String page = page();

    private static String page() {
        try {
            return ReportPage.of(List.of(SampleReport.report()));
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void shouldNeedNothingButItself() {
        assertThat(page).doesNotContain("http://", "https://", "src=", "@import", "url(", "<script", "<link");
    }

    @Test
    void shouldSayOfEachGoalWhetherItWasMetAndByHowMuch() {
        assertThat(page)
                .contains("2 of 3 goals met, 1 missed; 1 wrong results")
                .contains("<li class=\"missed\"><b>missed by 1.06 x</b>")
                .contains("<li class=\"met\"><b>met, 1.05 x to spare</b>")
                .contains("1.33 x dependentRead, goal &lt;= 1.25");
    }

    @Test
    void shouldLetNoTextBecomeATag() {
        assertThat(page)
                .contains("hit, &lt;dependent&gt; keys &amp; &quot;others&quot;")
                .contains("WRONG: an entry &lt;b&gt;is&lt;/b&gt; lost")
                .doesNotContain("<dependent>", "<b>is</b>");
    }

    @Test
    void shouldDrawEveryLineInsideItsPicture() {
        final Matcher lines = Pattern.compile("<polyline[^>]* data-points=\"(\\d+)\" points=\"([^\"]*)\"")
                .matcher(page);
        int drawn = 0;
        while (lines.find()) {
            drawn++;
            final String[] points = lines.group(2).split(" ", -1);
            assertThat(points).hasSize(Integer.parseInt(lines.group(1)));
            for (final String point : points) {
                final String[] at = point.split(",", -1);
                assertThat(Double.parseDouble(at[0])).isBetween(58.0, 468.0);
                assertThat(Double.parseDouble(at[1])).isBetween(14.0, 258.0);
            }
        }
        // Pair, bare Aeron, lag, and over sizes ndpair, its limit and its peer.
        assertThat(drawn).isEqualTo(6);
        assertThat(page).contains("id=\"plot-scaling-store-lookup-hit-dependent\"", "class=\"mark\"", ">cut</text>");
    }

    @Test
    void shouldShowInterferenceBesideEachFigureAndTheCommandToRepeat() {
        assertThat(page)
                .contains(
                        "steal 4.0 %, others 7.0 %, 12.3k switches/s, 3 preemptions, woke late p99 80 us, max 2000 us")
                .contains("<pre>./ndpair bench store --json a-path");
    }

    @Test
    void shouldWriteRoundNumbersAtTheAxes() {
        assertThat(Scale.log(12, 480).ticks()).containsExactly(10.0, 20.0, 50.0, 100.0, 200.0, 500.0);
        assertThat(Scale.linear(3, 97, true).ticks()).containsExactly(0.0, 20.0, 40.0, 60.0, 80.0, 100.0);
        assertThat(Scale.linear(7, 7, true).place(7)).isBetween(0.5, 1.0);
        assertThat(Scale.log(5, 5).place(5)).isBetween(0.0, 1.0);
    }
}
