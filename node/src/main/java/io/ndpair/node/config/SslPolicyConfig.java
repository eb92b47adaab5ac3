package io.ndpair.node.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a channel proves itself with and judges the peer by: TLS 1.3 with certificates of both devices.
 *
 * @param name 1 to 32 of {@code 0-9 a-z _ . -}
 * @param keyStore holds the one private key of this device with its certificates
 * @param trustStore holds the certificates of the authorities that sign the peer's, or the peer's own
 * @param peerName the DNS name or IP address that the peer's certificate must bear; empty while none is given
 * @param crl a file with lists of revoked certificates (PEM or DER); empty for none
 */
public record SslPolicyConfig(
        String name, Optional<Store> keyStore, Optional<Store> trustStore, String peerName, String crl) {
    /** Longest path of a file. */
    public static final int MAX_PATH = 255;
    /** Longest name of a peer. */
    public static final int MAX_PEER_NAME = 253;

    private static final Pattern PATH = Pattern.compile("/[!-~&&[^?]]{1," + (MAX_PATH - 1) + "}");
    private static final Pattern DNS = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0," + (MAX_PEER_NAME - 1) + "})");

    /** Kinds of key stores that the JDK reads. */
    public enum StoreType {
        /** RFC 7292. */
        PKCS12("pkcs12"),
        /** Java's own. */
        JKS("jks");

        private final String word;

        StoreType(String word) {
            this.word = word;
        }

        /** The word of the command. */
        public String word() {
            return word;
        }
    }

    /**
     * A key store.
     *
     * @param path absolute
     * @param type its format
     * @param password of the store and of the key in it
     */
    public record Store(String path, StoreType type, Secret password) {
        /** Checks the path. */
        public Store {
            checkPath(path);
        }
    }

    /** Checks the parts. */
    public SslPolicyConfig {
        if (!Names.isService(name)) {
            throw new ConfigException("'" + name + "' is not the name of an ssl-policy");
        }
        if (!peerName.isEmpty() && !isPeerName(peerName)) {
            throw new ConfigException("'" + peerName + "' is neither a DNS name nor an IP address");
        }
        if (!crl.isEmpty()) {
            checkPath(crl);
        }
    }

    /** A policy without anything. */
    public static SslPolicyConfig of(String name) {
        return new SslPolicyConfig(name, Optional.empty(), Optional.empty(), "", "");
    }

    /** Whether the text is an absolute path of printable characters without blanks. */
    public static boolean isPath(String text) {
        if (!PATH.matcher(text).matches()) {
            return false;
        }
        try {
            return Path.of(text).isAbsolute();
        } catch (final InvalidPathException e) {
            return false;
        }
    }

    /** Whether the text can be the name in a certificate. */
    public static boolean isPeerName(String text) {
        if (DNS.matcher(text).matches()) {
            return true;
        }
        try {
            Ipv6Address.parse(text);
            return true;
        } catch (final ConfigException e) {
            return false;
        }
    }

    private static void checkPath(String text) {
        if (!isPath(text)) {
            throw new ConfigException(
                    "'" + text + "' is not an absolute path of at most " + MAX_PATH + " characters without blanks");
        }
    }

    /** What a service needs before it can be bound; empty when nothing is missing. */
    public String missing() {
        if (keyStore.isEmpty()) {
            return "key-store";
        }
        if (trustStore.isEmpty()) {
            return "trust-store";
        }
        return peerName.isEmpty() ? "peer-name" : "";
    }

    /** With this key store, or none. */
    public SslPolicyConfig withKeyStore(Optional<Store> value) {
        return new SslPolicyConfig(name, value, trustStore, peerName, crl);
    }

    /** With this trust store, or none. */
    public SslPolicyConfig withTrustStore(Optional<Store> value) {
        return new SslPolicyConfig(name, keyStore, value, peerName, crl);
    }

    /** With this name of the peer, empty for none. */
    public SslPolicyConfig withPeerName(String value) {
        return new SslPolicyConfig(name, keyStore, trustStore, value, crl);
    }

    /** With this file of revoked certificates, empty for none. */
    public SslPolicyConfig withCrl(String value) {
        return new SslPolicyConfig(name, keyStore, trustStore, peerName, value);
    }
}
