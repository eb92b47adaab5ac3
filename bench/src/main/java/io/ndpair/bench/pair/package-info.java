/** Device processes on loopback, and what stands between them. */
package io.ndpair.bench.pair;
