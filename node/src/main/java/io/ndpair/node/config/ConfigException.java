package io.ndpair.node.config;

/**
 * A configuration value, or a combination of values, that is refused. The message is one line for an operator: what is
 * wrong, where, and what would be right.
 */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line without a full stop at its end
     */
    public ConfigException(String message) {
        super(message);
    }
}
