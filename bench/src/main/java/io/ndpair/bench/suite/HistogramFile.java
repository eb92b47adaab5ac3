package io.ndpair.bench.suite;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

/** A histogram of nanoseconds as an .hlog file, which other tools read too. */
public final class HistogramFile {
    private HistogramFile() {}

    /** Writes one. */
    public static void write(Path file, String tag, Histogram histogram) throws IOException {
        try (PrintStream out = new PrintStream(new FileOutputStream(file.toFile()), false, StandardCharsets.US_ASCII)) {
            final HistogramLogWriter writer = new HistogramLogWriter(out);
            writer.outputLogFormatVersion();
            writer.outputLegend();
            histogram.setTag(tag);
            writer.outputIntervalHistogram(0, 1, histogram, 1);
        }
    }

    /** Reads the first of a file. */
    public static Histogram read(Path file) throws IOException {
        try {
            final EncodableHistogram read = new HistogramLogReader(file.toFile()).nextIntervalHistogram();
            if (read instanceof Histogram histogram) {
                return histogram;
            }
            throw new IOException(file + " holds no histogram");
        } catch (final FileNotFoundException e) {
            throw new IOException(file + " is not there", e);
        }
    }
}
