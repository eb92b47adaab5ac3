package io.ndpair.node.simulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open file of a simulated disk. */
final class SimChannel extends FileChannel {
    private final SimDisk disk;
    private final String name;
    private final SimFile file;
    private int position;

    SimChannel(SimDisk disk, String name, SimFile file) {
        this.disk = disk;
        this.name = name;
        this.file = file;
    }

    @Override
    public int read(ByteBuffer into) {
        int read = file.read(position, into);
        position += Math.max(0, read);
        return read;
    }

    @Override
    public int read(ByteBuffer into, long at) {
        return file.read((int) at, into);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int written = write(source, position);
        position += written;
        return written;
    }

    @Override
    public int write(ByteBuffer source, long at) throws IOException {
        int length = source.remaining();
        disk.requireRoom(Math.max(0, at + length - file.size()));
        file.write((int) at, source);
        file.modifiedMs = disk.wallMs.getAsLong();
        return length;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileChannel position(long at) {
        position = (int) at;
        return this;
    }

    @Override
    public long size() {
        return file.size();
    }

    @Override
    public FileChannel truncate(long length) {
        file.truncate((int) length);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        disk.force(name);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long length) {
        return file.map();
    }

    @Override
    public FileLock tryLock(long at, long length, boolean shared) {
        return new FileLock(this, at, length, shared) {
            @Override
            public boolean isValid() {
                return true;
            }

            @Override
            public void release() {}
        };
    }

    @Override
    public FileLock lock(long at, long length, boolean shared) {
        return tryLock(at, length, shared);
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long at, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long at, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void implCloseChannel() {}
}
