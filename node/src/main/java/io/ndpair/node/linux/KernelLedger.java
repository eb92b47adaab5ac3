package io.ndpair.node.linux;

import io.ndpair.election.vrrp.VirtualAddress;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * A file that says what a process may have put into the kernel, written before it does so: who comes after its death reads there what to
 * take away. It names what may be there, not what is: so it changes with the configuration alone, and a role change waits for no disk.
 * Whether something really is ours the kernel's own marks must say as well.
 *
 * <pre>
 * ndpair kernel ledger 1
 * place net:[4026531840] 1f5e0c9e-...          network namespace and boot
 * neighbors lan0 eth0                          a link by its two names; '-' = no name of its own in Linux
 * group 51 lan0 eth0                           a VRRP6 group's macvlan
 * address fe800000000000000000000000000051 lan0 eth0
 * crc 1234abcd                                 CRC32C of everything before
 * </pre>
 *
 * <p>The bytes are nobody's friend: a file that is too long, damaged or of another kind is refused as a whole, with a message that says
 * why, and nothing is taken away. One thread at a time.
 */
final class KernelLedger {
    static final String FILE_NAME = "kernel-ledger";

    private static final String MAGIC = "ndpair kernel ledger 1";
    private static final String NO_NAME = "-";
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_LINES = 16_384;
    private static final Pattern PLACE = Pattern.compile("place (\\S{1,64} \\S{1,64})");
    private static final Pattern NEIGHBORS = Pattern.compile("neighbors (\\S{1,64}) (\\S{1,15})");
    private static final Pattern GROUP = Pattern.compile("group (\\d{1,3}) (\\S{1,64}) (\\S{1,15})");
    private static final Pattern ADDRESS = Pattern.compile("address ([0-9a-f]{32}) (\\S{1,64}) (\\S{1,15})");
    private static final Pattern LINE = Pattern.compile("\n");
    private static final int HEX = 16;

    /** A virtual address that may be on a link. */
    record Address(LinuxLink link, long high, long low) {}

    /** A group that may have a macvlan on a link. */
    record Group(LinuxLink link, int vrid) {}

    private final String place;
    private final Set<LinuxLink> neighbors = new LinkedHashSet<>();
    private final Set<Group> groups = new LinkedHashSet<>();
    private final Set<Address> addresses = new LinkedHashSet<>();

    private KernelLedger(final String place) {
        this.place = place;
    }

    /** An empty ledger of the calling thread's network namespace. */
    static KernelLedger here() {
        return new KernelLedger(placeHere());
    }

    private static String placeHere() {
        return textOf(Path.of("/proc/thread-self/ns/net")) + " " + textOf(Path.of("/proc/sys/kernel/random/boot_id"));
    }

    private static String textOf(final Path path) {
        try {
            return Files.isSymbolicLink(path)
                    ? Files.readSymbolicLink(path).toString()
                    : Files.readString(path).strip();
        } catch (final IOException e) {
            return "unknown";
        }
    }

    /** Whether it was written in this network namespace since the machine was started. */
    boolean isHere() {
        return place.equals(placeHere());
    }

    Set<LinuxLink> neighbors() {
        return neighbors;
    }

    Set<Group> groups() {
        return groups;
    }

    Set<Address> addresses() {
        return addresses;
    }

    boolean isEmpty() {
        return neighbors.isEmpty() && groups.isEmpty() && addresses.isEmpty();
    }

    /** Neighbors may be installed on this link; true = that was not in it. */
    boolean addNeighbors(final LinuxLink link) {
        return neighbors.add(link);
    }

    /** The group may put its addresses, and a macvlan, on this link; true = that was not in it. */
    boolean addGroup(final LinuxLink link, final VrrpGroupConfig group) {
        boolean isNew = group.options().virtualMac() && groups.add(new Group(link, group.vrid()));
        for (final VirtualAddress address : group.addresses()) {
            isNew |= addresses.add(new Address(link, address.high(), address.low()));
        }
        return isNew;
    }

    /**
     * Reads a ledger.
     *
     * @return null when there is none.
     * @throws IOException when it cannot be read, or is not one; the message says what is wrong with it.
     */
    static KernelLedger read(final Path directory) throws IOException {
        final Path file = directory.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            return null;
        }
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": length or kind of the file, expected at most " + MAX_BYTES + " bytes");
        }
        return parse(file.toString(), Files.readAllBytes(file));
    }

    static KernelLedger parse(final String file, final byte[] bytes) throws IOException {
        final String text = new String(bytes, StandardCharsets.ISO_8859_1);
        final int end = text.lastIndexOf("crc ");
        if (!text.startsWith(MAGIC + "\n") || end < 0) {
            throw new IOException(file + ": head or crc is missing, expected '" + MAGIC + "'");
        }
        final byte[] covered = text.substring(0, end).getBytes(StandardCharsets.ISO_8859_1);
        if (!text.substring(end).equals(crcLine(covered))) {
            throw new IOException(file + ": crc does not fit what it covers");
        }
        final List<String> lines = LINE.splitAsStream(text.substring(0, end))
                .skip(1)
                .limit(MAX_LINES + 1L)
                .toList();
        final Matcher place = PLACE.matcher(lines.isEmpty() ? "" : lines.get(0));
        if (!place.matches() || lines.size() > MAX_LINES) {
            throw new IOException(file + ": place, or number of lines (" + lines.size() + ")");
        }
        final KernelLedger ledger = new KernelLedger(place.group(1));
        for (final String line : lines.subList(1, lines.size())) {
            ledger.take(file, line);
        }
        return ledger;
    }

    private void take(final String file, final String line) throws IOException {
        final Matcher link = NEIGHBORS.matcher(line);
        final Matcher group = GROUP.matcher(line);
        final Matcher address = ADDRESS.matcher(line);
        if (link.matches()) {
            neighbors.add(link(link.group(1), link.group(2)));
        } else if (group.matches() && isVrid(group.group(1))) {
            groups.add(new Group(link(group.group(2), group.group(3)), Integer.parseInt(group.group(1))));
        } else if (address.matches()) {
            final String digits = address.group(1);
            addresses.add(new Address(
                    link(address.group(2), address.group(3)),
                    Long.parseUnsignedLong(digits.substring(0, HEX), HEX),
                    Long.parseUnsignedLong(digits.substring(HEX), HEX)));
        } else {
            throw new IOException(file + ": line '" + line.substring(0, Math.min(line.length(), 80)) + "'");
        }
    }

    private static boolean isVrid(final String digits) {
        final int vrid = Integer.parseInt(digits);
        return vrid >= 1 && vrid <= 255;
    }

    private static LinuxLink link(final String name, final String linuxName) {
        return new LinuxLink(name, linuxName.equals(NO_NAME) ? "" : linuxName);
    }

    /** Writes it in place of the one that is there; whoever reads finds the old one or the new one. */
    void write(final Path directory) throws IOException {
        final Path fresh = directory.resolve(FILE_NAME + ".new");
        Files.write(fresh, bytes());
        Files.move(
                fresh,
                directory.resolve(FILE_NAME),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    byte[] bytes() {
        final List<String> lines = new ArrayList<>(List.of(MAGIC, "place " + place));
        neighbors.forEach(link -> lines.add("neighbors " + names(link)));
        groups.forEach(group -> lines.add("group " + group.vrid() + " " + names(group.link())));
        addresses.forEach(address -> lines.add(
                String.format("address %016x%016x %s", address.high(), address.low(), names(address.link()))));
        final byte[] covered = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        final byte[] crc = crcLine(covered).getBytes(StandardCharsets.ISO_8859_1);
        final byte[] all = new byte[covered.length + crc.length];
        System.arraycopy(covered, 0, all, 0, covered.length);
        System.arraycopy(crc, 0, all, covered.length, crc.length);
        return all;
    }

    private static String names(final LinuxLink link) {
        return link.name() + " " + (link.linuxName().isEmpty() ? NO_NAME : link.linuxName());
    }

    private static String crcLine(final byte[] covered) {
        final CRC32C crc = new CRC32C();
        crc.update(covered);
        return String.format("crc %08x%n", crc.getValue()).replace("\r", "");
    }
}
