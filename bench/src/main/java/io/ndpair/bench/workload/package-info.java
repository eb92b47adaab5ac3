/** Keys and chains of keys that subject, limit and peers share. */
package io.ndpair.bench.workload;
