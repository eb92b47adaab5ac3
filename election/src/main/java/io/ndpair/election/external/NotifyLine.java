package io.ndpair.election.external;

import io.ndpair.election.role.Role;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of keepalived's notify FIFO ({@code vrrp_notify_fifo}): {@code INSTANCE "VI_1" MASTER 100}. Scripts write the same.
 *
 * @param isGroup whether it is told of a sync group, not of an instance
 * @param name    of the instance or group
 * @param role    what the state means: FAULT, STOP and DELETED are Initialize
 */
public record NotifyLine(boolean isGroup, String name, Role role) {
    /** Longest name of an instance, in characters. */
    public static final int MAX_NAME_CHARS = 128;

    private static final Pattern LINE = Pattern.compile("(INSTANCE|GROUP) \"([^\"\\p{Cntrl}]{1," + MAX_NAME_CHARS
            + "})\" (MASTER|BACKUP|FAULT|STOP|DELETED)(?: \\d{1,3})?");

    /**
     * Reads a line without its line feed.
     *
     * @return empty when it is no such line, or tells of something that is no role, like a change of priority
     */
    public static Optional<NotifyLine> parse(String line) {
        final Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        final Role role =
                switch (matcher.group(3)) {
                    case "MASTER" -> Role.MASTER;
                    case "BACKUP" -> Role.BACKUP;
                    default -> Role.INITIALIZE;
                };
        return Optional.of(new NotifyLine("GROUP".equals(matcher.group(1)), matcher.group(2), role));
    }
}
