package io.ndpair.node.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ndpair.node.config.DeviceConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    @TempDir
    Path directory;

    @Test
    void shouldTakeCommentsAndIndentationAndForms() throws ConfigFileException {
        final DeviceConfig config = ConfigFile.parse("f", """
                ! a comment
                # another one
                sysname A\r
                   # in a block

                interface eth0
                    ipv6 enable
                #
                quit
                remote-backup-service s
                #
                commit
                return
                """.replace("#\nquit\nremote", "#\nremote"));
        assertThat(config.name()).isEqualTo("A");
        assertThat(config.interfaces().get("eth0").ipv6Enabled()).isTrue();
        assertThat(config.services()).containsOnlyKeys("s");
    }

    @Test
    void shouldTakeLoneHashAndQuitAsOneEndOfView() throws ConfigFileException {
        assertThat(ConfigFile.parse("f", "interface eth0\n#\nquit\ninterface eth1\ncommit\n")
                        .interfaces())
                .containsOnlyKeys("eth0", "eth1");
    }

    @Test
    void shouldNameLineColumnAndWhatWasExpected() {
        assertRefused("sysname A\ninterface eth0\n vrrp6 vrid 300\n", 3, 13, "Wrong parameter", "INTEGER<1-255>");
        assertRefused("system-view\n  sysnme A\ncommit\n", 2, 3, "Unrecognized command");
        assertRefused("interface eth0\n ipv6 address 2001:db8::1 64\n", 2, 2, "IPv6 is not enabled on interface eth0");
        assertRefused("interface eth0\n remote-backup-profile none\n", 2, 2, "none does not exist");
        assertRefused("sysname A\u0001\n", 1, 10, "printable ASCII");
        assertRefused("sysname " + "x".repeat(600) + "\n", 1, 513, "too long");
        assertRefused("display this\n", 1, 1, "cannot stand in a configuration file");
        assertRefused("save\n", 1, 1, "cannot stand in a configuration file");
        assertRefused("sysname ?\n", 1, 9, "'?'");
    }

    @Test
    void shouldMissTheCommit() {
        assertRefused("sysname A\n", 1, 0, "'commit' is missing");
        assertRefused("system-view\nsysname A\ncommit\nsysname B", 4, 0, "'commit' is missing");
        assertRefused("sysname A\nreturn\n", 2, 1, "'commit'");
    }

    @Test
    void shouldSayWhyFileCannotBeRead() throws IOException {
        final Path none = directory.resolve("none.cfg");
        assertThat(refusal(none).getMessage()).isEqualTo(none + ": no such file");
        assertThat(refusal(directory).getMessage()).startsWith(directory + ": cannot be read");
        final Path large = directory.resolve("large.cfg");
        Files.write(large, new byte[ConfigFile.MAX_BYTES + 1]);
        assertThat(refusal(large).getMessage()).isEqualTo(large + ": larger than 4194304 bytes");
    }

    @Test
    void shouldWriteWholeFileInPlaceOfTheOldOne() throws Exception {
        final Path file = directory.resolve("device.cfg");
        Files.writeString(file, "old", StandardCharsets.US_ASCII);
        final Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw-r-----");
        Files.setPosixFilePermissions(file, permissions);
        final DeviceConfig config = ConfigFile.parse("f", Procedure.TEXT);
        ConfigFile.write(file, config);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(permissions);
        assertThat(ConfigFile.read(file)).isEqualTo(config);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    private ConfigFileException refusal(Path file) {
        return catchThrowableOfType(ConfigFileException.class, () -> ConfigFile.read(file));
    }

    private static void assertRefused(String text, int line, int column, String... parts) {
        final ConfigFileException e =
                catchThrowableOfType(ConfigFileException.class, () -> ConfigFile.parse("f.cfg", text));
        assertThat(e).as(text).isNotNull();
        assertThat(e.getMessage()).startsWith("f.cfg:" + line).contains(parts);
        assertThat(e.line()).isEqualTo(line);
        assertThat(e.column()).isEqualTo(column);
    }
}
