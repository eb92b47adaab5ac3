/** ndpair node. */
package io.ndpair.node;
