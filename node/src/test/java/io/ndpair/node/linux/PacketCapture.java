package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.linux.LinuxLab.Namespace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What passes over an interface, with the kernel's time stamps: read while it is being written, and decoded by tshark afterwards. */
final class PacketCapture implements AutoCloseable {
    private static final int FILE_HEADER_BYTES = 24;
    private static final int RECORD_HEADER_BYTES = 16;
    private static final int IPV6 = 14;
    private static final int MESSAGE = 54;
    private static final int VRRP = 112;

    private final Path file;
    private final Process tcpdump;
    private final List<Frame> frames = new ArrayList<>();
    private int position = FILE_HEADER_BYTES;

    /** One frame. */
    static final class Frame {
        private final double atMs;
        private final byte[] bytes;

        Frame(final double atMs, final byte[] bytes) {
            this.atMs = atMs;
            this.bytes = bytes;
        }

        /** When, in milliseconds of the wall clock. */
        double atMs() {
            return atMs;
        }

        String sourceMac() {
            return Addresses.macText(ByteBuffer.wrap(bytes).getLong(4) & 0xFFFF_FFFF_FFFFL);
        }

        String source() {
            final ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return Addresses.text(buffer.getLong(IPV6 + 8), buffer.getLong(IPV6 + 16));
        }

        byte[] bytes() {
            return bytes;
        }

        boolean isAdvert() {
            return bytes.length >= MESSAGE + 8 && bytes[IPV6 + 6] == VRRP;
        }

        boolean isAdvertOf(final String source) {
            return isAdvert() && source().equals(source);
        }

        boolean isAdvertOfGroup(final int vrid) {
            return isAdvert() && (bytes[MESSAGE + 1] & 0xFF) == vrid;
        }

        int priority() {
            return bytes[MESSAGE + 2] & 0xFF;
        }

        /** Neighbor Advertisement 136, Router Advertisement 134, Neighbor Solicitation 135; 0 = other. */
        int icmpType() {
            return bytes.length > MESSAGE && bytes[IPV6 + 6] == 58 ? bytes[MESSAGE] & 0xFF : 0;
        }
    }

    PacketCapture(final Namespace where, final String link, final Path file) throws IOException {
        this(where, link, file, "ip6");
    }

    /** Only what passes a filter of tcpdump: the rest cannot make the capture lose packets. */
    PacketCapture(final Namespace where, final String link, final Path file, final String filter) throws IOException {
        this.file = file;
        final Path log = Path.of(file + ".log");
        tcpdump = where.start("tcpdump -i " + link + " -U --immediate-mode -n -w " + file + " " + filter, log);
        LinuxLab.await("tcpdump", () -> {}, () -> read(log).contains("listening on"));
    }

    private static String read(final Path text) {
        try {
            return Files.readString(text, StandardCharsets.ISO_8859_1);
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    static double nowMs() {
        final java.time.Instant now = java.time.Instant.now();
        return now.getEpochSecond() * 1e3 + now.getNano() / 1e6;
    }

    /** Everything so far, in its order. */
    List<Frame> frames() {
        try {
            final byte[] all = Files.readAllBytes(file);
            final ByteBuffer buffer = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
            while (all.length - position >= RECORD_HEADER_BYTES) {
                final int lengthBytes = buffer.getInt(position + 8);
                if (all.length - position - RECORD_HEADER_BYTES < lengthBytes) {
                    break;
                }
                final double atMs = (buffer.getInt(position) & 0xFFFF_FFFFL) * 1e3 + buffer.getInt(position + 4) / 1e3;
                final int begin = position + RECORD_HEADER_BYTES;
                frames.add(new Frame(atMs, Arrays.copyOfRange(all, begin, begin + lengthBytes)));
                position = begin + lengthBytes;
            }
            return frames;
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The first frame from a moment on that is wanted; waits for it. */
    Frame await(final String what, final double sinceMs, final Predicate<Frame> wanted) {
        final Frame[] found = new Frame[1];
        LinuxLab.await(what, () -> found[0] = first(sinceMs, wanted), () -> found[0] != null);
        return found[0];
    }

    Frame first(final double sinceMs, final Predicate<Frame> wanted) {
        return frames().stream()
                .filter(frame -> frame.atMs() >= sinceMs && wanted.test(frame))
                .findFirst()
                .orElse(null);
    }

    /** The last frame up to a moment that is wanted, or null. */
    Frame last(final double untilMs, final Predicate<Frame> wanted) {
        return frames().stream()
                .filter(frame -> frame.atMs() <= untilMs && wanted.test(frame))
                .reduce((before, after) -> after)
                .orElse(null);
    }

    long count(final double sinceMs, final double untilMs, final Predicate<Frame> wanted) {
        return frames().stream()
                .filter(frame -> frame.atMs() >= sinceMs && frame.atMs() < untilMs && wanted.test(frame))
                .count();
    }

    /** What tshark makes of the frames that pass a display filter: a line each, the fields parted by '|'. */
    List<String> decoded(final String filter, final String... fields) throws Exception {
        return decoded(end(), filter, fields);
    }

    /** The same of a file that was captured. */
    static List<String> decoded(final Path file, final String filter, final String... fields) throws Exception {
        final List<String> words = new ArrayList<>(
                List.of("tshark", "-n", "-r", file.toString(), "-o", "vrrp.v3_checksum_as_in_v2:FALSE", "-Y", filter));
        words.addAll(List.of("-T", "fields", "-E", "separator=|", "-E", "occurrence=a"));
        for (final String field : fields) {
            words.addAll(List.of("-e", field));
        }
        final Path errors = Path.of(file + ".err");
        final Process tshark =
                new ProcessBuilder(words).redirectError(errors.toFile()).start();
        final String output = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tshark.waitFor()).as(() -> read(errors)).isZero();
        return output.lines().toList();
    }

    /** Ends it; its file. */
    Path end() throws InterruptedException {
        tcpdump.destroy();
        assertThat(tcpdump.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return file;
    }

    @Override
    public void close() {
        tcpdump.destroyForcibly();
    }
}
