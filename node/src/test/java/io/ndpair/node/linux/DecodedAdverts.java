package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.linux.PacketCapture.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Advertisements of ours as tshark reads them, against what they should say. Those of many tests are gathered and decoded at once, because
 * starting tshark takes longer than reading thousands of packets.
 */
final class DecodedAdverts {
    private static final String[] FIELDS = {
        "eth.src",
        "eth.dst",
        "ipv6.src",
        "ipv6.dst",
        "ipv6.hlim",
        "ipv6.tclass",
        "ipv6.plen",
        "vrrp.version",
        "vrrp.type",
        "vrrp.virt_rtr_id",
        "vrrp.prio",
        "vrrp.addr_count",
        "vrrp.reserved_mbz",
        "vrrp.short_adver_int",
        "vrrp.checksum.status",
        "vrrp.ipv6_addr"
    };
    private static final int FILE_HEADER_BYTES = 24;
    private static final int RECORD_HEADER_BYTES = 16;
    private static final int MAGIC = 0xA1B2C3D4;
    private static final int LONGEST_BYTES = 65_535;
    private static final int ETHERNET = 1;
    private static final int HEADER_BYTES = 8;
    private static final int ADDRESS_BYTES = 16;

    private final List<Frame> frames = new ArrayList<>();
    private final List<List<String>> expected = new ArrayList<>();

    /** What tshark prints of an advertisement of the router fe80::a, VRID 51. */
    static String line(String mac, int priority, int intervalMs, List<String> addresses) {
        return String.format(
                Locale.ROOT,
                "%s|33:33:00:00:00:12|fe80::a|ff02::12|255|0xc0|%d|3|1|51|%d|%d|0|%d|1|%s",
                mac,
                HEADER_BYTES + ADDRESS_BYTES * addresses.size(),
                priority,
                addresses.size(),
                intervalMs / 10,
                String.join(",", addresses));
    }

    /** Each of these should read as one of the lines. */
    void add(List<Frame> adverts, String... oneOf) {
        for (final Frame advert : adverts) {
            frames.add(advert);
            expected.add(List.of(oneOf));
        }
    }

    int size() {
        return frames.size();
    }

    /** Decodes them all. */
    void verify(Path directory) throws Exception {
        final Path file = directory.resolve("adverts.pcap");
        write(file);
        final List<String> lines = decode(file);
        assertThat(lines).hasSameSizeAs(frames);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(expected.get(i)).as("advertisement " + i).contains(lines.get(i));
        }
    }

    /** What tshark makes of the VRRP packets of a capture. */
    static List<String> decode(Path file) throws Exception {
        return PacketCapture.decoded(file, "vrrp", FIELDS).stream()
                // Some versions print all four bytes.
                .map(line -> line.replace("0x000000c0", "0xc0"))
                .toList();
    }

    private void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            final ByteBuffer header = ByteBuffer.allocate(FILE_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            out.write(header.putInt(MAGIC)
                    .putShort((short) 2)
                    .putShort((short) 4)
                    .putLong(0)
                    .putInt(LONGEST_BYTES)
                    .putInt(ETHERNET)
                    .array());
            for (final Frame frame : frames) {
                final byte[] bytes = frame.bytes();
                final ByteBuffer record =
                        ByteBuffer.allocate(RECORD_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
                out.write(record.putLong(0)
                        .putInt(bytes.length)
                        .putInt(bytes.length)
                        .array());
                out.write(bytes);
            }
        }
    }
}
