package io.ndpair.node.linux;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/** One interface as netlink tells it. Reusable; one thread. Strings are made only here, on changes of links. */
final class LinkMessage {
    /** The kernel's IFALIASZ; a longer alias is cut. */
    private static final int MAX_ALIAS_BYTES = 256;

    /** The kernel's IFNAMSIZ. */
    private static final int MAX_NAME_BYTES = 16;

    private final AttributeReader attributes = new AttributeReader();
    private int index;
    private int flags;
    private String name;
    private String alias;
    private long mac;

    /** Reads the payload of RTM_NEWLINK or RTM_DELLINK; false = malformed. */
    boolean decode(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (lengthBytes < NetlinkLayout.LINK_HEADER_BYTES) {
            return false;
        }
        final int family = buffer.getByte(offset);
        index = buffer.getInt(offset + 4);
        flags = buffer.getInt(offset + 8);
        name = "";
        alias = "";
        mac = 0;
        attributes.wrap(buffer, offset + NetlinkLayout.LINK_HEADER_BYTES, offset + lengthBytes);
        while (attributes.next()) {
            switch (attributes.type()) {
                case NetlinkLayout.IFLA_IFNAME -> name = text(buffer, MAX_NAME_BYTES);
                case NetlinkLayout.IFLA_IFALIAS -> alias = text(buffer, MAX_ALIAS_BYTES);
                case NetlinkLayout.IFLA_ADDRESS ->
                    mac = attributes.lengthBytes() == 6 ? NeighborMessage.macAt(buffer, attributes.offset()) : 0;
                default -> {
                    // Dozens of attributes of drivers and protocols.
                }
            }
        }
        // Messages of another family (bridge ports, IPv6 settings) tell only a part of the link.
        return !attributes.malformed() && index > 0 && family == 0;
    }

    private String text(final DirectBuffer buffer, final int maxBytes) {
        final int bound = Math.min(attributes.lengthBytes(), maxBytes);
        int length = 0;
        while (length < bound && buffer.getByte(attributes.offset() + length) != 0) {
            length++;
        }
        final byte[] bytes = new byte[length];
        buffer.getBytes(attributes.offset(), bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    int index() {
        return index;
    }

    /** Administratively up, with carrier, and operational. */
    boolean up() {
        final int needed = NetlinkLayout.IFF_UP | NetlinkLayout.IFF_LOWER_UP | NetlinkLayout.IFF_RUNNING;
        return (flags & needed) == needed;
    }

    String name() {
        return name;
    }

    String alias() {
        return alias;
    }

    long mac() {
        return mac;
    }
}
