package io.ndpair.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.shell.FakeDevice;
import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LineEditorIT {
    @TempDir
    Path directory;

    @Test
    void shouldCompleteWordsAndAnswerQuestionMark() throws Exception {
        final FakeDevice device = new FakeDevice();
        final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
        final AgentRunner runner = new AgentRunner(
                new SleepingMillisIdleStrategy(1),
                errors::add,
                null,
                AdminServer.open(AdminConfig.of(directory), device, SystemNanoClock.INSTANCE, errors::add));
        AgentRunner.startOnThread(runner);
        final ByteArrayOutputStream screen = new ByteArrayOutputStream();
        try (PipedOutputStream keys = new PipedOutputStream();
                ExternalTerminal terminal = new ExternalTerminal(
                        "test", "xterm", new PipedInputStream(keys), screen, StandardCharsets.UTF_8);
                AdminClient client = AdminClient.connect(directory);
                LineEditor editor = new LineEditor(client, terminal)) {
            terminal.setSize(new Size(120, 30));
            keys.write("sys\t\rsysname ?B\rcommit\rquit\rquit\r".getBytes(StandardCharsets.US_ASCII));
            keys.flush();
            assertThat(editor.run()).isZero();
        } finally {
            runner.close();
        }
        assertThat(errors).isEmpty();
        assertThat(device.runningConfig().name()).isEqualTo("B");
        assertThat(screen.toString(StandardCharsets.UTF_8))
                .contains("<DeviceA>", "system-view", "Name of this device", "[*DeviceA]", "[~B]", "<B>");
    }
}
