package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.election.role.Role;
import io.ndpair.node.TestPorts;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.Secret;
import io.ndpair.node.config.SslPolicyConfig;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import io.ndpair.transport.ReplicationState;
import io.ndpair.transport.link.tls.TlsCause;
import io.ndpair.transport.link.tls.TlsLinkStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two devices over real Aeron on loopback, protected by SSL policies whose files the JDK's keytool has made. */
class TlsDeviceIT {
    private static final long HIGH = 0x2001_0db8_0000_0001L;
    private static final long MAC = 0x0200_0000_0000L;
    private static final String PROFILE = "rbp1";
    private static final String PASSWORD = "test-only";
    private static final long PATIENCE_S = 60;

    @TempDir
    private static Path made;

    @TempDir
    private Path directory;

    private final AdvertWire wire = new AdvertWire();
    private final List<String> alarms = new CopyOnWriteArrayList<>();
    private final NeighborEntry found = new NeighborEntry();
    private int port;
    private Device a;
    private Device b;

    @BeforeAll
    static void makeCertificates() throws Exception {
        authority("ca");
        authority("foreign");
        device("a", "ca", "a.example");
        device("b", "ca", "b.example");
        device("b2", "ca", "b.example");
        device("elsewhere", "ca", "c.example");
        device("alien", "foreign", "b.example");
        device("old", "ca", "b.example", "-startdate", "-10d", "-validity", "5");
        device("early", "ca", "b.example", "-startdate", "+10d", "-validity", "5");
        device("dying", "ca", "b.example", "-validity", "20");
        keytool("ca", "-gencrl", "-alias", "ca", "-id", serial("b"), "-file", path("b-revoked.crl"));
    }

    private static void authority(String name) throws Exception {
        keytool(name, "-genkeypair", "-alias", name, "-dname", "CN=" + name, "-ext", "bc:c", "-keyalg", "EC");
        keytool(name, "-exportcert", "-alias", name, "-file", path(name + ".cer"));
        keytool(name + "-trust", "-importcert", "-noprompt", "-alias", name, "-file", path(name + ".cer"));
    }

    private static void device(String name, String authority, String dns, String... more) throws Exception {
        final List<String> signed = new ArrayList<>(List.of("-gencert", "-alias", authority));
        keytool(name, "-genkeypair", "-alias", name, "-dname", "CN=" + name, "-keyalg", "EC");
        keytool(name, "-certreq", "-alias", name, "-file", path(name + ".csr"));
        signed.addAll(
                List.of("-infile", path(name + ".csr"), "-outfile", path(name + ".cer"), "-ext", "san=dns:" + dns));
        signed.addAll(Arrays.asList(more));
        keytool(authority, signed.toArray(String[]::new));
        keytool(name, "-importcert", "-noprompt", "-alias", authority, "-file", path(authority + ".cer"));
        keytool(name, "-importcert", "-noprompt", "-alias", name, "-file", path(name + ".cer"));
    }

    private static String serial(String name) throws Exception {
        try (InputStream in = Files.newInputStream(made.resolve(name + ".cer"))) {
            return ((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in))
                    .getSerialNumber()
                    .toString();
        }
    }

    private static String path(String file) {
        return made.resolve(file).toString();
    }

    private static void keytool(String store, String... arguments) throws Exception {
        final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-J-XX:TieredStopAtLevel=1"));
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-keystore", path(store + ".p12"), "-storetype", "PKCS12", "-storepass", PASSWORD));
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @BeforeEach
    void choosePort() throws IOException {
        port = TestPorts.free();
    }

    @AfterEach
    void closeDevices() {
        if (a != null) {
            a.close();
        }
        if (b != null) {
            b.close();
        }
    }

    private Device start(String name, int id, Optional<SslPolicyConfig> policy) {
        final Device device = Device.builder()
                .name(name)
                .deviceId(id)
                .dataDirectory(directory.resolve(name))
                .platform(new WirePlatform(id == 1 ? wire.one() : wire.two()))
                .service("rbs1", "127.0.0." + (3 - id), "127.0.0." + id, port)
                .profile(PROFILE, 10, "rbs1", "lan0")
                .options(options -> options.withListener(new DeviceListener() {
                    @Override
                    public void onAlarm(String subject, String text) {
                        alarms.add(name + " " + subject + " " + text);
                    }
                }))
                .start();
        policy.ifPresent(wanted -> device.apply(with(device.config(), wanted)));
        return device;
    }

    private static DeviceConfig with(DeviceConfig config, SslPolicyConfig policy) {
        return config.withSslPolicy(policy)
                .withService(config.services().get("rbs1").withSslPolicy(policy.name()));
    }

    private static SslPolicyConfig policy(String keyStore, String peerName) {
        return new SslPolicyConfig(
                "pair",
                Optional.of(store(path(keyStore + ".p12"))),
                Optional.of(store(path("ca-trust.p12"))),
                peerName,
                "");
    }

    private static SslPolicyConfig.Store store(String path) {
        return new SslPolicyConfig.Store(path, SslPolicyConfig.StoreType.PKCS12, Secret.plain(PASSWORD));
    }

    private void await(String what, BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs)
                    .as("waiting for " + what + "; alarms " + alarms + " a " + a.sslPolicies() + " b "
                            + b.sslPolicies())
                    .isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** It is told a moment after it is counted. */
    private void awaitAlarm(String beginning, String words) {
        await("alarm of " + words, () -> alarms.stream()
                .anyMatch(line -> line.startsWith(beginning) && line.contains(words)));
    }

    private void roles() {
        a.role(PROFILE, Role.MASTER);
        b.role(PROFILE, Role.BACKUP);
    }

    private void assertReplicates(long low) {
        final long ticket = learn(low);
        await("entry " + low + " on the peer", () -> neighbors(a).isReplicated(ticket));
        assertThat(neighbors(b).lookup(HIGH, low, neighbors(b).link("lan0"), found))
                .isTrue();
    }

    private long learn(long low) {
        final long[] ticket = {0};
        await("mastership", () -> {
            ticket[0] = neighbors(a).learn(HIGH, low, 0, MAC | low, NeighborState.REACHABLE, 0);
            return ticket[0] > 0;
        });
        return ticket[0];
    }

    private static Neighbors neighbors(Device device) {
        return device.neighbors(PROFILE).orElseThrow();
    }

    private static TlsLinkStatus link(Device device) {
        return device.sslPolicies().get(0).links().get(PROFILE);
    }

    @Test
    void shouldReplicateUnderAPolicyAndTakeANewCertificateWithoutARestart() throws Exception {
        final Path replaced = directory.resolve("b-now.p12");
        Files.copy(Path.of(path("b.p12")), replaced);
        a = start("a", 1, Optional.of(policy("a", "b.example")));
        b = start("b", 2, Optional.of(policy("b", "a.example").withKeyStore(Optional.of(store(replaced.toString())))));
        roles();
        assertReplicates(1);
        assertThat(link(a).session()).hasValueSatisfying(session -> {
            assertThat(session.protocol()).isEqualTo("TLSv1.3");
            assertThat(session.peerName()).isEqualTo("CN=b");
        });

        Files.write(replaced, Files.readAllBytes(Path.of(path("b2.p12"))));
        b.reloadSslPolicy("pair");
        await("the new certificate", () -> link(a).session()
                .filter(s -> s.peerName().equals("CN=b2"))
                .isPresent());
        assertReplicates(2);

        Files.writeString(replaced, "no key store");
        assertThatThrownBy(() -> b.reloadSslPolicy("pair"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("key-store " + replaced);
        assertReplicates(3);
        assertThat(a.digest(PROFILE)).isEqualTo(b.digest(PROFILE));
        assertThat(b.reports().get(0).replication().batchBackups()).isLessThanOrEqualTo(1);

        // Revoked in the middle: the session ends, and nothing of the master comes through any more.
        a.apply(with(a.config(), policy("a", "b.example").withCrl(path("b-revoked.crl"))));
        Files.write(replaced, Files.readAllBytes(Path.of(path("b.p12"))));
        b.reloadSslPolicy("pair");
        await("revocation", () -> link(a).refused().containsKey(TlsCause.CERTIFICATE_REVOKED));
        final long lost = learn(4);
        assertThat(neighbors(a).isReplicated(lost)).isFalse();
        assertThat(neighbors(b).lookup(HIGH, 4, neighbors(b).link("lan0"), found))
                .isFalse();
        awaitAlarm("", "revoked");
    }

    @Test
    void shouldRefuseEachBadCertificateWithItsReasonAndTouchNoEntry() {
        a = start("a", 1, Optional.of(policy("a", "b.example")));
        b = start("b", 2, Optional.of(policy("b", "a.example")));
        roles();
        assertReplicates(1);
        final Object[][] cases = {
            {"old", TlsCause.CERTIFICATE_EXPIRED, "expired at"},
            {"early", TlsCause.CERTIFICATE_NOT_YET_VALID, "is valid from"},
            {"alien", TlsCause.CERTIFICATE_UNTRUSTED, "not trusted"},
            {"elsewhere", TlsCause.CERTIFICATE_NAME, "does not bear the peer's name b.example"},
        };
        long low = 10;
        for (final Object[] bad : cases) {
            b.apply(with(b.config(), policy((String) bad[0], "a.example")));
            await(bad[1].toString(), () -> link(a).refused().containsKey(bad[1]));
            awaitAlarm("a rbs1", (String) bad[2]);
            final long unseen = ++low;
            learn(unseen);
            assertThat(neighbors(b).lookup(HIGH, unseen, neighbors(b).link("lan0"), found))
                    .isFalse();
            assertThat(a.reports().get(0).replication().state()).isEqualTo(ReplicationState.DISCONNECTED);
        }
        b.apply(with(b.config(), policy("b", "a.example")));
        assertReplicates(99);
        assertThat(a.digest(PROFILE)).isEqualTo(b.digest(PROFILE));
    }

    @Test
    void shouldNeverGoDownToPlain() {
        a = start("a", 1, Optional.of(policy("a", "b.example")));
        b = start("b", 2, Optional.empty());
        roles();
        final long ticket = learn(1);
        await("plain frames refused", () -> link(a).refused().containsKey(TlsCause.PLAIN));
        assertThat(neighbors(a).isReplicated(ticket)).isFalse();
        assertThat(neighbors(b).lookup(HIGH, 1, 0, found)).isFalse();
        awaitAlarm("", "plain");
        b.apply(with(b.config(), policy("b", "a.example")));
        assertReplicates(2);
    }

    @Test
    void shouldRefuseAPolicyThatCannotBeUsedAndWarnOfWhatExpires() {
        a = start("a", 1, Optional.empty());
        b = start("b", 2, Optional.empty());
        final DeviceConfig before = b.config();
        assertThatThrownBy(() -> b.apply(
                        with(before, policy("b", "a.example").withKeyStore(Optional.of(store("/nowhere/b.p12"))))))
                .hasMessageContaining("ssl-policy pair: key-store /nowhere/b.p12")
                .hasMessageContaining("no such file");
        assertThat(b.config()).isEqualTo(before);
        b.apply(with(before, policy("dying", "a.example")));
        await("the warning", () -> alarms.stream()
                .anyMatch(line -> line.startsWith("b pair own certificate CN=dying")));
        assertThat(b.sslPolicies().get(0).warnings())
                .anySatisfy(line -> assertThat(line).contains("expires in 19 days"));
    }
}
