package io.ndpair.transport.link.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Certificates of a test, made by the JDK's keytool: authorities, devices, and lists of what they have revoked. */
public final class TestPki {
    static final char[] PASSWORD = "test-only".toCharArray();

    private final Path directory;
    private final Path store;

    public TestPki(Path directory) {
        this.directory = directory;
        this.store = directory.resolve("all.p12");
    }

    /** An authority that has signed itself. */
    public TestPki authority(String alias) {
        keytool(
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-ext",
                "bc:c",
                "-ext",
                "ku=keyCertSign,cRLSign");
        return this;
    }

    /** A device's certificate, valid now. */
    public TestPki device(String alias, String authority, String... extra) {
        List<String> arguments = new ArrayList<>(List.of(
                "-genkeypair",
                "-alias",
                alias,
                "-signer",
                authority,
                "-dname",
                "CN=" + alias,
                "-ext",
                "san=dns:" + alias + ".example,ip:2001:db8::1"));
        arguments.addAll(Arrays.asList(extra));
        keytool(arguments.toArray(String[]::new));
        return this;
    }

    /** A list of the authority in which this device is revoked, or nobody for an empty alias. */
    public X509CRL revocationList(String authority, String alias) throws Exception {
        Path file = directory.resolve("crl-" + authority + "-" + alias);
        String serial = alias.isEmpty()
                ? "1"
                : ((X509Certificate) load().getCertificate(alias))
                        .getSerialNumber()
                        .toString();
        keytool("-gencrl", "-alias", authority, "-id", serial, "-file", file.toString());
        try (InputStream in = Files.newInputStream(file)) {
            return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
        }
    }

    public X509Certificate certificate(String alias) throws Exception {
        return (X509Certificate) load().getCertificate(alias);
    }

    /** A key store with the key of this device alone. */
    public KeyStore keyStore(String alias) throws Exception {
        KeyStore all = load();
        KeyStore own = empty();
        own.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD, all.getCertificateChain(alias));
        return own;
    }

    /** A key store that shows the certificate of a device with the key of another. */
    public KeyStore stolen(String certificate, String key) throws Exception {
        KeyStore all = load();
        KeyStore own = empty();
        own.setKeyEntry(
                certificate, (PrivateKey) all.getKey(key, PASSWORD), PASSWORD, all.getCertificateChain(certificate));
        return own;
    }

    /** A key store with the certificate of a device and a key that no signature can be made with: the JDK then shows no certificate. */
    public KeyStore withoutSigningKey(String alias) throws Exception {
        KeyStore own = empty();
        PrivateKey useless =
                KeyPairGenerator.getInstance("X25519").generateKeyPair().getPrivate();
        own.setKeyEntry(alias, useless, PASSWORD, load().getCertificateChain(alias));
        return own;
    }

    public KeyStore trustStore(String... aliases) throws Exception {
        KeyStore all = load();
        KeyStore trusted = empty();
        for (String alias : aliases) {
            Certificate certificate = all.getCertificate(alias);
            trusted.setCertificateEntry(alias, certificate);
        }
        return trusted;
    }

    /** Credentials of a device that trusts the authority and expects the peer. */
    public TlsCredentials credentials(String alias, String authority, String peer, X509CRL... lists) throws Exception {
        return TlsCredentials.of(keyStore(alias), PASSWORD, trustStore(authority), List.of(lists), peer + ".example");
    }

    private KeyStore load() throws Exception {
        return KeyStore.getInstance(store.toFile(), PASSWORD);
    }

    private static KeyStore empty() throws Exception {
        KeyStore made = KeyStore.getInstance("PKCS12");
        made.load(null, null);
        return made;
    }

    private void keytool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-Xshare:auto"));
        command.addAll(Arrays.asList(arguments));
        command.addAll(
                List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        }
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
        } catch (Exception e) {
            throw new IllegalStateException("keytool " + String.join(" ", arguments), e);
        }
    }
}
