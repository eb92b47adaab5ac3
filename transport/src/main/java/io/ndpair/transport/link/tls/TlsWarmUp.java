package io.ndpair.transport.link.tls;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Has the JVM compile what seals and opens records before a session needs it. The processor's instructions for AES and GHASH are used only by what the
 * JVM's last compiler has made, and that is begun by the number of calls and not of bytes. A record of 16 KB takes 6 to 7 us each way in the end; without
 * this, sealing still took 100 to 170 us after 130 MB and opening for the first 65 MB (JDK 17, one run, 2026-11-23): a batch backup just after the start
 * would be over before it was quick. Sealing and opening as many short texts costs half a second of one thread once, in parts of some milliseconds.
 * Confined to one thread.
 */
public final class TlsWarmUp {
    private static final int ROUNDS = 20_000;
    private static final int ROUNDS_PER_DUTY_CYCLE = 50;
    private static final int TEXT_BYTES = 1024;
    private static final int KEY_BYTES = 16;
    private static final int IV_BYTES = 12;
    private static final int SEAL_BYTES = 16;
    private static final int HEADER_BYTES = 5;

    private final byte[] iv = new byte[IV_BYTES];
    private final ByteBuffer text = ByteBuffer.allocate(TEXT_BYTES);
    private final ByteBuffer sealed = ByteBuffer.allocate(TEXT_BYTES + SEAL_BYTES);
    private final ByteBuffer opened = ByteBuffer.allocate(TEXT_BYTES + SEAL_BYTES);
    private Cipher sealing;
    private Cipher opening;
    private int round;

    /**
     * A part of it.
     *
     * @return work done; 0 when all was done
     */
    public int doWork() {
        if (isOver()) {
            return 0;
        }
        try {
            int end = round + ROUNDS_PER_DUTY_CYCLE;
            while (round < end) {
                sealAndOpen();
                round++;
            }
        } catch (GeneralSecurityException e) {
            // A JDK that has no AES-GCM has nothing that could become quicker; its handshakes say so.
            round = ROUNDS;
        }
        return 1;
    }

    /** Whether nothing is left to do. */
    boolean isOver() {
        return round >= ROUNDS;
    }

    private void sealAndOpen() throws GeneralSecurityException {
        if (sealing == null) {
            sealing = Cipher.getInstance("AES/GCM/NoPadding");
            opening = Cipher.getInstance("AES/GCM/NoPadding");
        }
        // No key of anybody's: nothing that is sealed here leaves this object.
        SecretKeySpec key = new SecretKeySpec(new byte[KEY_BYTES], "AES");
        ByteBuffer.wrap(iv).putInt(round);
        GCMParameterSpec parameters = new GCMParameterSpec(SEAL_BYTES * Byte.SIZE, iv);
        sealing.init(Cipher.ENCRYPT_MODE, key, parameters);
        sealing.updateAAD(iv, 0, HEADER_BYTES);
        sealing.doFinal(text.clear(), sealed.clear());
        opening.init(Cipher.DECRYPT_MODE, key, parameters);
        opening.updateAAD(iv, 0, HEADER_BYTES);
        opening.doFinal(sealed.flip(), opened.clear());
        if (opened.position() != TEXT_BYTES) {
            throw new GeneralSecurityException("what was sealed is not what was opened");
        }
    }
}
