package io.ndpair.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** How tests start ndpair as a process: the java of the build, and what the launcher would add for it. */
public final class TestJvm {
    private static final Path JAR = Path.of(System.getProperty("ndpair.root"), "node", "target", "ndpair.jar");

    private TestJvm() {}

    /** The words before ndpair's own. */
    public static List<String> ndpair() {
        final List<String> words = new ArrayList<>();
        words.add(System.getProperty("ndpair.test.jvm", "java"));
        Pattern.compile(" +")
                .splitAsStream(System.getProperty("ndpair.test.jvm.extra", ""))
                .filter(word -> !word.isEmpty())
                .forEach(words::add);
        words.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-jar", JAR.toString()));
        return words;
    }
}
