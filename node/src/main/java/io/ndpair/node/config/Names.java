package io.ndpair.node.config;

/** What names may look like. Everything is ASCII, so that a display and a file are safe to print. */
public final class Names {
    /** Longest name of a remote backup service. */
    public static final int MAX_SERVICE = 32;
    /** Longest name of a remote backup profile. */
    public static final int MAX_PROFILE = 128;
    /** Longest name of a device. */
    public static final int MAX_DEVICE = 64;
    /** Longest name of an interface. */
    public static final int MAX_INTERFACE = 63;
    /** Longest name that Linux gives an interface. */
    public static final int MAX_LINUX_INTERFACE = 15;

    private Names() {}

    /** Whether the text can name an RBS: 1 to 32 of {@code 0-9 a-z _ . -}. */
    public static boolean isService(String text) {
        return isObject(text, MAX_SERVICE);
    }

    /** Whether the text can name an RBP: 1 to 128 of {@code 0-9 a-z _ . -}. */
    public static boolean isProfile(String text) {
        return isObject(text, MAX_PROFILE);
    }

    /** Whether the text can name a device: 1 to 64 letters, digits and {@code _ . -}. */
    public static boolean isDevice(String text) {
        return isWord(text, MAX_DEVICE, "_.-");
    }

    /** Whether the text can name an interface: a letter or digit, then letters, digits and {@code _ . - / : @}. */
    public static boolean isInterface(String text) {
        return isWord(text, MAX_INTERFACE, "_.-/:@") && isLetterOrDigit(text.charAt(0));
    }

    /** Whether Linux can have an interface of that name: 1 to 15 characters, no {@code /}, not {@code .} or {@code ..}. */
    public static boolean isLinuxInterface(String text) {
        return isWord(text, MAX_LINUX_INTERFACE, "_.-:@") && !".".equals(text) && !"..".equals(text);
    }

    /**
     * The main interface of a sub-interface: what stands before the last point when only digits follow it, else the name
     * itself.
     */
    public static String mainInterface(String name) {
        final int point = name.lastIndexOf('.');
        if (point <= 0 || point == name.length() - 1) {
            return name;
        }
        for (int i = point + 1; i < name.length(); i++) {
            if (!isDigit(name.charAt(i))) {
                return name;
            }
        }
        return name.substring(0, point);
    }

    private static boolean isObject(String text, int max) {
        if (text.isEmpty() || text.length() > max) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (!((c >= 'a' && c <= 'z') || isDigit(c) || c == '_' || c == '.' || c == '-')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(String text, int max, String others) {
        if (text.isEmpty() || text.length() > max) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (!isLetterOrDigit(c) && others.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
