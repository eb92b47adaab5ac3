package io.ndpair.election.etrunk;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.ndpair.election.role.Role;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The content of one hello, and its way from and to bytes. Reused: reading and writing allocate nothing. Bytes are read
 * through a {@link HelloGuard} first. Owned by one thread.
 */
final class ETrunkHello {
    /** {@link #indexOf} when there is no such member. */
    static final int NO_MEMBER = -1;

    private static final int MAX_STATE = 2;

    int flags;
    int trunk;
    int priority;
    Role state = Role.INITIALIZE;
    int periodDs;
    long systemId;
    int revertDelayS;
    int failTimeDs;
    long session;
    long sequence;
    long ageMs;
    long challenge;
    long echo;
    long lacpSystemId;
    int lacpPriority;
    int members;

    private final int[] ids = new int[ETrunkConfig.MAX_MEMBERS];
    private final int[] remotes = new int[ETrunkConfig.MAX_MEMBERS];
    private final MemberMode[] modes = new MemberMode[ETrunkConfig.MAX_MEMBERS];
    private final Role[] roles = new Role[ETrunkConfig.MAX_MEMBERS];
    private final int[] memberFlags = new int[ETrunkConfig.MAX_MEMBERS];

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    int remoteOf(int index) {
        return remotes[index];
    }

    MemberMode modeOf(int index) {
        return modes[index];
    }

    Role roleOf(int index) {
        return roles[index];
    }

    boolean up(int index) {
        return (memberFlags[index] & HelloLayout.MEMBER_UP) != 0;
    }

    boolean complete(int index) {
        return (memberFlags[index] & HelloLayout.MEMBER_COMPLETE) != 0;
    }

    boolean anyUp() {
        for (int i = 0; i < members; i++) {
            if (up(i)) {
                return true;
            }
        }
        return false;
    }

    /** Where the member of this number stands. */
    int indexOf(int id) {
        for (int i = 0; i < members; i++) {
            if (ids[i] == id) {
                return i;
            }
        }
        return NO_MEMBER;
    }

    void addMember(int id, int remote, MemberMode mode, Role role, boolean up, boolean complete) {
        ids[members] = id;
        remotes[members] = remote;
        modes[members] = mode;
        roles[members] = role;
        memberFlags[members] = (up ? HelloLayout.MEMBER_UP : 0) | (complete ? HelloLayout.MEMBER_COMPLETE : 0);
        members++;
    }

    /**
     * Reads a hello whose fixed part is known to be there, and whose authentication code was cut off.
     *
     * @return what is wrong with it, or null; what was read before then stands all the same and means nothing
     */
    HelloDrop read(DirectBuffer buffer, int offset, int length) {
        flags = buffer.getByte(offset + HelloLayout.FLAGS_OFFSET);
        trunk = unsignedShort(buffer, offset + HelloLayout.TRUNK_OFFSET);
        priority = buffer.getByte(offset + HelloLayout.PRIORITY_OFFSET) & 0xff;
        final int stateCode = buffer.getByte(offset + HelloLayout.STATE_OFFSET) & 0xff;
        periodDs = unsignedShort(buffer, offset + HelloLayout.PERIOD_OFFSET);
        systemId = systemId(buffer, offset + HelloLayout.SYSTEM_ID_OFFSET);
        revertDelayS = unsignedShort(buffer, offset + HelloLayout.REVERT_OFFSET);
        failTimeDs = buffer.getInt(offset + HelloLayout.FAIL_TIME_OFFSET, BIG_ENDIAN);
        session = buffer.getLong(offset + HelloLayout.SESSION_OFFSET, BIG_ENDIAN);
        sequence = buffer.getLong(offset + HelloLayout.SEQUENCE_OFFSET, BIG_ENDIAN);
        ageMs = buffer.getLong(offset + HelloLayout.AGE_OFFSET, BIG_ENDIAN);
        challenge = buffer.getLong(offset + HelloLayout.CHALLENGE_OFFSET, BIG_ENDIAN);
        echo = buffer.getLong(offset + HelloLayout.ECHO_OFFSET, BIG_ENDIAN);
        members = 0;
        lacpSystemId = 0;
        lacpPriority = 0;
        if (stateCode > MAX_STATE || !plausible()) {
            return HelloDrop.FIELD;
        }
        state = role(stateCode);
        return readTlvs(buffer, offset + HelloLayout.HEADER_BYTES, offset + length) ? null : HelloDrop.TLV;
    }

    /** The ranges of the commands; a fail-time of 0 means that ours counts. An age of more than a century is nonsense. */
    private boolean plausible() {
        return priority >= 1
                && priority <= 254
                && systemId != 0
                && periodDs >= 5
                && periodDs <= 100
                && failTimeDs >= 0
                && failTimeDs <= 30_000
                && session != 0
                && sequence > 0
                && ageMs >= 0
                && ageMs <= 4_000_000_000_000L;
    }

    private boolean readTlvs(DirectBuffer buffer, int from, int end) {
        int at = from;
        while (at < end) {
            if (end - at < HelloLayout.TLV_HEADER_BYTES) {
                return false;
            }
            final int type = unsignedShort(buffer, at);
            final int valueBytes = unsignedShort(buffer, at + Short.BYTES);
            at += HelloLayout.TLV_HEADER_BYTES;
            if (valueBytes > end - at || !readTlv(buffer, type, at, valueBytes)) {
                return false;
            }
            at += valueBytes;
        }
        return true;
    }

    /** What is longer than we know may be of a later version: its beginning is read. Unknown types are skipped. */
    private boolean readTlv(DirectBuffer buffer, int type, int at, int valueBytes) {
        if (type == HelloLayout.TLV_MEMBER) {
            return valueBytes >= HelloLayout.MEMBER_BYTES && readMember(buffer, at);
        }
        if (type == HelloLayout.TLV_LACP) {
            if (valueBytes < HelloLayout.LACP_BYTES) {
                return false;
            }
            lacpSystemId = systemId(buffer, at);
            lacpPriority = unsignedShort(buffer, at + 6);
        }
        return true;
    }

    private boolean readMember(DirectBuffer buffer, int at) {
        final int mode = buffer.getByte(at + 4) & 0xff;
        final int role = buffer.getByte(at + 5) & 0xff;
        final int id = unsignedShort(buffer, at);
        if (members == ETrunkConfig.MAX_MEMBERS || !MemberMode.isCode(mode) || role > MAX_STATE || indexOf(id) >= 0) {
            return false;
        }
        final int bits = buffer.getByte(at + 6);
        addMember(
                id,
                unsignedShort(buffer, at + 2),
                MemberMode.ofCode(mode),
                role(role),
                (bits & HelloLayout.MEMBER_UP) != 0,
                (bits & HelloLayout.MEMBER_COMPLETE) != 0);
        return true;
    }

    /**
     * Writes the hello.
     *
     * @param key signs it; null leaves it unsigned
     * @return its length in bytes
     */
    int write(MutableDirectBuffer buffer, int offset, HelloKey key) {
        buffer.setMemory(offset, HelloLayout.HEADER_BYTES, (byte) 0);
        buffer.putInt(offset + HelloLayout.MAGIC_OFFSET, HelloLayout.MAGIC, BIG_ENDIAN);
        buffer.putByte(offset + HelloLayout.VERSION_OFFSET, (byte) HelloLayout.VERSION);
        buffer.putByte(offset + HelloLayout.FLAGS_OFFSET, (byte) flags);
        putShort(buffer, offset + HelloLayout.TRUNK_OFFSET, trunk);
        buffer.putByte(offset + HelloLayout.PRIORITY_OFFSET, (byte) priority);
        buffer.putByte(offset + HelloLayout.STATE_OFFSET, (byte) code(state));
        putShort(buffer, offset + HelloLayout.PERIOD_OFFSET, periodDs);
        putSystemId(buffer, offset + HelloLayout.SYSTEM_ID_OFFSET, systemId);
        putShort(buffer, offset + HelloLayout.REVERT_OFFSET, revertDelayS);
        buffer.putInt(offset + HelloLayout.FAIL_TIME_OFFSET, failTimeDs, BIG_ENDIAN);
        buffer.putLong(offset + HelloLayout.SESSION_OFFSET, session, BIG_ENDIAN);
        buffer.putLong(offset + HelloLayout.SEQUENCE_OFFSET, sequence, BIG_ENDIAN);
        buffer.putLong(offset + HelloLayout.AGE_OFFSET, ageMs, BIG_ENDIAN);
        buffer.putLong(offset + HelloLayout.CHALLENGE_OFFSET, challenge, BIG_ENDIAN);
        buffer.putLong(offset + HelloLayout.ECHO_OFFSET, echo, BIG_ENDIAN);
        int at = offset + HelloLayout.HEADER_BYTES;
        for (int i = 0; i < members; i++) {
            at = putTlv(buffer, at, HelloLayout.TLV_MEMBER, HelloLayout.MEMBER_BYTES);
            putShort(buffer, at, ids[i]);
            putShort(buffer, at + 2, remotes[i]);
            buffer.putByte(at + 4, (byte) modes[i].code());
            buffer.putByte(at + 5, (byte) code(roles[i]));
            buffer.putByte(at + 6, (byte) memberFlags[i]);
            buffer.putByte(at + 7, (byte) 0);
            at += HelloLayout.MEMBER_BYTES;
        }
        at = putTlv(buffer, at, HelloLayout.TLV_LACP, HelloLayout.LACP_BYTES);
        putSystemId(buffer, at, lacpSystemId);
        putShort(buffer, at + 6, lacpPriority);
        return sign(buffer, offset, at + HelloLayout.LACP_BYTES - offset, key);
    }

    private static int sign(MutableDirectBuffer buffer, int offset, int signedBytes, HelloKey key) {
        final int length = signedBytes + (key == null ? 0 : key.algorithm().codeBytes());
        putShort(buffer, offset + HelloLayout.LENGTH_OFFSET, length);
        if (key != null) {
            buffer.putByte(offset + HelloLayout.AUTHENTICATION_OFFSET, (byte)
                    key.algorithm().code());
            buffer.putByte(offset + HelloLayout.KEY_ID_OFFSET, (byte) HelloLayout.KEY_ID);
            key.sign(buffer, offset, signedBytes);
        }
        return length;
    }

    private static int putTlv(MutableDirectBuffer buffer, int at, int type, int valueBytes) {
        putShort(buffer, at, type);
        putShort(buffer, at + Short.BYTES, valueBytes);
        return at + HelloLayout.TLV_HEADER_BYTES;
    }

    private static int code(Role role) {
        return switch (role) {
            case INITIALIZE -> 0;
            case BACKUP -> 1;
            case MASTER -> 2;
        };
    }

    private static Role role(int code) {
        return switch (code) {
            case 1 -> Role.BACKUP;
            case 2 -> Role.MASTER;
            default -> Role.INITIALIZE;
        };
    }

    private static int unsignedShort(DirectBuffer buffer, int at) {
        return buffer.getShort(at, BIG_ENDIAN) & 0xffff;
    }

    private static void putShort(MutableDirectBuffer buffer, int at, int value) {
        buffer.putShort(at, (short) value, BIG_ENDIAN);
    }

    private static long systemId(DirectBuffer buffer, int at) {
        return ((long) unsignedShort(buffer, at) << Integer.SIZE) | (buffer.getInt(at + 2, BIG_ENDIAN) & 0xffff_ffffL);
    }

    private static void putSystemId(MutableDirectBuffer buffer, int at, long systemId) {
        putShort(buffer, at, (int) (systemId >>> Integer.SIZE));
        buffer.putInt(at + 2, (int) systemId, BIG_ENDIAN);
    }
}
