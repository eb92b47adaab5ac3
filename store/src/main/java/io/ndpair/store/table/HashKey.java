package io.ndpair.store.table;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;

/**
 * The secret of a table's hash. Whoever does not know it cannot build addresses that collide. Drawn by a profile's first
 * master, shared with the backup, kept in the journal; never printed.
 *
 * @param key0 64 bits of the key
 * @param key1 64 bits of the key
 * @param key2 64 bits of the key
 * @param key3 64 bits of the key
 */
public record HashKey(long key0, long key1, long key2, long key3) {
    private static final byte[] ID_DOMAIN = "ndpair hash key id".getBytes(StandardCharsets.US_ASCII);

    /**
     * Draws a key.
     *
     * @param random where the secret comes from: a SecureRandom, except in tests and simulations
     * @return a new key
     */
    public static HashKey random(final RandomGenerator random) {
        return new HashKey(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    /**
     * A number that two devices compare to learn whether they have the same key, and that does not give the key away.
     * Computed at every call; not for hot paths.
     *
     * @return 64 bits of a one-way hash; never 0, which stands for no key
     */
    public long id() {
        final ByteBuffer bytes = ByteBuffer.allocate(ID_DOMAIN.length + 4 * Long.BYTES);
        bytes.put(ID_DOMAIN).putLong(key0).putLong(key1).putLong(key2).putLong(key3);
        try {
            final byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
            final long id = ByteBuffer.wrap(hash).getLong();
            return id == 0 ? 1 : id;
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "HashKey[id=0x" + Long.toHexString(id()) + ']';
    }
}
