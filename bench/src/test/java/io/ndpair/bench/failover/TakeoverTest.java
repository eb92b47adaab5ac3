package io.ndpair.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TakeoverTest {
    private static final double KILLED_MS = 1_000;
    private static final List<byte[]> VIRTUAL = List.of(Frame.address("fe80::1"), Frame.address("2001:db8:1::1"));

    /** What a takeover looks like, with what is not to be mistaken for a part of it. */
    private static List<Frame> frames() {
        return new ArrayList<>(List.of(
                Wire.advert(850, Wire.NEW, 100),
                Wire.packet(900, Wire.OLD),
                Wire.advert(980, Wire.OLD, 100),
                Wire.discovery(990, Wire.NEW, Frame.NEIGHBOR_ADVERTISED, "fe80::1"),
                Wire.packet(1_005, Wire.OLD),
                Wire.advert(1_341, Wire.NEW, 100),
                Wire.discovery(1_341.4, Wire.NEW, Frame.NEIGHBOR_ADVERTISED, "fe80::1"),
                Wire.discovery(1_341.6, Wire.NEW, Frame.NEIGHBOR_ADVERTISED, "2001:db8:1::1"),
                Wire.discovery(1_342, Wire.HOST, Frame.NEIGHBOR_SOLICITED, "2001:db8:1::1000"),
                Wire.packet(1_343, Wire.NEW),
                Wire.discovery(1_350, Wire.NEW, Frame.NEIGHBOR_SOLICITED, "2001:db8:1::1001"),
                Wire.discovery(1_351, Wire.NEW, Frame.NEIGHBOR_SOLICITED, "fe80::99"),
                Wire.advert(1_441, Wire.NEW, 100),
                Wire.discovery(1_900, Wire.NEW, Frame.NEIGHBOR_SOLICITED, "2001:db8:1::1002"),
                Wire.discovery(2_341, Wire.NEW, Frame.NEIGHBOR_ADVERTISED, "fe80::1")));
    }

    private static Takeover read(List<Frame> frames) throws IOException {
        return Takeover.read(frames, new Takeover.Question(KILLED_MS, Wire.OLD, Wire.NEW, VIRTUAL));
    }

    @Test
    void shouldTellTheFirstOfEachKindAfterTheKill() throws IOException {
        final Takeover seen = read(frames());

        assertThat(seen.silenceMs()).isCloseTo(361, within(1e-6));
        assertThat(seen.advertMs()).isCloseTo(341, within(1e-6));
        assertThat(seen.announcedMs()).as("the last of the first ones").isCloseTo(341.6, within(1e-6));
        assertThat(seen.forwardedMs()).isCloseTo(343, within(1e-6));
        assertThat(seen.forwardedAtMs()).isCloseTo(1_343, within(1e-6));
        assertThat(seen.solicitations())
                .as("its own, for users, in the first half second")
                .isEqualTo(1);
    }

    @Test
    void shouldRefuseAKillThatWasAResignation() {
        final List<Frame> frames = frames();
        frames.add(4, Wire.advert(1_001, Wire.OLD, 0));

        assertThatThrownBy(() -> read(frames)).hasMessageContaining("farewell");
    }

    @Test
    void shouldNameWhatIsMissing() {
        final List<Frame> silent = frames();
        silent.removeIf(frame -> frame.isAdvert() && frame.isFrom(Wire.NEW));
        final List<Frame> dead = frames();
        dead.removeIf(frame -> frame.isUdp() && frame.isFrom(Wire.NEW));
        final List<Frame> unannounced = frames();
        unannounced.removeIf(frame -> frame.isAbout(Frame.NEIGHBOR_ADVERTISED, Frame.address("2001:db8:1::1")));

        assertThatThrownBy(() -> read(silent)).hasMessageContaining("advertisement of the new master");
        assertThatThrownBy(() -> read(dead)).hasMessageContaining("forwarded by the new master");
        assertThatThrownBy(() -> read(unannounced)).hasMessageContaining("each virtual address");
    }
}
