/** {@code ndpair bench all} and its parts: benchmarks one after the other, in one report. */
package io.ndpair.bench.all;
