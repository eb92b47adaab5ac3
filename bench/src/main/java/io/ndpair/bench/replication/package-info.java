/** {@code ndpair bench replication}: two device processes, beside bare Aeron and the same device alone. */
package io.ndpair.bench.replication;
