/** ndpair bench. */
package io.ndpair.bench;
