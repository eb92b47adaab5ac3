package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    private Path temporary;

    @Test
    void shouldRefuseASecondHolderByName() {
        final Path path = temporary.resolve("data");
        try (DataDirectory first = DataDirectory.open(path)) {
            assertThat(first.path()).exists();
            assertThatThrownBy(() -> DataDirectory.open(path))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining(path.toString())
                    .hasMessageContaining("in use");
        }
        DataDirectory.open(path).close();
    }

    @Test
    void shouldSayInOneLineWhyADirectoryCannotBeUsed() throws IOException {
        final Path file = Files.createFile(temporary.resolve("file"));
        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("cannot be used")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldKeepTheDeviceIdThatItDrew() {
        final int drawn;
        try (DataDirectory directory = DataDirectory.open(temporary)) {
            drawn = directory.deviceId();
        }
        assertThat(drawn).isNotZero();
        try (DataDirectory directory = DataDirectory.open(temporary)) {
            assertThat(directory.deviceId()).isEqualTo(drawn);
        }
    }

    @Test
    void shouldRefuseADeviceIdFileThatIsNotANumber() throws IOException {
        Files.writeString(temporary.resolve("device-id"), "none of your business");
        try (DataDirectory directory = DataDirectory.open(temporary)) {
            assertThatThrownBy(directory::deviceId).hasMessageContaining("is not a number");
        }
    }
}
