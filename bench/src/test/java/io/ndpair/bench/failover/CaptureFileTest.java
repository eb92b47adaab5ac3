package io.ndpair.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureFileTest {
    private static final int MAGIC = 0xA1B2C3D4;

    @TempDir
    private Path directory;

    private static byte[] header(int magic) {
        return ByteBuffer.allocate(24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(magic)
                .array();
    }

    private static byte[] record(int seconds, int micros, int lengthBytes, int filling) {
        final ByteBuffer record = ByteBuffer.allocate(16 + lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
        record.putInt(seconds).putInt(micros).putInt(lengthBytes).putInt(lengthBytes);
        while (record.hasRemaining()) {
            record.put((byte) filling);
        }
        return record.array();
    }

    private Path write(byte[]... parts) throws IOException {
        final Path file = directory.resolve("capture");
        for (final byte[] part : parts) {
            Files.write(file, part, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        return file;
    }

    /** A file that grows by one byte at a time never yields half a frame, and loses none. */
    @Test
    void shouldReadAFileThatIsBeingWritten() throws IOException {
        final ByteBuffer whole = ByteBuffer.allocate(24 + 2 * 16 + 60 + 70);
        whole.put(header(MAGIC)).put(record(7, 250_500, 60, 1)).put(record(8, 1, 70, 2));
        final List<Frame> frames = new ArrayList<>();
        final Path file = write(new byte[0]);
        try (CaptureFile capture = new CaptureFile(file)) {
            for (final byte each : whole.array()) {
                write(new byte[] {each});
                frames.addAll(capture.poll());
            }
        }
        assertThat(frames).hasSize(2);
        assertThat(frames.get(0).atMs()).isEqualTo(7_250.5);
        assertThat(frames.get(0).bytes()).hasSize(60).containsOnly(1);
        assertThat(frames.get(1).atMs()).isEqualTo(8_000.001);
        assertThat(frames.get(1).bytes()).hasSize(70).containsOnly(2);
    }

    @Test
    void shouldReadMoreThanItsBufferHolds() throws IOException {
        final List<byte[]> parts = new ArrayList<>(List.of(header(MAGIC)));
        for (int i = 0; i < 10; i++) {
            parts.add(record(i, 0, 200_000, i));
        }
        final Path file = write(parts.toArray(new byte[0][]));
        try (CaptureFile capture = new CaptureFile(file)) {
            assertThat(capture.poll()).hasSize(10).allMatch(frame -> frame.bytes().length == 200_000);
        }
    }

    @Test
    void shouldRefuseWhatIsNoCapture() throws IOException {
        final Path nanoseconds = write(header(0xA1B23C4D));
        try (CaptureFile capture = new CaptureFile(nanoseconds)) {
            assertThatThrownBy(capture::poll).hasMessageContaining("not a capture");
        }
        Files.delete(nanoseconds);
        final byte[] huge = record(1, 0, 0, 0);
        ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putInt(8, Integer.MAX_VALUE);
        try (CaptureFile capture = new CaptureFile(write(header(MAGIC), huge))) {
            assertThatThrownBy(capture::poll).hasMessageContaining("2147483647 bytes");
        }
    }
}
