package io.ndpair.transport.link.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.transport.link.TransportException;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom an end takes for its peer. */
class TlsCertificateTest {
    @TempDir
    static Path directory;

    private static TestPki pki;
    private static TlsCredentials goodA;
    private static TlsCredentials goodB;

    private final TlsPair pair = new TlsPair();

    @BeforeAll
    static void makeCertificates() throws Exception {
        pki = new TestPki(directory)
                .authority("ca")
                .authority("foreign-ca")
                .device("a", "ca")
                .device("b", "ca")
                .device("expired", "ca", "-startdate", "-10d", "-validity", "5", "-ext", "san=dns:b.example")
                .device("future", "ca", "-startdate", "+10d", "-validity", "5", "-ext", "san=dns:b.example")
                .device("foreign", "foreign-ca", "-ext", "san=dns:b.example")
                .device("server-only", "ca", "-ext", "eku=serverAuth", "-ext", "san=dns:b.example");
        goodA = pki.credentials("a", "ca", "b");
        goodB = pki.credentials("b", "ca", "a");
    }

    @Test
    void shouldRefuseAnExpiredCertificate() throws Exception {
        assertServerRefused("expired", TlsCause.CERTIFICATE_EXPIRED, "expired at");
    }

    @Test
    void shouldRefuseACertificateThatIsNotYetValid() throws Exception {
        assertServerRefused("future", TlsCause.CERTIFICATE_NOT_YET_VALID, "is valid from");
    }

    @Test
    void shouldRefuseACertificateOfAnotherAuthority() throws Exception {
        assertServerRefused("foreign", TlsCause.CERTIFICATE_UNTRUSTED, "CN=foreign-ca");
    }

    @Test
    void shouldRefuseACertificateOfAnotherName() throws Exception {
        assertServerRefused("a", TlsCause.CERTIFICATE_NAME, "b.example");
    }

    @Test
    void shouldRefuseARevokedCertificateOfTheServer() throws Exception {
        X509CRL list = pki.revocationList("ca", "b");
        pair.connect(pki.credentials("a", "ca", "b", list), goodB);
        pair.assertNeverUp();
        assertThat(pair.client.causes).contains(TlsCause.CERTIFICATE_REVOKED);
        assertThat(pair.server.causes).contains(TlsCause.PEER_ALERT);
    }

    @Test
    void shouldRefuseARevokedCertificateOfTheClient() throws Exception {
        X509CRL list = pki.revocationList("ca", "a");
        pair.connect(goodA, pki.credentials("b", "ca", "a", list));
        pair.assertNeverUp();
        assertThat(pair.server.causes).contains(TlsCause.CERTIFICATE_REVOKED);
        assertThat(pair.client.causes).contains(TlsCause.PEER_ALERT);
    }

    @Test
    void shouldAcceptWhoIsNotOnTheListAndRefuseWhoseAuthorityHasNone() throws Exception {
        pair.connect(pki.credentials("a", "ca", "b", pki.revocationList("ca", "")), goodB);
        pair.awaitUp();
        pair.connect(pki.credentials("a", "ca", "b", pki.revocationList("foreign-ca", "")), goodB);
        pair.assertNeverUp();
        assertThat(pair.client.causes).contains(TlsCause.REVOCATION_UNKNOWN);
    }

    @Test
    void shouldRefuseAnExpiredClient() throws Exception {
        pair.connect(pki.credentials("expired", "ca", "b"), pki.credentials("b", "ca", "b"));
        pair.assertNeverUp();
        assertThat(pair.server.causes).contains(TlsCause.CERTIFICATE_EXPIRED);
    }

    @Test
    void shouldRefuseAClientWithACertificateForServersAlone() throws Exception {
        pair.connect(pki.credentials("server-only", "ca", "b"), pki.credentials("b", "ca", "b"));
        pair.assertNeverUp();
        assertThat(pair.server.causes).contains(TlsCause.CERTIFICATE_UNTRUSTED);
    }

    @Test
    void shouldRefuseWhoShowsACertificateWithoutItsKey() throws Exception {
        TlsCredentials thief =
                TlsCredentials.of(pki.stolen("b", "a"), TestPki.PASSWORD, pki.trustStore("ca"), List.of(), "a.example");
        pair.connect(goodA, thief);
        pair.assertNeverUp();
        assertThat(pair.client.causes).isNotEmpty();
        assertThat(pair.client.received).isEmpty();
    }

    @Test
    void shouldRefuseAPeerThatShowsNoCertificate() throws Exception {
        TlsCredentials nameless = TlsCredentials.of(
                pki.withoutSigningKey("a"), TestPki.PASSWORD, pki.trustStore("ca"), List.of(), "b.example");
        pair.connect(nameless, goodB);
        pair.assertNeverUp();
        assertThat(pair.server.causes).contains(TlsCause.CERTIFICATE_MISSING);
        assertThat(pair.server.link.status().refused()).containsKey(TlsCause.CERTIFICATE_MISSING);
    }

    @Test
    void shouldAcceptAPeerByItsAddressAndItsOwnCertificate() throws Exception {
        TlsCredentials byAddress =
                TlsCredentials.of(pki.keyStore("a"), TestPki.PASSWORD, pki.trustStore("b"), List.of(), "2001:db8:0::1");
        pair.connect(byAddress, goodB);
        pair.awaitUp();
    }

    @Test
    void shouldRefuseTheTrustedCertificateItselfWhenItIsRevokedOrExpired() throws Exception {
        X509CRL list = pki.revocationList("ca", "b");
        pair.connect(pki.credentials("a", "b", "b", list), goodB);
        pair.assertNeverUp();
        assertThat(pair.client.causes).contains(TlsCause.CERTIFICATE_REVOKED);
        pair.connect(pki.credentials("a", "expired", "b"), pki.credentials("expired", "ca", "a"));
        pair.assertNeverUp();
        assertThat(pair.client.causes).contains(TlsCause.CERTIFICATE_EXPIRED);
    }

    @Test
    void shouldEndASessionWhoseCertificateExpiresInTheMiddle() {
        pair.connect(goodA, goodB);
        pair.awaitUp();
        pair.wallOffsetMs += Duration.ofDays(91).toMillis();
        pair.await(() -> pair.client.link.connection() == 0 && pair.server.link.connection() == 0, 20_000);
        assertThat(pair.client.causes).contains(TlsCause.CERTIFICATE_EXPIRED);
        pair.assertNeverUp();
    }

    @Test
    void shouldRefuseCredentialsThatLackSomething() throws Exception {
        assertThatThrownBy(() ->
                        TlsCredentials.of(pki.trustStore("ca"), TestPki.PASSWORD, pki.trustStore("ca"), List.of(), "x"))
                .isInstanceOf(TransportException.class)
                .hasMessage("the key store has no key");
        assertThatThrownBy(
                        () -> TlsCredentials.of(pki.keyStore("a"), TestPki.PASSWORD, pki.trustStore(), List.of(), "x"))
                .hasMessage("the trust store has no certificate");
        assertThatThrownBy(() -> TlsCredentials.of(
                        pki.keyStore("a"), "wrong".toCharArray(), pki.trustStore("ca"), List.of(), "x"))
                .hasMessageStartingWith("the key store cannot be read");
        assertThatThrownBy(() ->
                        TlsCredentials.of(pki.keyStore("a"), TestPki.PASSWORD, pki.trustStore("ca"), List.of(), ""))
                .hasMessage("no name of the peer is configured");
    }

    private void assertServerRefused(String alias, TlsCause cause, String text) throws Exception {
        pair.connect(goodA, pki.credentials(alias, "ca", "a"));
        pair.assertNeverUp();
        assertThat(pair.client.causes).contains(cause);
        assertThat(pair.client.texts).anySatisfy(line -> assertThat(line).contains(text));
        assertThat(pair.client.link.status().lastRefusal()).isNotEmpty();
        assertThat(pair.server.causes).contains(TlsCause.PEER_ALERT);
    }
}
