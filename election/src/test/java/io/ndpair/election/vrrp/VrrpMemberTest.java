package io.ndpair.election.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of the table in {@link VrrpMember}, the impossible ones too. */
class VrrpMemberTest {
    private static final long NOW_NS = Long.MAX_VALUE - 5;
    private static final int TELL = VrrpAction.TELL_ROLE;
    private static final int BECOME = VrrpAction.CLAIM | VrrpAction.ANNOUNCE | TELL;
    private static final int LOSE = VrrpAction.RELEASE | VrrpAction.TELL_LOST;
    private static final VrrpGroupConfig CONFIG =
            Adverts.group(100, 10).withOptions(VrrpGroupOptions.DEFAULT.withAdminGroup("admin"));

    private enum Event {
        LINK_UP,
        LINK_DOWN,
        SHUTDOWN,
        ADMIN_MASTER,
        ADMIN_BACKUP,
        ADMIN_INITIALIZE,
        ADVERT_STRONGER,
        RESIGNATION,
        TIMER,
        NOT_READY,
        HAND_OVER,
        TAKE_BACK,
        COMPLETE,
        TRACKED_DOWN,
        PRIORITY
    }

    private record Cell(Event event, Role from, Role to, int actions) {}

    private static final List<Cell> CELLS = new ArrayList<>();

    private static void row(Event event, Role[] to, int... actions) {
        final List<Role> from = List.of(Role.INITIALIZE, Role.BACKUP, Role.MASTER);
        for (int i = 0; i < from.size(); i++) {
            CELLS.add(new Cell(event, from.get(i), to[i], actions[i]));
        }
    }

    static {
        final Role init = Role.INITIALIZE;
        final Role backup = Role.BACKUP;
        final Role master = Role.MASTER;
        final Role[] same = {init, backup, master};
        row(Event.LINK_UP, same, 0, 0, 0);
        row(Event.LINK_DOWN, new Role[] {init, init, init}, 0, TELL, LOSE);
        row(Event.SHUTDOWN, new Role[] {init, init, init}, 0, TELL, LOSE);
        row(Event.ADMIN_MASTER, new Role[] {master, master, master}, BECOME, BECOME, 0);
        row(Event.ADMIN_BACKUP, new Role[] {backup, backup, backup}, TELL, 0, LOSE);
        row(Event.ADMIN_INITIALIZE, new Role[] {init, init, init}, 0, TELL, LOSE);
        row(Event.ADVERT_STRONGER, same, 0, VrrpAction.REPORT_DROP, VrrpAction.REPORT_DROP);
        row(Event.RESIGNATION, same, 0, VrrpAction.REPORT_DROP, VrrpAction.REPORT_DROP);
        row(Event.TIMER, same, 0, 0, 0);
        row(Event.NOT_READY, same, 0, 0, 0);
        row(Event.HAND_OVER, same, 0, 0, 0);
        row(Event.TAKE_BACK, same, 0, 0, 0);
        row(Event.COMPLETE, same, 0, 0, 0);
        row(Event.TRACKED_DOWN, same, 0, 0, 0);
        row(Event.PRIORITY, same, 0, 0, 0);
    }

    static Stream<Cell> cells() {
        return CELLS.stream();
    }

    /** A member whose link is up and whose admin group has this role. */
    private static GroupMachine in(Role role) {
        final GroupMachine member = GroupMachine.of(CONFIG, true);
        member.onLinkUp(Adverts.LINK_LOCAL, Router.LOCAL, NOW_NS);
        member.onAdminRole(role, NOW_NS);
        assertThat(member.role()).isEqualTo(role);
        return member;
    }

    private static int happen(Event event, GroupMachine m) {
        return switch (event) {
            case LINK_UP -> m.onLinkUp(Adverts.LINK_LOCAL, 0x0f, NOW_NS);
            case LINK_DOWN -> m.onLinkDown(NOW_NS);
            case SHUTDOWN -> m.onShutdown();
            case ADMIN_MASTER -> m.onAdminRole(Role.MASTER, NOW_NS);
            case ADMIN_BACKUP -> m.onAdminRole(Role.BACKUP, NOW_NS);
            case ADMIN_INITIALIZE -> m.onAdminRole(Role.INITIALIZE, NOW_NS);
            case ADVERT_STRONGER -> advert(m, 200);
            case RESIGNATION -> advert(m, 0);
            case TIMER -> m.onTimer(NOW_NS);
            case NOT_READY -> m.onReady(false, NOW_NS);
            case COMPLETE -> m.onComplete(NOW_NS);
            case HAND_OVER -> m.onHandOver(NOW_NS);
            case TAKE_BACK -> m.onTakeBack(NOW_NS);
            case TRACKED_DOWN -> m.onTracked("uplink", false, NOW_NS);
            case PRIORITY -> m.onConfig(Adverts.group(50, 10).withOptions(CONFIG.options()), NOW_NS);
        };
    }

    private static int advert(GroupMachine m, int priority) {
        return m.onAdvert(Adverts.advert(priority, 10, 0x0b), 0, 56, Adverts.LINK_LOCAL, 0x0b, 255, true, NOW_NS);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void shouldFollowTable(Cell cell) {
        final GroupMachine member = in(cell.from());

        assertThat(happen(cell.event(), member)).as("actions").isEqualTo(cell.actions());
        assertThat(member.role()).isEqualTo(cell.to());
        assertThat(cell.actions() & (VrrpAction.SEND_ADVERT | VrrpAction.SEND_RESIGNATION))
                .as("a member sends nothing")
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void shouldStayStoppedAfterShutdown(Cell cell) {
        final GroupMachine member = in(cell.from());
        member.onShutdown();

        assertThat(happen(cell.event(), member)).isEqualTo(VrrpAction.NONE);
        assertThat(member.role()).isEqualTo(Role.INITIALIZE);
    }

    @Test
    void shouldHaveEveryCell() {
        assertThat(CELLS).hasSize(Event.values().length * Role.values().length);
    }

    @Test
    void shouldLeaveHandingOverToItsAdminGroup() {
        final GroupMachine member = in(Role.MASTER);

        assertThat(member.handOverRefusal()).isEqualTo("it follows VRRP6 group admin");
        assertThat(member.handedOver()).isFalse();
    }

    @Test
    void shouldTakeTheRoleOnlyWhereItsOwnLinkCanBeUsed() {
        final GroupMachine member = GroupMachine.of(CONFIG, true);
        assertThat(member.onLinkDown(NOW_NS)).isEqualTo(VrrpAction.NONE);
        assertThat(member.onAdminRole(Role.MASTER, NOW_NS)).isEqualTo(VrrpAction.NONE);
        assertThat(member.role()).isEqualTo(Role.INITIALIZE);

        assertThat(member.onLinkUp(Adverts.LINK_LOCAL, Router.LOCAL, NOW_NS)).isEqualTo(BECOME);
        assertThat(member.view().masterLow()).isEqualTo(Router.LOCAL);
    }
}
