/** Figures as tables for a page of text. */
package io.ndpair.bench.markdown;
