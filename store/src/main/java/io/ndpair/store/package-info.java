/** ndpair store. */
package io.ndpair.store;
