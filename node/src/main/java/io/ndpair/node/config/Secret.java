package io.ndpair.node.config;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of an operator. No display, log or exception shows it in clear: configurations show {@link #cipherText()}, which any
 * device of this product can read back, so that a saved file or a copied line works elsewhere. That hides the key from whoever
 * looks over a shoulder, and from nobody who has this program: a configuration file is to be kept as a secret.
 */
public final class Secret {
    /** Longest key. */
    public static final int MAX_LENGTH = 255;

    private static final Pattern PLAIN = Pattern.compile("[!-~&&[^?]]{1," + MAX_LENGTH + "}");
    private static final String MARK = "%^%#";
    private static final int IV_BYTES = 16;
    private static final byte[] HIDING_KEY =
            Arrays.copyOf("ndpair: hidden, not secret".getBytes(StandardCharsets.US_ASCII), 32);

    private final String plain;

    private Secret(String plain) {
        this.plain = plain;
    }

    /** Whether the text can be a key as it is typed. */
    public static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches();
    }

    /**
     * A key as it is typed.
     *
     * @throws ConfigException when it is none; the message does not repeat it
     */
    public static Secret plain(String text) {
        if (!isPlain(text)) {
            throw new ConfigException("a key has 1 to " + MAX_LENGTH + " printable characters without blanks and '?'");
        }
        return new Secret(text);
    }

    /**
     * A key in the form that configurations show, or as it is typed where it has not that form.
     *
     * @throws ConfigException when it has the form, and is damaged
     */
    public static Secret cipher(String text) {
        if (text.length() <= 2 * MARK.length() || !text.startsWith(MARK) || !text.endsWith(MARK)) {
            return plain(text);
        }
        try {
            final byte[] bytes =
                    Base64.getDecoder().decode(text.substring(MARK.length(), text.length() - MARK.length()));
            if (bytes.length > IV_BYTES) {
                final byte[] iv = Arrays.copyOf(bytes, IV_BYTES);
                final byte[] key = crypt(iv, Arrays.copyOfRange(bytes, IV_BYTES, bytes.length));
                if (MessageDigest.isEqual(iv, iv(key))) {
                    return plain(new String(key, StandardCharsets.US_ASCII));
                }
            }
        } catch (final IllegalArgumentException notBase64) {
            throw new ConfigException("the cipher text of the key is damaged: it is no base64");
        }
        throw new ConfigException("the cipher text of the key is damaged");
    }

    /** The key in clear, for who has to compute with it. */
    public String reveal() {
        return plain;
    }

    /** The same text for the same key, so that two configurations can be compared. */
    public String cipherText() {
        final byte[] key = plain.getBytes(StandardCharsets.US_ASCII);
        final byte[] iv = iv(key);
        final byte[] both = Arrays.copyOf(iv, IV_BYTES + key.length);
        System.arraycopy(crypt(iv, key), 0, both, IV_BYTES, key.length);
        return MARK + Base64.getEncoder().encodeToString(both) + MARK;
    }

    private static byte[] iv(byte[] key) {
        try {
            final Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HIDING_KEY, "HmacSHA256"));
            return Arrays.copyOf(mac.doFinal(key), IV_BYTES);
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }

    private static byte[] crypt(byte[] iv, byte[] bytes) {
        try {
            final Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(HIDING_KEY, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(bytes);
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && plain.equals(that.plain);
    }

    @Override
    public int hashCode() {
        return plain.hashCode();
    }

    @Override
    public String toString() {
        return "******";
    }
}
