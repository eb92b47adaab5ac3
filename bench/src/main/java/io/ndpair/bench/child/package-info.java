/** Measurements in processes of their own: started with a heap of the right size, speaking lines of text. */
package io.ndpair.bench.child;
