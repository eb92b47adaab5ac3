/** {@code ndpair bench store}: the figures of the store. */
package io.ndpair.bench.store;
