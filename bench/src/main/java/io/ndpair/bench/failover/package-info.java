/** {@code ndpair bench failover}: what a switchover costs, on the wire of a small network, beside keepalived. */
package io.ndpair.bench.failover;
