package io.ndpair.node.daemon;

import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.shell.ApplyException;
import io.ndpair.node.shell.ConfigFile;
import java.io.IOException;
import java.nio.file.Path;

/** The file that a daemon was started with, where {@code save} writes the running configuration. */
final class ConfigStore {
    private final Path file;

    ConfigStore(Path file) {
        this.file = file;
    }

    String save(DeviceConfig config) throws ApplyException {
        try {
            ConfigFile.write(file, config);
            return file.toString();
        } catch (final IOException e) {
            throw new ApplyException(file + " cannot be written: " + e.getMessage());
        }
    }
}
