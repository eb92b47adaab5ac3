/** Reports for a browser: one file, no network, drawn here. */
package io.ndpair.bench.html;
