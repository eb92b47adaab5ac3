package io.ndpair.transport.session;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * T13: whole conversations of a hostile peer. The first byte of an input says what we are and how far the session has come; behind it stand
 * frames, each after its length in two bytes. After every frame: nothing thrown, one refusal at most, counted once and named, no
 * entry touched by what was refused or came outside of a stream, every answer of ours sound and their number bounded.
 */
class PeerSessionFuzzTest {
    private static final int MOST_FRAMES = 40;

    @TempDir
    static Path directory;

    private static FuzzedSession backup;
    private static FuzzedSession master;

    @BeforeAll
    static void makeStores() {
        backup = new FuzzedSession(directory.resolve("backup"));
        master = new FuzzedSession(directory.resolve("master"));
    }

    @AfterAll
    static void closeStores() {
        backup.close();
        master.close();
    }

    @FuzzTest(maxDuration = "10m")
    void shouldBearAnyConversation(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        FuzzedSession peer = begun(bytes[0] & 7);
        UnsafeBuffer input = new UnsafeBuffer(bytes);
        int at = 1;
        for (int frames = 0; at + Short.BYTES <= bytes.length && frames < MOST_FRAMES; frames++) {
            int length = Math.min(input.getShort(at) & 0xFFFF, bytes.length - at - Short.BYTES);
            at += Short.BYTES;
            peer.deliver(Arrays.copyOfRange(bytes, at, at + length));
            at += length;
        }
        peer.silence(15);
        peer.assertTableWhole();
    }

    private static FuzzedSession begun(int scene) {
        FuzzedSession peer = scene < 4 ? backup : master;
        peer.begin(scene < 4 ? SessionRole.BACKUP : SessionRole.MASTER);
        switch (scene) {
            case 1, 2 -> peer.make(SessionRole.MASTER);
            case 3, 5, 6 -> peer.make(SessionRole.BACKUP);
            case 7 -> peer.make(SessionRole.MASTER);
            default -> {
                // Nobody has said anything yet.
            }
        }
        return peer;
    }
}
