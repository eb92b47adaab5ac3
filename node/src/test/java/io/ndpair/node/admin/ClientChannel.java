package io.ndpair.node.admin;

import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** A connection in memory: a client that has sent these bytes and closed its side, and what was written to it. */
final class ClientChannel extends SocketChannel {
    private final ByteBuffer sent;
    private ByteBuffer written = ByteBuffer.allocate(0);

    ClientChannel(byte[] bytes) {
        super(null);
        sent = ByteBuffer.wrap(bytes);
    }

    /** What was written and not yet read, ready to be read. */
    ByteBuffer written() {
        return written;
    }

    /** What was left unread. */
    void keep(ByteBuffer unread) {
        written = unread.slice();
    }

    @Override
    public int read(ByteBuffer into) {
        if (!sent.hasRemaining()) {
            return -1;
        }
        final int count = Math.min(into.remaining(), sent.remaining());
        into.put(into.position(), sent, sent.position(), count);
        into.position(into.position() + count);
        sent.position(sent.position() + count);
        return count;
    }

    @Override
    public int write(ByteBuffer from) {
        final int count = from.remaining();
        written = ByteBuffer.allocate(written.remaining() + count)
                .put(written)
                .put(from)
                .flip();
        return count;
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SocketChannel bind(SocketAddress local) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    @Override
    public SocketChannel shutdownInput() {
        return this;
    }

    @Override
    public SocketChannel shutdownOutput() {
        return this;
    }

    @Override
    public Socket socket() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isConnectionPending() {
        return false;
    }

    @Override
    public boolean connect(SocketAddress remote) {
        return true;
    }

    @Override
    public boolean finishConnect() {
        return true;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return null;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return null;
    }

    @Override
    protected void implCloseSelectableChannel() {}

    @Override
    protected void implConfigureBlocking(boolean block) {}
}
