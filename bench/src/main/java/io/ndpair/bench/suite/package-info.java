/** What benchmarks of several parts have in common: sections that are chosen, processes that are run, figures made of samples. */
package io.ndpair.bench.suite;
