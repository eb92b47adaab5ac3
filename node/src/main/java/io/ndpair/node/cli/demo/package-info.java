/**
 * {@code ndpair demo}: {@link io.ndpair.node.cli.demo.Demo} runs two {@link io.ndpair.node.cli.demo.DemoDevice} processes, and checks
 * with the {@link io.ndpair.node.cli.demo.Verifier} what the survivor holds. The device process shows how to embed a device.
 */
package io.ndpair.node.cli.demo;
