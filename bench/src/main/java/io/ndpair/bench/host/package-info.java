/** The machine that a benchmark runs on, beyond its own process: commands, and what is left of them when it is told to end. */
package io.ndpair.bench.host;
