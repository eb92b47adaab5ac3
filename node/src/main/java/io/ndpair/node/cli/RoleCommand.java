package io.ndpair.node.cli;

import io.ndpair.node.admin.AdminClient;
import io.ndpair.node.admin.AdminException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ndpair role}: what notify scripts of an elector outside call. */
@Command(
        name = "role",
        description = "Gives a remote-backup-profile that follows no elector of its device its role.",
        mixinStandardHelpOptions = true)
public final class RoleCommand implements Callable<Integer> {
    /** The roles; INITIALIZE is neither. */
    enum ToldRole {
        MASTER,
        BACKUP,
        INITIALIZE
    }

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "data directory of the device")
    private Path data;

    @Parameters(index = "0", paramLabel = "RBP", description = "name of the remote-backup-profile")
    private String profile;

    @Parameters(index = "1", paramLabel = "ROLE", description = "master, backup or initialize")
    private ToldRole role;

    @Override
    public Integer call() throws AdminException {
        final PrintWriter out = spec.commandLine().getOut();
        final PrintWriter err = spec.commandLine().getErr();
        final String command = "role " + profile + " " + role.name().toLowerCase(Locale.ROOT);
        final int status = AdminClient.exec(data, command, out::print, err::print);
        out.flush();
        err.flush();
        return status;
    }
}
