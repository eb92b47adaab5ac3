package io.ndpair.bench.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report in a real browser; the pictures stay in target/report. */
class BrowserIT {
    private static final int HEIGHT = 2_400;
    private static final long PATIENCE_S = 90;

    /** A window of a browser is 500 pixels wide at least, a frame is as wide as it is told; it says what became of the page. */
    private static final String FRAME = """
            <!doctype html><meta name="color-scheme" content="light dark"><title>waiting</title><body style="margin:0">
            <script>addEventListener('message', told => { document.title = told.data; });</script>
            <iframe src="report.html" width="WIDTH" height="HEIGHT" style="border:0;display:block"></iframe>
            """;

    private static final int LEAST_WINDOW = 500;

    /** What a browser has made of the page, told to the frame around it. */
    private static final String SCRIPT = """
            <script>
            const boxes = [...document.querySelectorAll('.plot polyline')].map(line => line.getBBox());
            const out = [...document.querySelectorAll('.plot > svg')].flatMap(svg => {
              const frame = svg.getBoundingClientRect();
              return [...svg.querySelectorAll('text')].filter(text => {
                const box = text.getBoundingClientRect();
                return box.left < frame.left - 1 || box.right > frame.right + 1
                  || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
              }).map(text => text.textContent);
            });
            const wide = [...document.querySelectorAll('main *')].filter(e => !e.closest('svg')
              && e.getBoundingClientRect().right > window.innerWidth + 1).map(e => e.tagName);
            parent.postMessage(JSON.stringify({
              inner: window.innerWidth, scroll: document.documentElement.scrollWidth, plots: boxes.length,
              flat: boxes.filter(box => box.width < 50 || box.height < 1).length, out: out, wide: wide,
              dark: matchMedia('(prefers-color-scheme: dark)').matches,
              back: getComputedStyle(document.body).backgroundColor
            }), '*');
            </script>
            """;

    @TempDir
    private Path directory;

    private String browser;

    @BeforeEach
    void findBrowser() {
        final Optional<Path> found = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name ->
                        Arrays.stream(System.getenv("PATH").split(":", -1)).map(place -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), "there is no Chromium here: the report was NOT looked at in a browser");
        browser = found.get().toString();
    }

    @ParameterizedTest
    @CsvSource({"400,false", "1400,false", "400,true"})
    void shouldBeDrawnAndFitTheWindow(int width, boolean isDark) throws Exception {
        final Path page = directory.resolve("frame.html");
        Files.writeString(
                page, FRAME.replace("WIDTH", Integer.toString(width)).replace("HEIGHT", Integer.toString(HEIGHT)));
        Files.writeString(
                directory.resolve("report.html"),
                ReportPage.of(List.of(SampleReport.report())).replace("</body>", SCRIPT + "</body>"));
        final Path picture = Files.createDirectories(Path.of(System.getProperty("ndpair.root"), "bench/target/report"))
                .resolve("report-" + width + (isDark ? "-dark" : "") + ".png");
        Files.deleteIfExists(picture);
        final String document = chromium(width, isDark, page, "--dump-dom");
        final Matcher title = Pattern.compile("<title>(\\{.*?})</title>").matcher(document);
        assertThat(title.find()).as(document).isTrue();
        final JsonObject found = JsonParser.parseString(title.group(1)).getAsJsonObject();
        assertThat(found.get("inner").getAsInt()).isEqualTo(width);
        assertThat(found.get("scroll").getAsInt()).as("nothing overflows").isLessThanOrEqualTo(width);
        assertThat(found.getAsJsonArray("wide"))
                .as("elements beyond the window")
                .isEmpty();
        assertThat(found.getAsJsonArray("out")).as("texts beyond their picture").isEmpty();
        assertThat(found.get("plots").getAsInt()).isEqualTo(6);
        assertThat(found.get("flat").getAsInt()).as("lines without extent").isZero();
        assertThat(found.get("dark").getAsBoolean()).isEqualTo(isDark);
        assertThat(found.get("back").getAsString()).isEqualTo(isDark ? "rgb(20, 23, 27)" : "rgb(252, 252, 251)");
        chromium(width, isDark, page, "--screenshot=" + picture);
        assertThat(colours(picture, width)).as("colours of the picture").hasSizeGreaterThan(20);
    }

    private String chromium(int width, boolean isDark, Path page, String what) throws Exception {
        final Path log = directory.resolve("browser.log");
        final Path out = directory.resolve("browser.out");
        final List<String> command = new ArrayList<>(List.of(
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--virtual-time-budget=2000",
                "--user-data-dir=" + directory.resolve("profile"),
                "--window-size=" + Math.max(LEAST_WINDOW, width) + ',' + HEIGHT,
                what));
        if (isDark) {
            command.add("--blink-settings=preferredColorScheme=0");
        }
        command.add(page.toUri().toString());
        final Process process = new ProcessBuilder(command)
                .redirectError(log.toFile())
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS))
                    .as("the browser ended")
                    .isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
            return Files.readString(out);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static Set<Integer> colours(Path picture, int width) throws IOException {
        final BufferedImage image = ImageIO.read(picture.toFile());
        assertThat(image.getWidth()).isEqualTo(Math.max(LEAST_WINDOW, width));
        final Set<Integer> colours = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y += 3) {
            for (int x = 0; x < width; x++) {
                colours.add(image.getRGB(x, y));
            }
        }
        return colours;
    }
}
