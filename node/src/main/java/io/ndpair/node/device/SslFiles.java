package io.ndpair.node.device;

import io.ndpair.node.config.SslPolicyConfig;
import io.ndpair.transport.link.TransportException;
import io.ndpair.transport.link.tls.TlsCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CRL;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.List;

/** Reads the files of an SSL policy. Blocks on the disk. */
final class SslFiles {
    private static final long MAX_STORE_BYTES = 1L << 20;
    private static final long MAX_CRL_BYTES = 16L << 20;

    private SslFiles() {}

    /**
     * Reads all of them.
     *
     * @throws DeviceException with one line that names the file and says what is wrong with it.
     */
    static TlsCredentials load(SslPolicyConfig policy) {
        if (!policy.missing().isEmpty()) {
            throw new DeviceException("ssl-policy " + policy.name() + " has no " + policy.missing());
        }
        final SslPolicyConfig.Store own = policy.keyStore().orElseThrow();
        final KeyStore keys = store(policy, "key-store", own);
        final KeyStore trusted =
                store(policy, "trust-store", policy.trustStore().orElseThrow());
        try {
            return TlsCredentials.of(
                    keys, own.password().reveal().toCharArray(), trusted, lists(policy), policy.peerName());
        } catch (final TransportException e) {
            throw new DeviceException("ssl-policy " + policy.name() + ": " + e.getMessage(), e);
        }
    }

    /** Size and time of every file: what tells that one was replaced. A file that is not there counts, too. */
    static List<String> stamps(SslPolicyConfig policy) {
        final List<String> stamps = new ArrayList<>();
        policy.keyStore().ifPresent(store -> stamps.add(stamp(store.path())));
        policy.trustStore().ifPresent(store -> stamps.add(stamp(store.path())));
        if (!policy.crl().isEmpty()) {
            stamps.add(stamp(policy.crl()));
        }
        return stamps;
    }

    private static String stamp(String path) {
        try {
            final BasicFileAttributes of = Files.readAttributes(Path.of(path), BasicFileAttributes.class);
            return of.size() + " " + of.lastModifiedTime() + " " + of.fileKey();
        } catch (final IOException e) {
            return "none";
        }
    }

    private static KeyStore store(SslPolicyConfig policy, String what, SslPolicyConfig.Store store) {
        try {
            final KeyStore opened = KeyStore.getInstance(store.type().name());
            opened.load(
                    new ByteArrayInputStream(read(store.path(), MAX_STORE_BYTES)),
                    store.password().reveal().toCharArray());
            return opened;
        } catch (final IOException | GeneralSecurityException e) {
            throw refused(policy, what, store.path(), e);
        }
    }

    private static List<X509CRL> lists(SslPolicyConfig policy) {
        final List<X509CRL> lists = new ArrayList<>();
        if (policy.crl().isEmpty()) {
            return lists;
        }
        try {
            for (final CRL list : CertificateFactory.getInstance("X.509")
                    .generateCRLs(new ByteArrayInputStream(read(policy.crl(), MAX_CRL_BYTES)))) {
                lists.add((X509CRL) list);
            }
        } catch (final IOException | GeneralSecurityException e) {
            throw refused(policy, "crl", policy.crl(), e);
        }
        if (lists.isEmpty()) {
            throw new DeviceException(
                    "ssl-policy " + policy.name() + ": crl " + policy.crl() + " has no list of revoked certificates");
        }
        return lists;
    }

    private static byte[] read(String path, long maxBytes) throws IOException {
        final long sizeBytes = Files.size(Path.of(path));
        if (sizeBytes > maxBytes) {
            throw new IOException("it has " + sizeBytes + " bytes, more than " + maxBytes);
        }
        return Files.readAllBytes(Path.of(path));
    }

    private static DeviceException refused(SslPolicyConfig policy, String what, String path, Exception e) {
        final String why = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
        return new DeviceException(
                "ssl-policy " + policy.name() + ": " + what + " " + path + " cannot be used: " + why, e);
    }
}
