package io.ndpair.transport.session;

/** Ends the session because of a message. The caller returns right after. */
@FunctionalInterface
interface Refuser {

    void refuse(Refusal reason, String what);
}
