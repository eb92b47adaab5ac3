package io.ndpair.node.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerifierTest {
    private static final int USERS = 500;
    private static final long SEED = 11;

    private static Workload at(long index) {
        final Workload workload = new Workload(SEED, USERS);
        while (workload.index() < index) {
            workload.next();
        }
        return workload;
    }

    private static void takeAll(Verifier verifier, Workload workload, int exceptUser) {
        for (int user = 0; user < USERS; user++) {
            if (workload.present(user) && user != exceptUser) {
                verifier.take(workload.addressHigh(user), workload.addressLow(user), workload.mac(user));
            }
        }
    }

    @Test
    void shouldFindNothingLostAtAnyPointBetweenAckedAndOffered() {
        for (long survivor = 3_000; survivor <= 3_200; survivor += 25) {
            final Verifier verifier = new Verifier(SEED, USERS, 3_000, 3_200);
            takeAll(verifier, at(survivor), -1);
            assertThat(verifier.result().lost()).isZero();
            assertThat(verifier.result().wrong()).isZero();
        }
    }

    @Test
    void shouldCountAnEntryThatIsMissingAsLost() {
        final Verifier verifier = new Verifier(SEED, USERS, 3_000, 3_000);
        takeAll(verifier, at(3_000), 16);
        assertThat(verifier.result().lost()).isEqualTo(1);
    }

    @Test
    void shouldCountWhatIsOlderThanTheAckAsLost() {
        final Verifier verifier = new Verifier(SEED, USERS, 3_000, 3_100);
        takeAll(verifier, at(2_900), -1);
        assertThat(verifier.result().lost()).isPositive();
    }

    @Test
    void shouldCountStrangersAndOldAddressesAsWrong() {
        final Verifier verifier = new Verifier(SEED, USERS, 3_000, 3_000);
        final Workload workload = at(3_000);
        takeAll(verifier, workload, -1);
        verifier.take(0x2001_0db8_ffff_0000L, 77, 0x0200_0000_0001L);
        verifier.take(Workload.high(16), Workload.low(16, 3), 0x0200_0000_0001L);
        assertThat(verifier.result().wrong()).isEqualTo(2);
    }
}
