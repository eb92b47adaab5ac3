package io.ndpair.transport.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Facts of configuration with their count and digest, or count and digest alone while the peer has not told more. Immutable. */
public final class FactSet {

    /** Most facts of one profile. */
    public static final int MAX_FACTS = 16_384;

    private final int count;
    private final long digest;
    private final SortedMap<String, String> facts;

    private FactSet(int count, long digest, SortedMap<String, String> facts) {
        this.count = count;
        this.digest = digest;
        this.facts = facts;
    }

    /**
     * All facts.
     *
     * @param facts value by name
     * @return with their digest
     */
    public static FactSet of(SortedMap<String, String> facts) {
        SortedMap<String, String> printable = new TreeMap<>();
        facts.forEach((name, value) -> printable.put(HelloCodec.printable(name), HelloCodec.printable(value)));
        return new FactSet(printable.size(), digest(printable), Collections.unmodifiableSortedMap(printable));
    }

    /** What a Hello says that has no room for them. */
    static FactSet told(int count, long digest) {
        return new FactSet(count, digest, Collections.emptySortedMap());
    }

    int count() {
        return count;
    }

    long digest() {
        return digest;
    }

    /**
     * The facts.
     *
     * @return value by name; empty while they are not told
     */
    public SortedMap<String, String> facts() {
        return facts;
    }

    boolean complete() {
        return facts.size() == count;
    }

    boolean fitsInHello() {
        return count <= FrameCheck.MAX_FACTS;
    }

    boolean sameAs(FactSet other) {
        return count == other.count && digest == other.digest;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FactSet set && sameAs(set) && facts.equals(set.facts);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(digest);
    }

    @Override
    public String toString() {
        return complete() ? facts.toString() : count + " facts";
    }

    private static long digest(SortedMap<String, String> facts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            facts.forEach((name, value) -> {
                update(sha, name);
                update(sha, value);
            });
            return ByteBuffer.wrap(sha.digest()).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void update(MessageDigest sha, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha.update((byte) (bytes.length >>> 8));
        sha.update((byte) bytes.length);
        sha.update(bytes);
    }
}
