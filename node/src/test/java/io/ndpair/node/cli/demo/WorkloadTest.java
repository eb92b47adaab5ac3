package io.ndpair.node.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static final int USERS = 1000;

    @Test
    void shouldBeTheSameForTheSameSeedAndAnotherForAnother() {
        assertThat(stateAfter(7, 20_000)).isEqualTo(stateAfter(7, 20_000)).isNotEqualTo(stateAfter(8, 20_000));
    }

    private static long stateAfter(long seed, int mutations) {
        final Workload workload = replayed(seed, mutations);
        long state = 0;
        for (int user = 0; user < USERS; user++) {
            state = Workload.mix(state ^ workload.fingerprint(user));
        }
        return state;
    }

    private static Workload replayed(long seed, int mutations) {
        final Workload workload = new Workload(seed, USERS);
        for (int i = 0; i < mutations; i++) {
            workload.next();
        }
        return workload;
    }

    @Test
    void shouldReadTheUserBackFromAnAddress() {
        for (int user = 0; user < 100_000; user += 97) {
            for (int generation = 0; generation < 5; generation++) {
                final long low = Workload.low(user, generation);
                assertThat(Workload.userOf(Workload.high(user), low, 100_000)).isEqualTo(user);
                assertThat(Workload.userOf(Workload.high(user) + 1, low, 100_000))
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    void shouldNeverChangeStableUsersAfterTheyAppeared() {
        final Workload workload = replayed(3, USERS);
        final long[] before = new long[USERS];
        for (int user = 0; user < USERS; user++) {
            before[user] = workload.fingerprint(user);
        }
        final Set<Integer> operations = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            workload.next();
            operations.add(workload.operation());
        }
        int changed = 0;
        for (int user = 0; user < USERS; user++) {
            if (Workload.isStable(user)) {
                assertThat(workload.fingerprint(user)).isEqualTo(before[user]);
            } else if (workload.fingerprint(user) != before[user]) {
                changed++;
            }
        }
        assertThat(changed).isGreaterThan(USERS / 2);
        assertThat(operations)
                .containsExactlyInAnyOrder(Workload.ADD, Workload.REFRESH, Workload.MOVE, Workload.REMOVE);
    }

    @Test
    void shouldMakeMacsThatAreUnicastAndLocal() {
        for (int user = 0; user < USERS; user++) {
            assertThat(Workload.mac(user, 0) >>> 40).isEqualTo(0x02);
        }
    }
}
