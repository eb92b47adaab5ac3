/** Micro-benchmarks: one question a class. */
package io.ndpair.bench.jmh;
