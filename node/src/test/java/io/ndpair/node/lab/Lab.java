package io.ndpair.node.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * A small network of network namespaces: a switch with a user segment and an upstream segment, two hosts of users, an upstream host, and
 * two routers with a wire of their own between them. Made and taken away by the test that uses it.
 *
 * <pre>
 *   u0  u1                        up
 *    |   |                        |
 *  [ users, sw ]---ra---[ upstream, sw ]
 *        |         |ha0           |
 *        +---------rb-------------+
 * </pre>
 */
final class Lab implements AutoCloseable {
    static final String USER_PREFIX = "2001:db8:1::";
    static final int USERS_PER_HOST = 110;
    static final int USER_HOSTS = 2;

    private final String prefix = "ndp" + ProcessHandle.current().pid() % 100_000 + "-";
    private final List<String> namespaces = new ArrayList<>();

    Lab() {
        for (final String host : List.of("sw", "u0", "u1", "up", "ra", "rb")) {
            final String name = prefix + host;
            Shell.tryRun("ip netns del " + name);
            Shell.run("ip netns add " + name);
            namespaces.add(name);
            Shell.run("ip -n " + name + " link set lo up");
        }
        for (final String segment : List.of("users", "upstream")) {
            Shell.run("ip -n " + ns("sw") + " link add " + segment + " type bridge mcast_snooping 0 forward_delay 0");
            Shell.run("ip -n " + ns("sw") + " link set " + segment + " up");
        }
        for (final String router : List.of("ra", "rb")) {
            in(router, "sysctl -qw net.ipv6.conf.all.forwarding=1");
            plug(router, "lan0", "users");
            plug(router, "wan0", "upstream");
        }
        for (int i = 0; i < USER_HOSTS; i++) {
            plug("u" + i, "eth0", "users");
        }
        plug("up", "eth0", "upstream");
        wireBetweenRouters();
        addresses();
    }

    private void plug(String host, String link, String segment) {
        final String port = host + "-" + link;
        Shell.run("ip -n " + ns(host) + " link add " + link + " type veth peer name " + port + " netns " + ns("sw"));
        Shell.run("ip -n " + ns("sw") + " link set " + port + " master " + segment + " up");
        Shell.run("ip -n " + ns(host) + " link set " + link + " up");
    }

    private void wireBetweenRouters() {
        Shell.run("ip -n " + ns("ra") + " link add ha0 type veth peer name ha0 netns " + ns("rb"));
        int i = 0;
        for (final String router : List.of("ra", "rb")) {
            Shell.run("ip -n " + ns(router) + " link set ha0 up");
            Shell.run("ip -n " + ns(router) + " addr add fd00:99::" + "ab".charAt(i++) + "/64 dev ha0 nodad");
        }
    }

    private void addresses() {
        for (int host = 0; host < USER_HOSTS; host++) {
            for (int user = 0; user < USERS_PER_HOST; user++) {
                Shell.run("ip -n " + ns("u" + host) + " addr add " + user(host, user) + "/64 dev eth0 nodad");
            }
            Shell.run("ip -n " + ns("u" + host) + " route add default via fe80::1 dev eth0");
        }
        Shell.run("ip -n " + ns("up") + " addr add 2001:db8:2::100/64 dev eth0 nodad");
        Shell.run("ip -n " + ns("up") + " route add " + USER_PREFIX + "/64 via fe80::2 dev eth0");
    }

    static String user(int host, int user) {
        return USER_PREFIX + Integer.toHexString(0x1000 * (host + 1) + user);
    }

    static List<String> users() {
        final List<String> users = new ArrayList<>();
        for (int host = 0; host < USER_HOSTS; host++) {
            for (int user = 0; user < USERS_PER_HOST; user++) {
                users.add(user(host, user));
            }
        }
        return users;
    }

    String ns(String host) {
        return prefix + host;
    }

    /** Runs a command in a host. */
    String in(String host, String line) {
        return Shell.run("ip netns exec " + ns(host) + " " + line);
    }

    String mac(String host, String link) {
        return in(host, "cat /sys/class/net/" + link + "/address").trim();
    }

    @Override
    public void close() {
        for (final String name : namespaces) {
            Shell.words(Shell.tryRun("ip netns pids " + name).output()).forEach(pid -> Shell.tryRun("kill -9 " + pid));
            Shell.tryRun("ip netns del " + name);
        }
    }
}
