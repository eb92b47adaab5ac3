/** Other maps with the same keys and values, looked up by the same loops; the one door of the benchmarks to their libraries. */
package io.ndpair.bench.peer;
