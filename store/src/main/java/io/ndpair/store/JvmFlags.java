package io.ndpair.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The flags that this JVM must have been started with, and a check that names the missing ones. */
public final class JvmFlags {
    private static final String RESOURCE = "/io/ndpair/store/jvm-flags.properties";

    private JvmFlags() {}

    /** All flags, as given on a command line. */
    public static List<String> required() {
        Properties properties = new Properties();
        try (InputStream stream = JvmFlags.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("resource is missing: " + RESOURCE);
            }
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(properties.getProperty("flags", "").strip().split("\\s+"));
    }

    /** Those of {@link #required} that have no effect in this JVM, whether given as flags or by a jar's manifest. */
    public static List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (String flag : required()) {
            if (!present(flag)) {
                missing.add(flag);
            }
        }
        return missing;
    }

    /**
     * Checks that none is missing.
     *
     * @throws IllegalStateException naming each missing flag
     */
    public static void verify() {
        List<String> missing = missing();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("java was started without: " + String.join(" ", missing));
        }
    }

    private static boolean present(String flag) {
        int equals = flag.indexOf('=');
        int slash = flag.indexOf('/');
        if (slash < 0 || equals < 0) {
            // Native access is only a matter of warnings on the versions that know the flag; nothing fails without it.
            return true;
        }
        String moduleName = flag.substring(equals + 1, slash);
        String packageName = flag.substring(slash + 1, flag.indexOf('=', slash));
        Module module = ModuleLayer.boot().findModule(moduleName).orElse(null);
        Module self = JvmFlags.class.getModule();
        if (module == null || !module.getPackages().contains(packageName)) {
            // A later JDK without the package has nothing to open.
            return true;
        }
        return flag.startsWith("--add-opens") ? module.isOpen(packageName, self) : module.isExported(packageName, self);
    }
}
