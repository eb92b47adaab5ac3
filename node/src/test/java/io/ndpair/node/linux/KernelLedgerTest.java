package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.election.vrrp.VirtualAddress;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.election.vrrp.VrrpGroupOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelLedgerTest {
    private static final LinuxLink LAN = new LinuxLink("GigabitEthernet0/1/0", "eth0");
    private static final LinuxLink WAN = LinuxLink.of("wan0");

    @TempDir
    private Path directory;

    private static KernelLedger full() {
        final KernelLedger ledger = KernelLedger.here();
        ledger.addNeighbors(LAN);
        ledger.addGroup(LAN, group(51, true));
        ledger.addGroup(WAN, group(255, false));
        return ledger;
    }

    private static VrrpGroupConfig group(final int vrid, final boolean virtualMac) {
        return new VrrpGroupConfig(
                "g" + vrid,
                "lan0",
                vrid,
                100,
                100,
                3,
                true,
                0,
                List.of(new VirtualAddress(0xFE80L << 48, vrid, 128), new VirtualAddress(0x2001_0DB8L << 32, 1, 64)),
                VrrpGroupOptions.DEFAULT.withVirtualMac(virtualMac));
    }

    private static byte[] text(final String lines) {
        final CRC32C crc = new CRC32C();
        crc.update(lines.getBytes(StandardCharsets.ISO_8859_1));
        return (lines + String.format("crc %08x\n", crc.getValue())).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldReadWhatItHasWritten() throws IOException {
        final KernelLedger written = full();
        written.write(directory);
        final KernelLedger read = KernelLedger.read(directory);
        assertThat(read.neighbors()).isEqualTo(written.neighbors()).containsExactly(LAN);
        assertThat(read.groups()).isEqualTo(written.groups()).containsExactly(new KernelLedger.Group(LAN, 51));
        assertThat(read.addresses()).isEqualTo(written.addresses()).hasSize(4);
        assertThat(read.isHere()).isTrue();
        assertThat(KernelLedger.read(directory.resolve("other"))).isNull();
    }

    @Test
    void shouldSayWhetherSomethingIsNew() {
        final KernelLedger ledger = full();
        assertThat(ledger.addNeighbors(LAN)).isFalse();
        assertThat(ledger.addGroup(LAN, group(51, true))).isFalse();
        assertThat(ledger.addGroup(LAN, group(52, false))).isTrue();
    }

    @Test
    void shouldNotTakeTheLedgerOfAnotherPlaceForItsOwn() throws IOException {
        assertThat(KernelLedger.parse("f", text("ndpair kernel ledger 1\nplace net:[1] 0-0\n"))
                        .isHere())
                .isFalse();
    }

    /** Whatever happens to a byte of the file, it is refused as a whole. */
    @Test
    void shouldRefuseEveryDamage() {
        final byte[] good = full().bytes();
        for (int i = 0; i < good.length; i++) {
            for (final int flip : new int[] {1, 0x20, 0x80}) {
                final byte[] bad = good.clone();
                bad[i] ^= (byte) flip;
                assertThatThrownBy(() -> KernelLedger.parse("f", bad)).isInstanceOf(IOException.class);
            }
            final byte[] torn = java.util.Arrays.copyOf(good, i);
            assertThatThrownBy(() -> KernelLedger.parse("f", torn)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldRefuseNoise() {
        final long seed = Long.getLong("ndpair.seed", System.nanoTime());
        System.out.println("seed " + seed);
        final Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            final byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            assertThatThrownBy(() -> KernelLedger.parse("f", noise)).isInstanceOf(IOException.class);
        }
    }

    /** A file whose checksum is right can still be nonsense, if somebody writes it by hand. */
    @Test
    void shouldNameTheLineThatMakesNoSense() {
        for (final String line : List.of(
                "group 0 lan0 -",
                "group 256 lan0 -",
                "group 51 lan0",
                "address fe80 lan0 -",
                "address FE800000000000000000000000000051 lan0 -",
                "neighbors " + "x".repeat(65) + " -",
                "neighbors lan0 a-name-of-16-chrs",
                "rm -rf /")) {
            assertThatThrownBy(() ->
                            KernelLedger.parse("f", text("ndpair kernel ledger 1\nplace net:[1] 0-0\n" + line + "\n")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("line '" + line.substring(0, Math.min(20, line.length())));
        }
        assertThatThrownBy(() -> KernelLedger.parse("f", text("ndpair kernel ledger 1\n")))
                .hasMessageContaining("place");
    }

    @Test
    void shouldRefuseAFileThatIsTooLong() throws IOException {
        Files.write(directory.resolve(KernelLedger.FILE_NAME), new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> KernelLedger.read(directory)).hasMessageContaining("length");
    }
}
