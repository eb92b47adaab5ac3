/** ndpair election. */
package io.ndpair.election;
