package io.ndpair.node.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote down. */
public final class ProductVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    /** Product, version and Java in one line. */
    static String text() {
        final Properties properties = new Properties();
        try (InputStream in = ProductVersion.class.getResourceAsStream("/io/ndpair/node/version.properties")) {
            properties.load(in);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return "ndpair " + properties.getProperty("version") + ", Java " + Runtime.version();
    }
}
