package io.ndpair.node.admin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A frame of the local socket.
 *
 * <pre>
 *  0        4      5              4 + length
 *  +--------+------+----------------+
 *  | length | type | text, UTF-8    |      length = bytes behind the length, 1 to 65,536
 *  +--------+------+----------------+
 * </pre>
 *
 * @param type what it is
 * @param text what it says
 */
record Frame(Type type, String text) {
    /** Bytes of the length. */
    static final int PREFIX_BYTES = 4;
    /** Most bytes behind the length. */
    static final int MAX_BYTES = 64 * 1024;
    /** Protocol version, said in {@link Type#OPEN_EXEC} and {@link Type#OPEN_SHELL}. */
    static final String VERSION = "1";

    /** Types of frames; the code is on the wire. */
    enum Type {
        /** Client: begins a session for commands that come in {@link #EXEC}. Text: the protocol version. */
        OPEN_EXEC(1),
        /** Client: begins a session for an operator. Text: the protocol version. */
        OPEN_SHELL(2),
        /** Client: commands, parted by line feeds or semicolons. Answered by output and {@link #END}. */
        EXEC(3),
        /** Client: a line. Answered by output and {@link #PROMPT}, or by {@link #END}. */
        LINE(4),
        /** Client: the beginning of a line. Answered by {@link #HELP_TEXT}. */
        HELP(5),
        /** Client: the beginning of a line. Answered by {@link #CANDIDATES}. */
        COMPLETE(6),
        /** Client: end a long display. No answer of its own. */
        INTERRUPT(7),
        /** Server: what stands before the next line. */
        PROMPT(65),
        /** Server: text of a command. */
        OUTPUT(66),
        /** Server: text of an error. */
        ERROR(67),
        /** Server: words, parted by line feeds. */
        CANDIDATES(68),
        /** Server: what could come next. */
        HELP_TEXT(69),
        /** Server: the session is over. Text: the exit status. */
        END(70),
        /** Server: the session is refused or ended by the server. Text: why. */
        REFUSED(71);

        private final byte code;

        Type(int code) {
            this.code = (byte) code;
        }

        static Optional<Type> of(byte code) {
            for (final Type type : values()) {
                if (type.code == code) {
                    return Optional.of(type);
                }
            }
            return Optional.empty();
        }
    }

    /** The frame's bytes. */
    ByteBuffer encode() {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= MAX_BYTES) {
            throw new IllegalArgumentException("a frame of " + bytes.length + " bytes is too long");
        }
        return ByteBuffer.allocate(PREFIX_BYTES + 1 + bytes.length)
                .putInt(1 + bytes.length)
                .put(type.code)
                .put(bytes)
                .flip();
    }

    /**
     * Takes one frame from a buffer that is ready to be read.
     *
     * @return the frame, or empty while it is not there as a whole
     * @throws AdminException when the bytes are no frame; the stream cannot be read any further
     */
    static Optional<Frame> decode(ByteBuffer in) throws AdminException {
        if (in.remaining() < PREFIX_BYTES) {
            return Optional.empty();
        }
        final int length = in.getInt(in.position());
        if (length < 1 || length > MAX_BYTES) {
            throw new AdminException(
                    "a frame of " + Integer.toUnsignedString(length) + " bytes; 1 to " + MAX_BYTES + " are possible");
        }
        if (in.remaining() < PREFIX_BYTES + length) {
            return Optional.empty();
        }
        final byte code = in.get(in.position() + PREFIX_BYTES);
        final Type type = Type.of(code).orElseThrow(() -> new AdminException("a frame of unknown type " + code));
        final byte[] bytes = new byte[length - 1];
        in.position(in.position() + PREFIX_BYTES + 1);
        in.get(bytes);
        return Optional.of(new Frame(type, new String(bytes, StandardCharsets.UTF_8)));
    }
}
