package io.ndpair.bench.pair;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Key stores of two devices that trust each other's own certificate (P-256), made by the JDK's keytool for as long as a benchmark lasts. Device 1 has
 * {@code device1.p12} and is trusted by {@code trust1.p12}.
 */
public final class Certificates {
    /** Of every store; it protects nothing. */
    public static final String PASSWORD = "bench-only";

    private Certificates() {}

    /** Makes those of the devices 1 and 2. */
    public static void make(Path directory) throws IOException {
        for (int device = 1; device <= 2; device++) {
            final String alias = "device" + device;
            final String file = directory.resolve(alias + ".cer").toString();
            keytool(
                    keyStore(directory, device),
                    List.of(
                            "-genkeypair",
                            "-alias",
                            alias,
                            "-dname",
                            "CN=" + alias,
                            "-ext",
                            "san=dns:" + dnsName(device),
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1"));
            keytool(keyStore(directory, device), List.of("-exportcert", "-alias", alias, "-file", file));
            keytool(trustStore(directory, device), List.of("-importcert", "-noprompt", "-alias", alias, "-file", file));
        }
    }

    /** The key of a device. */
    public static Path keyStore(Path directory, int device) {
        return directory.toAbsolutePath().resolve("device" + device + ".p12");
    }

    /** What a device is trusted by. */
    public static Path trustStore(Path directory, int device) {
        return directory.toAbsolutePath().resolve("trust" + device + ".p12");
    }

    /** The name that its certificate bears. */
    public static String dnsName(int device) {
        return "device" + device + ".example";
    }

    private static void keytool(Path store, List<String> arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-J-XX:TieredStopAtLevel=1"));
        command.addAll(arguments);
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool " + arguments.get(0) + ": " + said.strip());
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        }
    }
}
