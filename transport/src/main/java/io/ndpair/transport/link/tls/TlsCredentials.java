package io.ndpair.transport.link.tls;

import io.ndpair.transport.link.TransportException;
import io.ndpair.transport.link.TransportException.Category;
import io.ndpair.transport.link.TransportException.Code;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a device proves itself with, and what it judges the peer by: key and certificates of its own, the authorities it trusts, the name
 * it expects in the peer's certificate, and lists of revoked certificates. Immutable; other files make another object.
 */
public final class TlsCredentials {
    /** Most revocation lists. */
    public static final int MAX_REVOCATION_LISTS = 64;

    private final OwnKey key;
    private final List<X509Certificate> chain;
    private final Set<TrustAnchor> anchors;
    private final List<X509CRL> revocationLists;
    private final String peerName;

    private TlsCredentials(
            PrivateKey key,
            List<X509Certificate> chain,
            Set<TrustAnchor> anchors,
            List<X509CRL> revocationLists,
            String peerName) {
        this.key = new OwnKey(key, chain.toArray(X509Certificate[]::new));
        this.chain = chain;
        this.anchors = anchors;
        this.revocationLists = revocationLists;
        this.peerName = peerName;
    }

    /**
     * Takes what is needed out of two opened key stores.
     *
     * @param keyStore has exactly one private key with its certificates
     * @param password of that key
     * @param trustStore has the certificates of the authorities, or the peer's own
     * @param revocationLists none: nothing is revoked; some: a current one must speak for every issuer of the peer's chain
     * @param peerName a DNS name or an IP address that the peer's certificate must bear as subject alternative name
     * @return the credentials
     * @throws TransportException when something is missing or cannot be read; the message says what
     */
    public static TlsCredentials of(
            KeyStore keyStore,
            char[] password,
            KeyStore trustStore,
            Collection<X509CRL> revocationLists,
            String peerName) {
        if (peerName.isEmpty()) {
            throw refused("no name of the peer is configured", null);
        }
        if (revocationLists.size() > MAX_REVOCATION_LISTS) {
            throw refused(revocationLists.size() + " revocation lists are more than " + MAX_REVOCATION_LISTS, null);
        }
        try {
            String alias = onlyKey(keyStore);
            if (!(keyStore.getKey(alias, password) instanceof PrivateKey privateKey)) {
                throw refused("entry " + alias + " of the key store is no private key", null);
            }
            Certificate[] own = keyStore.getCertificateChain(alias);
            if (own == null || own.length == 0 || !Arrays.stream(own).allMatch(X509Certificate.class::isInstance)) {
                throw refused("entry " + alias + " of the key store has no X.509 certificate", null);
            }
            return new TlsCredentials(
                    privateKey,
                    Arrays.stream(own).map(X509Certificate.class::cast).toList(),
                    anchors(trustStore),
                    List.copyOf(revocationLists),
                    peerName);
        } catch (GeneralSecurityException e) {
            throw refused("the key store cannot be read: " + e.getMessage(), e);
        }
    }

    private static String onlyKey(KeyStore store) throws GeneralSecurityException {
        String found = null;
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                if (found != null) {
                    throw refused("the key store has more than one key: " + found + ", " + alias, null);
                }
                found = alias;
            }
        }
        if (found == null) {
            throw refused("the key store has no key", null);
        }
        return found;
    }

    private static Set<TrustAnchor> anchors(KeyStore store) throws GeneralSecurityException {
        Set<TrustAnchor> found = new HashSet<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isCertificateEntry(alias) && store.getCertificate(alias) instanceof X509Certificate trusted) {
                found.add(new TrustAnchor(trusted, null));
            }
        }
        if (found.isEmpty()) {
            throw refused("the trust store has no certificate", null);
        }
        return found;
    }

    private static TransportException refused(String what, Throwable cause) {
        return new TransportException(Category.FATAL, Code.CONFIG, what, cause);
    }

    /**
     * The subject of this device's certificate.
     *
     * @return as RFC 2253 text
     */
    public String ownName() {
        return chain.get(0).getSubjectX500Principal().getName();
    }

    /**
     * When the first certificate of this device's chain expires.
     *
     * @return wall clock in milliseconds
     */
    public long ownNotAfterMs() {
        return earliestNotAfterMs(chain);
    }

    /**
     * When the first of the revocation lists must be replaced by a newer one.
     *
     * @return wall clock in milliseconds, {@link Long#MAX_VALUE} without any
     */
    public long revocationNextUpdateMs() {
        return revocationLists.stream()
                .map(X509CRL::getNextUpdate)
                .filter(next -> next != null)
                .mapToLong(next -> next.toInstant().toEpochMilli())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * The name that is expected of the peer.
     *
     * @return a DNS name or an IP address
     */
    public String peerName() {
        return peerName;
    }

    static long earliestNotAfterMs(List<X509Certificate> certificates) {
        return certificates.stream()
                .mapToLong(certificate -> certificate.getNotAfter().toInstant().toEpochMilli())
                .min()
                .orElseThrow();
    }

    OwnKey key() {
        return key;
    }

    Set<TrustAnchor> anchors() {
        return anchors;
    }

    List<X509CRL> revocationLists() {
        return revocationLists;
    }
}
