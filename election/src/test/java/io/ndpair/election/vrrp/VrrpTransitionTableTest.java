package io.ndpair.election.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of the table in {@link VrrpGroup}, also those that cannot come about in practice. */
class VrrpTransitionTableTest {
    private static final long LESS = 0x01L;
    private static final long GREATER = 0x0bL;

    private static final int NONE = VrrpAction.NONE;
    private static final int ADVERT = VrrpAction.SEND_ADVERT;
    private static final int TELL = VrrpAction.TELL_ROLE;
    private static final int LOSE = VrrpAction.RELEASE | VrrpAction.TELL_LOST;
    private static final int BECOME = ADVERT | VrrpAction.CLAIM | VrrpAction.ANNOUNCE | TELL;
    private static final int DROP = VrrpAction.REPORT_DROP;

    private enum Event {
        LINK_UP,
        LINK_DOWN,
        SHUTDOWN,
        TIMER_EARLY,
        TIMER_DUE,
        REFUSED,
        OWN_ECHO,
        PRIORITY_ZERO,
        STRONGER,
        EQUAL_GREATER,
        EQUAL_LESS,
        WEAKER,
        READY_AGAIN,
        NOT_READY,
        PRIORITY_LOWERED,
        TRACKED_UP,
        UNKNOWN_TRACKED,
        COMPLETE,
        ADMIN_ROLE,
        HAND_OVER,
        TAKE_BACK,
        OTHER_SOURCE,
        OTHER_PRIORITY,
        TO_OWNER
    }

    private static int happen(Event event, Router r) {
        return switch (event) {
            case LINK_UP -> r.linkUp();
            case LINK_DOWN -> r.linkDown();
            case SHUTDOWN -> r.machine.onShutdown();
            case TIMER_EARLY -> r.machine.onTimer(r.nowNs);
            case TIMER_DUE -> {
                r.nowNs = r.machine.nextDeadlineNs(r.nowNs);
                yield r.machine.onTimer(r.nowNs);
            }
            case REFUSED ->
                r.machine.onAdvert(
                        Adverts.advert(200, 10, GREATER), 0, 56, Adverts.LINK_LOCAL, GREATER, 64, true, r.nowNs);
            case OWN_ECHO -> r.hear(200, 10, Router.LOCAL);
            case PRIORITY_ZERO -> r.hear(0, 10, GREATER);
            case STRONGER -> r.hear(101, 10, LESS);
            case EQUAL_GREATER -> r.hear(100, 10, GREATER);
            case EQUAL_LESS -> r.hear(100, 10, LESS);
            case WEAKER -> r.hear(99, 10, GREATER);
            case READY_AGAIN -> r.machine.onReady(true, r.nowNs);
            case NOT_READY -> r.machine.onReady(false, r.nowNs);
            case PRIORITY_LOWERED -> r.fail("uplink");
            case TRACKED_UP -> r.recover("uplink");
            case UNKNOWN_TRACKED -> r.fail("nobody's");
            case COMPLETE -> r.machine.onComplete(r.nowNs);
            case ADMIN_ROLE -> r.machine.onAdminRole(Role.MASTER, r.nowNs);
            case HAND_OVER -> r.machine.onHandOver(r.nowNs);
            case TAKE_BACK -> r.machine.onTakeBack(r.nowNs);
            case OTHER_SOURCE -> r.machine.onLinkUp(Adverts.LINK_LOCAL, 0x0f, r.nowNs);
            case OTHER_PRIORITY -> r.machine.onConfig(Adverts.group(120, 10), r.nowNs);
            case TO_OWNER -> r.machine.onConfig(Adverts.group(255, 10), r.nowNs);
        };
    }

    private record Cell(Event event, Role from, Role to, int actions, long timerNs) {}

    /** Marks a timer that must be as it was. */
    private static final long SAME = -1;

    private static final long NEVER = 3_600_000_000_000L;
    private static final long DOWN = 360_937_500L;
    private static final long SKEW = 60_937_500L;
    private static final long INTERVAL = 100_000_000L;

    private static final List<Cell> CELLS = new ArrayList<>();

    private static void row(Event event, Cell initialize, Cell backup, Cell master) {
        for (final Cell cell : List.of(initialize, backup, master)) {
            CELLS.add(new Cell(event, cell.from(), cell.to(), cell.actions(), cell.timerNs()));
        }
    }

    private static Cell i(Role to, int actions, long timerNs) {
        return new Cell(Event.LINK_UP, Role.INITIALIZE, to, actions, timerNs);
    }

    private static Cell b(Role to, int actions, long timerNs) {
        return new Cell(Event.LINK_UP, Role.BACKUP, to, actions, timerNs);
    }

    private static Cell m(Role to, int actions, long timerNs) {
        return new Cell(Event.LINK_UP, Role.MASTER, to, actions, timerNs);
    }

    static {
        final Role init = Role.INITIALIZE;
        final Role backup = Role.BACKUP;
        final Role master = Role.MASTER;
        final Cell still = i(init, NONE, NEVER);
        final Cell backupStays = b(backup, NONE, SAME);
        final Cell masterStays = m(master, NONE, SAME);
        final Cell accepts = b(backup, NONE, DOWN);
        final Cell answers = m(master, ADVERT | VrrpAction.TELL_RIVAL, SAME);
        final Cell yields = m(backup, LOSE, DOWN);
        row(Event.LINK_UP, i(backup, TELL, DOWN), backupStays, masterStays);
        row(Event.LINK_DOWN, still, b(init, TELL, NEVER), m(init, LOSE, NEVER));
        row(Event.SHUTDOWN, still, b(init, TELL, NEVER), m(init, LOSE | VrrpAction.SEND_RESIGNATION, NEVER));
        row(Event.TIMER_EARLY, still, backupStays, masterStays);
        row(Event.TIMER_DUE, still, b(master, BECOME, INTERVAL), m(master, ADVERT, INTERVAL));
        row(Event.REFUSED, still, b(backup, DROP, SAME), m(master, DROP, SAME));
        final int echo = DROP | VrrpAction.REPORT_NOTICE;
        row(Event.OWN_ECHO, still, b(backup, echo, SAME), m(master, echo, SAME));
        row(Event.PRIORITY_ZERO, still, b(backup, NONE, SKEW), m(master, ADVERT, INTERVAL));
        row(Event.STRONGER, still, accepts, yields);
        row(Event.EQUAL_GREATER, still, accepts, yields);
        row(Event.EQUAL_LESS, still, accepts, answers);
        row(Event.WEAKER, still, backupStays, answers);
        row(Event.READY_AGAIN, still, backupStays, masterStays);
        row(Event.NOT_READY, still, backupStays, masterStays);
        row(Event.PRIORITY_LOWERED, still, backupStays, masterStays);
        row(Event.TRACKED_UP, still, backupStays, masterStays);
        row(Event.UNKNOWN_TRACKED, still, backupStays, masterStays);
        row(Event.COMPLETE, still, backupStays, masterStays);
        row(Event.ADMIN_ROLE, still, backupStays, masterStays);
        row(Event.HAND_OVER, still, backupStays, m(backup, LOSE | VrrpAction.SEND_RESIGNATION, DOWN));
        row(Event.TAKE_BACK, still, backupStays, masterStays);
        row(Event.OTHER_SOURCE, i(backup, TELL, DOWN), backupStays, masterStays);
        row(Event.OTHER_PRIORITY, still, backupStays, m(master, ADVERT, INTERVAL));
        row(Event.TO_OWNER, still, b(master, BECOME, INTERVAL), m(master, ADVERT, INTERVAL));
    }

    static Stream<Cell> cells() {
        return CELLS.stream();
    }

    private static Router in(Role role) {
        final VrrpGroupConfig config = Adverts.tracking(100, TrackedObject.Effect.REDUCED, 50);
        final Router router =
                switch (role) {
                    case INITIALIZE -> Router.initial(config, true);
                    case BACKUP -> Router.started(config);
                    case MASTER -> Router.master(config);
                };
        if (role == Role.BACKUP) {
            router.hear(150, 10, LESS);
        }
        router.nowNs += 30 * Adverts.MS;
        return router;
    }

    @ParameterizedTest
    @MethodSource("cells")
    void shouldFollowTable(Cell cell) {
        final Router router = in(cell.from());
        final long deadlineNs = router.machine.nextDeadlineNs(router.nowNs);

        final int actions = happen(cell.event(), router);

        assertThat(router.role()).as("role").isEqualTo(cell.to());
        assertThat(actions).as("actions").isEqualTo(cell.actions());
        if (cell.timerNs() == SAME) {
            assertThat(router.machine.nextDeadlineNs(router.nowNs)).as("timer").isEqualTo(deadlineNs);
        } else {
            assertThat(router.untilDeadlineNs()).as("timer").isEqualTo(cell.timerNs());
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void shouldStayStoppedAfterShutdown(Cell cell) {
        final Router router = in(cell.from());
        router.machine.onShutdown();

        assertThat(happen(cell.event(), router)).isEqualTo(NONE);
        assertThat(router.role()).isEqualTo(Role.INITIALIZE);
    }

    @Test
    void shouldHaveEveryCell() {
        final Map<Role, Integer> cellsOfRole = new EnumMap<>(Role.class);
        CELLS.forEach(cell -> cellsOfRole.merge(cell.from(), 1, Integer::sum));
        final int events = Event.values().length;

        assertThat(cellsOfRole.values()).containsExactly(events, events, events);
    }
}
