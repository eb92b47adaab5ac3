/**
 * Roles that an elector outside gives: an operator's command, keepalived's notifications, or the software that embeds ndpair. No I/O here.
 */
package io.ndpair.election.external;
