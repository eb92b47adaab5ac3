package io.ndpair.node.shell;

/** {@code display ipv6 neighbors}, poured out entry by entry while the counts for the footer are taken. */
final class NeighborDisplay implements LongDisplay {
    static final String RULE = "-".repeat(78) + "\n";
    private static final int COLUMN = 35;

    private final NeighborCursor cursor;
    private final boolean brief;
    private long dynamicCount;
    private long staticCount;
    private long remoteCount;
    private boolean begun;

    NeighborDisplay(NeighborCursor cursor, boolean brief) {
        this.cursor = cursor;
        this.brief = brief;
    }

    @Override
    public boolean pour(StringBuilder out, int maxChars) {
        final int end = out.length() + maxChars;
        if (!begun) {
            begun = true;
            head(out);
        }
        while (out.length() < end) {
            if (!cursor.hasNext()) {
                foot(out);
                return false;
            }
            final NeighborStatus entry = cursor.next();
            count(entry.kind());
            if (brief) {
                row(out, entry);
            } else {
                detail(out, entry);
            }
        }
        return true;
    }

    @Override
    public void close() {
        cursor.close();
    }

    private void head(StringBuilder out) {
        if (brief) {
            briefHead(out);
        } else {
            out.append(RULE);
        }
    }

    /** What the columns of {@link #row} are. */
    static void briefHead(StringBuilder out) {
        out.append("Type:  D-Dynamic, S-Static, R-Remote\n")
                .append("State: I-Incomplete, R-Reachable, S-Stale, D-Delay, P-Probe\n")
                .append(RULE);
        pad(out, "IPv6 Address", 40);
        pad(out, "Link-layer", 15);
        out.append("State Type Interface\n").append(RULE);
    }

    static void row(StringBuilder out, NeighborStatus entry) {
        pad(out, entry.address().toDisplayString(), 40);
        appendMac(out, entry);
        out.append(' ');
        pad(out, entry.state().letter(), 6);
        pad(out, entry.kind().letter(), 5);
        out.append(entry.interfaceName()).append('\n');
    }

    private static void detail(StringBuilder out, NeighborStatus entry) {
        out.append("IPv6 Address : ").append(entry.address().toDisplayString()).append('\n');
        int start = out.length();
        out.append("Link-layer   : ");
        appendMac(out, entry);
        fill(out, start);
        out.append("State : ").append(entry.state().text()).append('\n');
        start = out.length();
        out.append("Interface    : ").append(entry.interfaceName());
        fill(out, start);
        out.append("Age   : ").append(age(entry)).append('\n');
        out.append("VLAN         : -");
        out.append(" ".repeat(COLUMN)).append("CEVLAN: -\n");
        out.append("VPN name     :");
        out.append(" ".repeat(COLUMN + 2))
                .append("Is Router: ")
                .append(entry.router() ? "TRUE" : "FALSE")
                .append('\n');
        start = out.length();
        out.append("Secure FLAG  : UN-SECURE");
        fill(out, start);
        out.append("Type  : ").append(typeOf(entry.kind())).append('\n').append(RULE);
    }

    private static String age(NeighborStatus entry) {
        return entry.kind() == NeighborStatus.Kind.STATIC || entry.ageS() < 0 ? "-" : Long.toString(entry.ageS() / 60);
    }

    private static String typeOf(NeighborStatus.Kind kind) {
        return switch (kind) {
            case DYNAMIC -> "Dynamic";
            case STATIC -> "Static";
            case REMOTE -> "Remote";
        };
    }

    private void count(NeighborStatus.Kind kind) {
        switch (kind) {
            case DYNAMIC -> dynamicCount++;
            case STATIC -> staticCount++;
            case REMOTE -> remoteCount++;
        }
    }

    private void foot(StringBuilder out) {
        if (brief) {
            out.append(RULE);
        }
        out.append("Total: ")
                .append(dynamicCount + staticCount + remoteCount)
                .append("  Dynamic: ")
                .append(dynamicCount)
                .append("  Static: ")
                .append(staticCount)
                .append("  Remote: ")
                .append(remoteCount)
                .append('\n');
    }

    private static void appendMac(StringBuilder out, NeighborStatus entry) {
        if (entry.state() == NeighborStatus.State.INCOMPLETE && entry.mac() == 0) {
            out.append("--------------");
            return;
        }
        for (int shift = 44; shift >= 0; shift -= 4) {
            out.append(Character.forDigit((int) (entry.mac() >>> shift) & 0xF, 16));
            if (shift == 32 || shift == 16) {
                out.append('-');
            }
        }
    }

    private static void pad(StringBuilder out, String text, int width) {
        out.append(text).append(" ".repeat(Math.max(1, width - text.length())));
    }

    private static void fill(StringBuilder out, int start) {
        out.append(" ".repeat(Math.max(2, COLUMN + 16 - (out.length() - start))));
    }
}
