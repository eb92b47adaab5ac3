/** {@code ndpair bench compare}: two reports of the same benchmark. */
package io.ndpair.bench.compare;
