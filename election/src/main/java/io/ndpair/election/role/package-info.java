/**
 * What a role is and who is told of it. The machines of the election and everybody who follows them speak these words;
 * the package depends on nothing.
 */
package io.ndpair.election.role;
