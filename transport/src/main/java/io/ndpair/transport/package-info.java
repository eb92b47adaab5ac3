/** ndpair transport. */
package io.ndpair.transport;
