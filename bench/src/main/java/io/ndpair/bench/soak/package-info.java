/** {@code ndpair soak}: a pair under faults for hours, with the account of what was acked kept outside of both devices. */
package io.ndpair.bench.soak;
