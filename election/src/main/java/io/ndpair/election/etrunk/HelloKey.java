package io.ndpair.election.etrunk;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Signs and verifies hellos. Used by one thread, the elector's, once it was handed over; equal when algorithm and key are.
 * Never shows the key.
 */
public final class HelloKey {
    /** Longest code that an algorithm makes. */
    static final int MAX_CODE_BYTES = 32;

    private static final int STRETCH_ITERATIONS = 100_000;
    private static final int STRETCHED_BITS = 256;

    private final Algorithm algorithm;
    private final byte[] key;
    private final Mac mac;
    private final byte[] message = new byte[HelloLayout.MAX_BYTES];
    private final byte[] received = new byte[MAX_CODE_BYTES];

    /** How a hello is authenticated. */
    public enum Algorithm {
        /** HMAC-SHA-1 by the key itself. */
        HMAC_SHA1(1, "HmacSHA1", 20, "hmac-sha1"),
        /** HMAC-SHA-256 by the key itself. */
        HMAC_SHA256(2, "HmacSHA256", 32, "hmac-sha256"),
        /**
         * HMAC-SHA-256 by a key that is stretched (PBKDF2, 100,000 rounds, the E-Trunk's number in the salt): who has
         * recorded a hello needs that much more for each guess of a weak key.
         */
        ENHANCED_HMAC_SHA256(3, "HmacSHA256", 32, "enhanced-hmac-sha256");

        private final int code;
        private final String jcaName;
        private final int codeBytes;
        private final String text;

        Algorithm(int code, String jcaName, int codeBytes, String text) {
            this.code = code;
            this.jcaName = jcaName;
            this.codeBytes = codeBytes;
            this.text = text;
        }

        /** The number in a hello. */
        int code() {
            return code;
        }

        /** Length of the code at the end of a hello. */
        int codeBytes() {
            return codeBytes;
        }

        /** The word that commands and displays use. */
        public String text() {
            return text;
        }
    }

    private HelloKey(Algorithm algorithm, byte[] key) throws GeneralSecurityException {
        this.algorithm = algorithm;
        this.key = key;
        this.mac = Mac.getInstance(algorithm.jcaName);
        mac.init(new SecretKeySpec(key, algorithm.jcaName));
    }

    /**
     * A key as an operator types it. Takes some tens of milliseconds for the enhanced algorithm: not on the elector's thread.
     *
     * @param trunk number of the E-Trunk
     * @param secret 1 to 255 characters of ASCII
     */
    public static HelloKey of(Algorithm algorithm, int trunk, String secret) {
        if (secret.isEmpty() || secret.length() > 255) {
            throw new IllegalArgumentException("a key has 1 to 255 characters, this one has " + secret.length());
        }
        try {
            return new HelloKey(
                    algorithm,
                    algorithm == Algorithm.ENHANCED_HMAC_SHA256
                            ? stretched(trunk, secret)
                            : secret.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + algorithm.jcaName, e);
        }
    }

    private static byte[] stretched(int trunk, String secret) throws GeneralSecurityException {
        final byte[] salt = ("ndpair e-trunk " + trunk).getBytes(StandardCharsets.US_ASCII);
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(secret.toCharArray(), salt, STRETCH_ITERATIONS, STRETCHED_BITS))
                .getEncoded();
    }

    /** How this key authenticates. */
    public Algorithm algorithm() {
        return algorithm;
    }

    /** Writes the code of {@code length} bytes behind them. */
    void sign(MutableDirectBuffer buffer, int offset, int length) {
        buffer.getBytes(offset, message, 0, length);
        mac.update(message, 0, length);
        buffer.putBytes(offset + length, mac.doFinal());
    }

    /** Whether the code behind {@code length} bytes is right; takes the same time for any wrong one. */
    boolean verifies(DirectBuffer buffer, int offset, int length) {
        buffer.getBytes(offset, message, 0, length);
        buffer.getBytes(offset + length, received, 0, algorithm.codeBytes);
        mac.update(message, 0, length);
        return MessageDigest.isEqual(mac.doFinal(), Arrays.copyOf(received, algorithm.codeBytes));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HelloKey that && algorithm == that.algorithm && MessageDigest.isEqual(key, that.key);
    }

    @Override
    public int hashCode() {
        return algorithm.text.hashCode();
    }

    @Override
    public String toString() {
        return algorithm.text + " ******";
    }
}
