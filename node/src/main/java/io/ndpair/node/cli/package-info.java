/** The command line: {@code run}, {@code exec}, {@code shell}, {@code demo}. */
package io.ndpair.node.cli;
