package io.ndpair.bench.environment;

import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a benchmark ran on.
 *
 * @param facts by name, in the order in which they are to be read
 */
public record Machine(Map<String, String> facts) {
    /** Copies the facts. */
    public Machine {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** This machine and this JVM, now. */
    public static Machine read() {
        final RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        final Map<String, String> facts = new LinkedHashMap<>();
        facts.put("cpu", ProcFiles.field(Path.of("/proc/cpuinfo"), "model name"));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", ProcFiles.field(Path.of("/proc/meminfo"), "MemTotal"));
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("jvm", runtime.getVmName() + " " + runtime.getVmVersion());
        facts.put("flags", String.join(" ", runtime.getInputArguments()));
        facts.put("hugePages", ProcFiles.line(Path.of("/sys/kernel/mm/transparent_hugepage/enabled")));
        facts.put("glibcTunables", String.valueOf(System.getenv("GLIBC_TUNABLES")));
        facts.put("loadAtStart", ProcFiles.line(Path.of("/proc/loadavg")));
        return new Machine(facts);
    }
}
