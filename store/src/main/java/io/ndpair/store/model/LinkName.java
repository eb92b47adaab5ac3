package io.ndpair.store.model;

/**
 * A link as both devices call it.
 *
 * @param linkId the id that entries carry; positive
 * @param name   the agreed name, such as an interface with its VLANs
 */
public record LinkName(int linkId, String name) {}
