/** What the machine can do at best: the physical limits that figures stand beside. */
package io.ndpair.bench.limit;
