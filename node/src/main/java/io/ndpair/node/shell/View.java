package io.ndpair.node.shell;

/** The views of the command line. */
enum View {
    USER,
    SYSTEM,
    INTERFACE,
    SERVICE,
    PROFILE,
    ETRUNK,
    SSL_POLICY;

    /** Whether configuration is entered here. */
    boolean configures() {
        return this != USER;
    }

    /** Whether it is a view of one object, below the system view. */
    boolean belowSystem() {
        return this != USER && this != SYSTEM;
    }
}
