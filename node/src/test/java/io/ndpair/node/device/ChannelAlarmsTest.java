package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelAlarmsTest {
    private final List<String> alarms = new ArrayList<>();
    private final ErrorLog errors = new ErrorLog(new DeviceListener() {
        @Override
        public void onAlarm(String subject, String text) {
            alarms.add(subject + " " + text);
        }
    });
    private final ChannelAlarms channels = new ChannelAlarms(errors);

    private ReplicationAlarms profile(String name, String service) {
        return new ReplicationAlarms(name, service, channels, errors, () -> {}, () -> {});
    }

    @Test
    void shouldTellOnceOfAChannelThatSeveralProfilesShare() {
        final ReplicationAlarms first = profile("rbp1", "rbs1");
        final ReplicationAlarms second = profile("rbp2", "rbs1");
        first.onUp(2);
        second.onUp(2);
        first.onDown("nothing heard for 500 ms");
        assertThat(alarms)
                .containsExactly(
                        "rbs1 RBS/4/RBS_CHANNEL_STATUS_CHANGE: channel status changed (serviceName=rbs1, channelState=Up)");
        second.onDown("the peer said goodbye");
        second.onUp(2);
        assertThat(alarms)
                .containsExactly(
                        "rbs1 RBS/4/RBS_CHANNEL_STATUS_CHANGE: channel status changed (serviceName=rbs1, channelState=Up)",
                        "rbs1 RBS/4/RBS_CHANNEL_STATUS_CHANGE: channel status changed (serviceName=rbs1, channelState=Down, Reason=the peer said goodbye)",
                        "rbs1 RBS/4/RBS_CHANNEL_STATUS_CHANGE: channel status changed (serviceName=rbs1, channelState=Up)");
    }

    @Test
    void shouldTellOfEachServiceByItself() {
        profile("rbp1", "rbs1").onUp(2);
        profile("rbp2", "rbs2").onUp(3);
        profile("rbp2", "rbs2").onDown("link");
        assertThat(alarms)
                .containsExactly(
                        "rbs1 RBS/4/RBS_CHANNEL_STATUS_CHANGE: channel status changed (serviceName=rbs1, channelState=Up)",
                        "rbs2 RBS/4/RBS_CHANNEL_STATUS_CHANGE: channel status changed (serviceName=rbs2, channelState=Up)",
                        "rbs2 RBS/4/RBS_CHANNEL_STATUS_CHANGE: channel status changed (serviceName=rbs2, channelState=Down, Reason=link)");
    }
}
