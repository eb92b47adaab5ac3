package io.ndpair.node.cli;

import io.ndpair.store.JvmFlags;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ndpair jvm-flags}: what an embedder has to start its JVM with. */
@Command(
        name = "jvm-flags",
        description = "Prints the JVM flags that software which embeds ndpair must be started with.",
        mixinStandardHelpOptions = true)
public final class JvmFlagsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(String.join(" ", JvmFlags.required()));
        return 0;
    }
}
