package io.ndpair.transport.link.tls;

import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Judges the certificates that the peer shows in one handshake: path to an authority, time, revocation (RFC 5280, by the JDK's PKIX
 * validator and the lists of the credentials alone, nothing is fetched), purpose, name. Remembers why it refused.
 */
final class PeerVerifier extends X509ExtendedTrustManager {
    private static final String SERVER_PURPOSE = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_PURPOSE = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})){3}");
    private static final int SAN_DNS = 2;
    private static final int SAN_IP = 7;

    private final TlsCredentials credentials;
    private final long nowMs;
    private List<X509Certificate> verified = List.of();
    private TlsCause cause;
    private String text = "";

    PeerVerifier(TlsCredentials credentials, long nowMs) {
        this.credentials = credentials;
        this.nowMs = nowMs;
    }

    /** The peer's certificates, its own first; empty until they were found good. */
    List<X509Certificate> verified() {
        return verified;
    }

    /** Why the peer was refused, null if it was not. */
    TlsCause cause() {
        return cause;
    }

    /** The same in one line, empty if it was not. */
    String text() {
        return text;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, CLIENT_PURPOSE);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, SERVER_PURPOSE);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, CLIENT_PURPOSE);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, SERVER_PURPOSE);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, CLIENT_PURPOSE);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, SERVER_PURPOSE);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        // Sent to the client as a hint, which ours does not need.
        return new X509Certificate[0];
    }

    private void check(X509Certificate[] chain, String purpose) throws CertificateException {
        if (chain == null || chain.length == 0) {
            throw refuse(TlsCause.CERTIFICATE_MISSING, "the peer has shown no certificate", null);
        }
        X509Certificate leaf = chain[0];
        if (isAnchor(leaf)) {
            checkTrusted(leaf);
        } else {
            checkPath(leaf, chain);
        }
        List<String> purposes = leaf.getExtendedKeyUsage();
        if (purposes != null && !purposes.contains(purpose) && !purposes.contains(ANY_PURPOSE)) {
            throw refuse(
                    TlsCause.CERTIFICATE_UNTRUSTED,
                    "certificate " + name(leaf) + " may not be used as "
                            + (purpose.equals(CLIENT_PURPOSE) ? "a client's" : "a server's"),
                    null);
        }
        if (!bearsName(leaf)) {
            throw refuse(
                    TlsCause.CERTIFICATE_NAME,
                    "certificate " + name(leaf) + " does not bear the peer's name " + credentials.peerName(),
                    null);
        }
        verified = List.of(chain);
    }

    /** The peer's own certificate is in the trust store: nobody else need vouch for it, but its time and the lists count. */
    private void checkTrusted(X509Certificate leaf) throws CertificateException {
        try {
            leaf.checkValidity(Date.from(Instant.ofEpochMilli(nowMs)));
        } catch (CertificateExpiredException e) {
            throw refuse(
                    TlsCause.CERTIFICATE_EXPIRED,
                    "certificate " + name(leaf) + " expired at "
                            + leaf.getNotAfter().toInstant(),
                    e);
        } catch (CertificateNotYetValidException e) {
            throw refuse(
                    TlsCause.CERTIFICATE_NOT_YET_VALID,
                    "certificate " + name(leaf) + " is valid from "
                            + leaf.getNotBefore().toInstant() + " on",
                    e);
        }
        for (X509CRL list : credentials.revocationLists()) {
            if (list.getIssuerX500Principal().equals(leaf.getIssuerX500Principal()) && list.isRevoked(leaf)) {
                throw refuse(TlsCause.CERTIFICATE_REVOKED, "certificate " + name(leaf) + " is revoked", null);
            }
        }
    }

    private void checkPath(X509Certificate leaf, X509Certificate[] chain) throws CertificateException {
        List<X509Certificate> path = new ArrayList<>();
        path.add(leaf);
        for (int i = 1; i < chain.length && !isAnchor(chain[i]); i++) {
            path.add(chain[i]);
        }
        try {
            PKIXParameters parameters = new PKIXParameters(credentials.anchors());
            parameters.setDate(Date.from(Instant.ofEpochMilli(nowMs)));
            parameters.setRevocationEnabled(!credentials.revocationLists().isEmpty());
            parameters.addCertStore(CertStore.getInstance(
                    "Collection", new CollectionCertStoreParameters(credentials.revocationLists())));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        } catch (CertPathValidatorException e) {
            X509Certificate guilty = e.getIndex() >= 0 ? path.get(e.getIndex()) : leaf;
            throw refuse(cause(e.getReason()), text(guilty, e), e);
        } catch (GeneralSecurityException e) {
            throw refuse(
                    TlsCause.CERTIFICATE_UNTRUSTED,
                    "certificate " + name(leaf) + " cannot be checked: " + e.getMessage(),
                    e);
        }
    }

    private boolean isAnchor(X509Certificate certificate) {
        for (TrustAnchor anchor : credentials.anchors()) {
            if (certificate.equals(anchor.getTrustedCert())) {
                return true;
            }
        }
        return false;
    }

    private static TlsCause cause(Reason reason) {
        if (reason == BasicReason.EXPIRED) {
            return TlsCause.CERTIFICATE_EXPIRED;
        }
        if (reason == BasicReason.NOT_YET_VALID) {
            return TlsCause.CERTIFICATE_NOT_YET_VALID;
        }
        if (reason == BasicReason.REVOKED) {
            return TlsCause.CERTIFICATE_REVOKED;
        }
        return reason == BasicReason.UNDETERMINED_REVOCATION_STATUS
                ? TlsCause.REVOCATION_UNKNOWN
                : TlsCause.CERTIFICATE_UNTRUSTED;
    }

    private static String text(X509Certificate guilty, CertPathValidatorException e) {
        String which = "certificate " + name(guilty);
        return switch (cause(e.getReason())) {
            case CERTIFICATE_EXPIRED ->
                which + " expired at " + guilty.getNotAfter().toInstant();
            case CERTIFICATE_NOT_YET_VALID ->
                which + " is valid from " + guilty.getNotBefore().toInstant() + " on";
            case CERTIFICATE_REVOKED -> which + " is revoked";
            case REVOCATION_UNKNOWN -> "no current revocation list speaks for the issuer of " + which;
            default ->
                which + " of issuer " + guilty.getIssuerX500Principal().getName() + " is not trusted: "
                        + e.getMessage();
        };
    }

    private boolean bearsName(X509Certificate leaf) throws CertificateException {
        Collection<List<?>> names;
        try {
            names = leaf.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            throw refuse(
                    TlsCause.CERTIFICATE_NAME,
                    "the alternative names of certificate " + name(leaf) + " cannot be read",
                    e);
        }
        if (names == null) {
            return false;
        }
        for (List<?> name : names) {
            if (name.get(0).equals(SAN_DNS)
                    && credentials.peerName().equalsIgnoreCase(name.get(1).toString())) {
                return true;
            }
            if (name.get(0).equals(SAN_IP) && isSameAddress(name.get(1).toString())) {
                return true;
            }
        }
        return false;
    }

    private boolean isSameAddress(String certified) {
        String expected = credentials.peerName();
        if (expected.indexOf(':') < 0 && !IPV4.matcher(expected).matches()) {
            return false;
        }
        try {
            // Both are literals: nothing is asked of a name server.
            return InetAddress.getByName(expected).equals(InetAddress.getByName(certified));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private CertificateException refuse(TlsCause why, String what, Throwable from) {
        cause = why;
        text = what;
        return new CertificateException(what, from);
    }

    /** Names of a peer go into logs and onto terminals: nothing but printable characters, and not too many. */
    static String name(X509Certificate certificate) {
        String name = certificate.getSubjectX500Principal().getName();
        String printable = name.replaceAll("[^ -~]", "?");
        return printable.length() > 200 ? printable.substring(0, 200) + "..." : printable;
    }
}
