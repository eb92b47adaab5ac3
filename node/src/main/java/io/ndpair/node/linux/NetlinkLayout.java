package io.ndpair.node.linux;

/**
 * Numbers and offsets of rtnetlink (linux/netlink.h, rtnetlink.h, neighbour.h, if_addr.h, if_link.h). All fields are in the
 * machine's byte order, addresses and MACs in network order; headers and attributes are aligned to 4 bytes.
 *
 * <pre>
 * nlmsghdr   0 length u32 | 4 type u16 | 6 flags u16 | 8 sequence u32 | 12 port u32        16 bytes
 * rtattr     0 length u16 (with these 4) | 2 type u16 | payload
 * ndmsg      0 family u8 | 4 ifindex s32 | 8 state u16 | 10 flags u8 | 11 type u8          12 bytes
 * ifinfomsg  0 family u8 | 2 type u16 | 4 index s32 | 8 flags u32 | 12 change u32          16 bytes
 * ifaddrmsg  0 family u8 | 1 prefix length u8 | 2 flags u8 | 3 scope u8 | 4 index u32       8 bytes
 * </pre>
 */
final class NetlinkLayout {
    static final int HEADER_BYTES = 16;
    static final int ATTRIBUTE_HEADER_BYTES = 4;
    static final int NEIGHBOR_HEADER_BYTES = 12;
    static final int LINK_HEADER_BYTES = 16;
    static final int ADDRESS_HEADER_BYTES = 8;

    static final int NLMSG_ERROR = 2;
    static final int NLMSG_DONE = 3;
    static final int RTM_NEWLINK = 16;
    static final int RTM_DELLINK = 17;
    static final int RTM_GETLINK = 18;
    static final int RTM_SETLINK = 19;
    static final int RTM_NEWADDR = 20;
    static final int RTM_DELADDR = 21;
    static final int RTM_GETADDR = 22;
    static final int RTM_NEWNEIGH = 28;
    static final int RTM_DELNEIGH = 29;
    static final int RTM_GETNEIGH = 30;
    static final int RTM_NEWNEIGHTBL = 64;
    static final int RTM_GETNEIGHTBL = 66;

    static final int NLM_F_REQUEST = 0x1;
    static final int NLM_F_ACK = 0x4;
    static final int NLM_F_DUMP_INTR = 0x10;
    static final int NLM_F_DUMP = 0x300;
    static final int NLM_F_REPLACE = 0x100;
    static final int NLM_F_EXCL = 0x200;
    static final int NLM_F_CREATE = 0x400;

    /** Multicast groups as bits of sockaddr_nl. */
    static final int RTMGRP_LINK = 0x1;

    static final int RTMGRP_NEIGH = 0x4;
    static final int RTMGRP_IPV6_IFADDR = 0x100;

    static final int NDA_DST = 1;
    static final int NDA_LLADDR = 2;
    static final int NDA_CACHEINFO = 3;
    static final int NDA_PROTOCOL = 12;

    static final int NTF_PROXY = 0x8;
    static final int NTF_EXT_LEARNED = 0x10;
    static final int NTF_ROUTER = 0x80;

    static final int NUD_INCOMPLETE = 0x01;
    static final int NUD_REACHABLE = 0x02;
    static final int NUD_STALE = 0x04;
    static final int NUD_DELAY = 0x08;
    static final int NUD_PROBE = 0x10;
    static final int NUD_FAILED = 0x20;
    static final int NUD_NOARP = 0x40;
    static final int NUD_PERMANENT = 0x80;

    static final int RTN_MULTICAST = 5;

    static final int IFLA_ADDRESS = 1;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_LINK = 5;
    static final int IFLA_LINKINFO = 18;
    static final int IFLA_IFALIAS = 20;
    static final int IFLA_AF_SPEC = 26;
    static final int IFLA_INFO_KIND = 1;
    static final int IFLA_INFO_DATA = 2;
    static final int IFLA_MACVLAN_MODE = 1;
    static final int IFLA_INET6_ADDR_GEN_MODE = 8;
    static final int MACVLAN_MODE_BRIDGE = 4;
    static final int ADDR_GEN_MODE_NONE = 1;

    static final int IFF_UP = 0x1;
    static final int IFF_RUNNING = 0x40;
    static final int IFF_LOWER_UP = 0x10000;

    static final int IFA_ADDRESS = 1;
    static final int IFA_LOCAL = 2;
    static final int IFA_CACHEINFO = 6;
    static final int IFA_FLAGS = 8;
    static final int IFA_PROTO = 11;

    static final int IFA_F_NODAD = 0x02;
    static final int IFA_F_DADFAILED = 0x08;
    static final int IFA_F_DEPRECATED = 0x20;
    static final int IFA_F_TENTATIVE = 0x40;
    static final int IFA_F_PERMANENT = 0x80;
    static final int IFA_F_NOPREFIXROUTE = 0x200;

    static final int RT_SCOPE_UNIVERSE = 0;

    static final int NDTA_THRESH2 = 3;

    /**
     * Who has installed an entry or an address, as the kernel keeps it (NDA_PROTOCOL, IFA_PROTO; one byte). Ours is 110: unassigned in
     * linux/rtnetlink.h, where routing daemons have 186..192 and values up to 99 are the kernel's and older daemons'. Leftovers of
     * a killed process are recognised by it.
     */
    static final int PROTOCOL_NDPAIR = 110;

    /** IFA_PROTO of the interface's own addresses that the configuration names and that we have added. */
    static final int PROTOCOL_CONFIGURED = 111;

    private NetlinkLayout() {}

    static int aligned(final int lengthBytes) {
        return (lengthBytes + 3) & ~3;
    }
}
