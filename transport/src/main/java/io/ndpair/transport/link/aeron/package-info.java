/**
 * Links over Aeron UDP; the only package that knows Aeron. {@link io.ndpair.transport.link.aeron.AeronTransport} holds the driver and the
 * client of a device, and makes the links.
 */
package io.ndpair.transport.link.aeron;
