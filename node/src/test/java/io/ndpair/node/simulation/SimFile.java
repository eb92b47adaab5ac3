package io.ndpair.node.simulation;

import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Bytes as a running process sees them, and beside them what the medium holds: what was written since the last force may be lost. */
final class SimFile {
    private static final int BLOCK_BYTES = 512;

    private byte[] bytes = new byte[512];
    private int size;
    private byte[] durable = new byte[0];
    private int durableSize;
    private int dirtyFrom = Integer.MAX_VALUE;
    private int dirtyTo;
    private MappedByteBuffer map;
    private boolean mapped;
    long modifiedMs;

    int size() {
        return size;
    }

    void write(int at, ByteBuffer source) {
        int length = source.remaining();
        reserve(at + length);
        source.get(bytes, at, length);
        touched(at, at + length);
        size = Math.max(size, at + length);
    }

    int read(int at, ByteBuffer into) {
        if (at >= size) {
            return -1;
        }
        int length = Math.min(into.remaining(), size - at);
        into.put(bytes, at, length);
        return length;
    }

    int readInt(int at) {
        return at + Integer.BYTES > size ? 0 : ByteBuffer.wrap(bytes).getInt(at);
    }

    void truncate(int length) {
        if (length < size) {
            Arrays.fill(bytes, length, size, (byte) 0);
            touched(length, size);
            size = length;
        }
    }

    void flip(int bit) {
        bytes[bit >>> 3] ^= (byte) (1 << (bit & 7));
        if (bit >>> 3 < durableSize) {
            durable[bit >>> 3] ^= (byte) (1 << (bit & 7));
        }
    }

    /** Pages that are mapped reach the file by themselves as long as the machine lives. */
    MappedByteBuffer map() {
        // A direct buffer is one; the file's content is copied in, and back when it matters.
        map = (MappedByteBuffer) ByteBuffer.allocateDirect(size);
        map.put(0, bytes, 0, size);
        mapped = true;
        return map;
    }

    /** The mapping is still there: takes its content over. */
    void pull() {
        if (mapped) {
            map.get(0, bytes, 0, size);
            touched(0, size);
        }
    }

    /** The mapping is about to go. */
    void unmap() {
        pull();
        mapped = false;
        map = null;
    }

    void force() {
        if (durable.length < bytes.length) {
            durable = Arrays.copyOf(durable, bytes.length);
        }
        if (dirtyFrom < dirtyTo) {
            System.arraycopy(bytes, dirtyFrom, durable, dirtyFrom, dirtyTo - dirtyFrom);
        }
        durableSize = size;
        clean();
    }

    private void clean() {
        dirtyFrom = Integer.MAX_VALUE;
        dirtyTo = 0;
    }

    private void touched(int from, int to) {
        dirtyFrom = Math.min(dirtyFrom, from);
        dirtyTo = Math.max(dirtyTo, to);
    }

    private void reserve(int length) {
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, 2 * bytes.length));
        }
    }

    boolean dirty() {
        return dirtyFrom < dirtyTo || size != durableSize;
    }

    /** The same file after its process was killed: nothing that was written is lost. */
    SimFile afterKill() {
        pull();
        SimFile copy = new SimFile();
        copy.bytes = Arrays.copyOf(bytes, Math.max(512, size));
        copy.size = size;
        copy.modifiedMs = modifiedMs;
        copy.durable = copy.bytes.clone();
        copy.durableSize = size;
        return copy;
    }

    /** The same file after a power cut: what was not forced is there, or not, or in part. */
    SimFile afterPowerCut(SplittableRandom random, boolean torn) {
        SimFile copy = afterKill();
        if (!dirty()) {
            return copy;
        }
        int from = Math.min(dirtyFrom, Math.min(size, durableSize));
        switch (random.nextInt(torn ? 4 : 2)) {
            case 0:
                break;
            case 1:
                copy.bytes = Arrays.copyOf(durable, Math.max(512, Math.max(durable.length, durableSize)));
                copy.size = durableSize;
                break;
            case 2:
                copy.truncate(Math.min(size, from + random.nextInt(Math.max(1, size - from))));
                break;
            default:
                int at = from + random.nextInt(Math.max(1, size - from));
                Arrays.fill(copy.bytes, at, Math.max(at, Math.min(size, at + BLOCK_BYTES)), (byte) 0);
                break;
        }
        copy.clean();
        copy.durable = copy.bytes.clone();
        copy.durableSize = copy.size;
        return copy;
    }
}
