/** Figures and goals, and reports of them: JSON for tools, a table for people. Knows no benchmark. */
package io.ndpair.bench.figure;
