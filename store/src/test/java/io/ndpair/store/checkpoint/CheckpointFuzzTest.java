package io.ndpair.store.checkpoint;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborTable;
import io.ndpair.store.table.TableConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any bytes as a checkpoint file, as they stand and with the right CRC in every frame: refused with a reason, or loaded into a table that
 * holds exactly what the file counts.
 */
class CheckpointFuzzTest {
    private static final TableConfig CONFIG = TableConfig.of(1_000).withHugePages(false);

    @TempDir
    static Path directory;

    private final CRC32C crc = new CRC32C();

    @FuzzTest(maxDuration = "10m")
    void shouldLoadAWholeCheckpointOrSayWhatIsWrong(byte[] bytes) throws IOException {
        load(bytes);
        load(sealed(bytes));
    }

    private static void load(byte[] bytes) throws IOException {
        Path file = directory.resolve("checkpoint");
        Files.write(file, bytes);
        String fault = CheckpointReader.verify(file);
        CheckpointReader[] reader = {null};
        Throwable refusal = catchThrowable(() -> reader[0] = CheckpointReader.load(file, CONFIG));
        if (refusal != null) {
            assertThat(refusal)
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageStartingWith("checkpoint: ")
                    .message()
                    .hasSizeLessThan(400);
            return;
        }
        // The table may refuse what the format allows, never the other way round.
        assertThat(fault).isNull();
        try (NeighborTable table = reader[0].table()) {
            assertThat(table.size()).isEqualTo(reader[0].entries());
            assertThat(reader[0].greatestAsOf())
                    .isGreaterThanOrEqualTo(reader[0].header().sequence());
            assertThat(CheckpointReader.header(file)).isEqualTo(reader[0].header());
            NeighborEntry found = new NeighborEntry();
            table.forEach(
                    entry -> assertThat(table.lookup(entry.addressHigh(), entry.addressLow(), entry.linkId(), found))
                            .isTrue());
            assertThat(reader[0].links().list())
                    .allSatisfy(link -> assertThat(link.linkId()).isPositive());
        }
    }

    private byte[] sealed(byte[] bytes) {
        byte[] copy = bytes.clone();
        UnsafeBuffer buffer = new UnsafeBuffer(copy);
        ByteBuffer view = ByteBuffer.wrap(copy);
        int at = 0;
        while (at + CheckpointLayout.FRAME_HEADER_BYTES <= copy.length) {
            int payloadBytes = buffer.getInt(at + 4, LITTLE_ENDIAN);
            if (payloadBytes < 0 || payloadBytes > copy.length - at - CheckpointLayout.FRAME_HEADER_BYTES) {
                break;
            }
            buffer.putInt(at + 8, CheckpointLayout.crc(view, at, payloadBytes, crc), LITTLE_ENDIAN);
            at += CheckpointLayout.FRAME_HEADER_BYTES + payloadBytes;
        }
        return copy;
    }
}
