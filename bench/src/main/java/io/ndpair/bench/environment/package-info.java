/** What a benchmark ran on, and what else that machine did meanwhile. */
package io.ndpair.bench.environment;
