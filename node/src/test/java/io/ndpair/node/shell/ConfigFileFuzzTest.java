package io.ndpair.node.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ndpair.node.config.ConfigText;
import io.ndpair.node.config.DeviceConfig;
import java.nio.charset.StandardCharsets;

/** Any bytes as a configuration file: refused with name, line and one line of text, or read, and read again from its own text as the same. */
class ConfigFileFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void shouldRefuseOrReadBack(byte[] bytes) throws ConfigFileException {
        final String text = new String(bytes, StandardCharsets.ISO_8859_1);
        final DeviceConfig config;
        try {
            config = ConfigFile.parse("f", text);
        } catch (ConfigFileException e) {
            assertThat(e.getMessage()).startsWith("f:").doesNotContain("\n").hasSizeLessThan(4_000);
            return;
        }
        final String written = String.join("\n", ConfigText.file(config));
        assertThat(ConfigFile.parse("again", written)).isEqualTo(config);
        assertThat(written).matches("[ -~\n]*");
    }
}
