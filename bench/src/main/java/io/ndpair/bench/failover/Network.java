package io.ndpair.bench.failover;

import io.ndpair.bench.host.Namespaces;
import io.ndpair.bench.host.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A small network of network namespaces: users and upstream, each behind a bridge, two routers between them with a wire of their own.
 *
 * <pre>
 *   users ---- lan ----+---- ra ----+---- wan ---- up
 *                      +---- rb ----+
 *                        ra -ha0- rb
 * </pre>
 *
 * The users' host has so many addresses, all with its one MAC. Confined to one thread.
 */
final class Network implements AutoCloseable {
    static final String UPSTREAM = "2001:db8:2::100";
    static final String USER_PREFIX = "2001:db8:1::";
    static final int FIRST_USER = 0x1000;

    private static final List<String> HOSTS = List.of("sw", "us", "up", "ra", "rb");
    private static final String UNREAD = "Udp6RcvbufErrors";
    private static final int FORWARDING = 3;
    private static final int DISABLED = 0;
    private static final long LONGEST_DAD_S = 10;

    private final Path directory;

    Network(Path directory, int users) throws IOException {
        this.directory = directory;
        try {
            for (final String host : HOSTS) {
                Namespaces.add(host);
            }
            for (final String segment : List.of("lan", "wan")) {
                ip("sw", "link add " + segment + " type bridge mcast_snooping 0 forward_delay 0");
                ip("sw", "link set " + segment + " up");
            }
            for (final String router : List.of("ra", "rb")) {
                Tool.run("ip netns exec " + namespace(router) + " sysctl -qw net.ipv6.conf.all.forwarding=1");
                plug(router, "lan0", "lan");
                plug(router, "wan0", "wan");
            }
            plug("us", "eth0", "lan");
            plug("up", "eth0", "wan");
            addresses(users);
            // A keepalived that starts while its link-local address is tentative hears nobody, and believes itself
            // alone.
            for (final String host : List.of("ra", "rb", "us", "up")) {
                Tool.await("addresses of " + host, LONGEST_DAD_S, () -> !Tool.run(
                                "ip -n " + namespace(host) + " -6 addr show tentative")
                        .contains("inet6"));
            }
        } catch (final IOException e) {
            close();
            throw e;
        }
    }

    private void plug(String host, String link, String segment) throws IOException {
        ip(host, "link add " + link + " type veth peer name " + host + '-' + link + " netns " + namespace("sw"));
        ip("sw", "link set " + host + '-' + link + " master " + segment + " up");
        ip(host, "link set " + link + " up");
    }

    private void addresses(int users) throws IOException {
        ip("ra", "link add ha0 type veth peer name ha0 netns " + namespace("rb"));
        for (final String router : List.of("ra", "rb")) {
            ip(router, "link set ha0 up");
            ip(router, "addr add fd00:99::" + router.charAt(1) + "/64 dev ha0 nodad");
            ip(router, "addr add 2001:db8:1::" + router.charAt(1) + "/64 dev lan0 nodad");
            ip(router, "addr add 2001:db8:2::" + router.charAt(1) + "/64 dev wan0 nodad");
        }
        final StringBuilder batch = new StringBuilder();
        for (int user = 0; user < users; user++) {
            batch.append("addr add ").append(user(user)).append("/64 dev eth0 nodad\n");
        }
        batch.append("route add default via fe80::1 dev eth0\n");
        ip("us", "-batch " + Files.writeString(directory.resolve("users"), batch));
        ip("up", "addr add " + UPSTREAM + "/64 dev eth0 nodad");
        ip("up", "route add " + USER_PREFIX + "/64 via fe80::2 dev eth0");
    }

    static String user(int user) {
        return USER_PREFIX + Integer.toHexString(FIRST_USER + user);
    }

    String namespace(String host) {
        return Namespaces.name(host);
    }

    void ip(String host, String words) throws IOException {
        Tool.run("ip -n " + namespace(host) + ' ' + words);
    }

    /** The words that start a command in a host. */
    List<String> in(String host) {
        return Namespaces.in(host);
    }

    String mac(String host, String link) throws IOException {
        return Tool.run("ip netns exec " + namespace(host) + " cat /sys/class/net/" + link + "/address")
                .strip();
    }

    /**
     * Pulls both plugs of a router out of the switch, or puts them in again: what its kernel goes on doing after the death of a process is
     * not what is to be measured.
     */
    void plugged(String router, boolean isPlugged) throws IOException {
        final int state = isPlugged ? FORWARDING : DISABLED;
        final Path batch = Files.writeString(
                directory.resolve("plugs"),
                "link set dev " + router + "-lan0 state " + state + "\nlink set dev " + router + "-wan0 state " + state
                        + '\n');
        Tool.run("bridge -n " + namespace("sw") + " -batch " + batch);
    }

    /** UDP packets that came to a host whose process had not read the earlier ones. */
    int dropped(String host) throws IOException {
        return Tool.run("ip netns exec " + namespace(host) + " cat /proc/net/snmp6")
                .lines()
                .filter(line -> line.startsWith(UNREAD))
                .mapToInt(
                        line -> Integer.parseInt(line.substring(UNREAD.length()).strip()))
                .sum();
    }

    /** Neighbors in all namespaces of this kernel; its count is one for the whole machine. */
    static int kernelNeighbors() throws IOException {
        final List<String> lines = Files.readAllLines(Path.of("/proc/net/stat/ndisc_cache"));
        return Integer.parseInt(Tool.words(lines.get(1)).get(0), 16);
    }

    @Override
    public void close() {
        HOSTS.forEach(Namespaces::delete);
    }
}
