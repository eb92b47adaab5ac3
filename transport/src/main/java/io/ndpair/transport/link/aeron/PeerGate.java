package io.ndpair.transport.link.aeron;

import io.aeron.driver.DataPacketDispatcher;
import io.aeron.driver.DriverConductorProxy;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.ReceiveChannelEndpoint;
import io.aeron.driver.media.SendChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import io.aeron.protocol.DataHeaderFlyweight;
import io.aeron.protocol.ErrorFlyweight;
import io.aeron.protocol.NakFlyweight;
import io.aeron.protocol.RttMeasurementFlyweight;
import io.aeron.protocol.SetupFlyweight;
import io.aeron.protocol.StatusMessageFlyweight;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Lets frames into the embedded driver that come from a configured peer's address, and no others. Without it any host could have the driver
 * map a log buffer of a size of its choice with every setup frame, long before an image of it could be rejected, and could spoil flow control
 * with status messages. A frame is dropped at the cost of comparing its address; it is counted. An outside driver is not ours to guard.
 *
 * <p>One thread: the one that invokes the driver.
 */
final class PeerGate {
    private InetAddress[] peers = {};
    private long refused;

    /** From now on these are the peers. */
    void admit(InetAddress... addresses) {
        peers = addresses.clone();
    }

    /** Frames that were dropped because of who sent them. */
    long refused() {
        return refused;
    }

    boolean admits(InetSocketAddress from) {
        for (InetAddress peer : peers) {
            if (peer.equals(from.getAddress())) {
                return true;
            }
        }
        refused++;
        return false;
    }

    ReceiveChannelEndpoint receiving(
            UdpChannel channel, DataPacketDispatcher dispatcher, AtomicCounter status, MediaDriver.Context context) {
        return new Receiving(channel, dispatcher, status, context);
    }

    SendChannelEndpoint sending(UdpChannel channel, AtomicCounter status, MediaDriver.Context context) {
        return new Sending(channel, status, context);
    }

    /** What subscriptions hear. */
    private final class Receiving extends ReceiveChannelEndpoint {
        Receiving(
                UdpChannel channel,
                DataPacketDispatcher dispatcher,
                AtomicCounter status,
                MediaDriver.Context context) {
            super(channel, dispatcher, status, context);
        }

        @Override
        public int onDataPacket(
                DataHeaderFlyweight header, UnsafeBuffer buffer, int length, InetSocketAddress from, int transport) {
            return admits(from) ? super.onDataPacket(header, buffer, length, from, transport) : 0;
        }

        @Override
        public void onSetupMessage(
                SetupFlyweight header, UnsafeBuffer buffer, int length, InetSocketAddress from, int transport) {
            if (admits(from)) {
                super.onSetupMessage(header, buffer, length, from, transport);
            }
        }

        @Override
        public void onRttMeasurement(
                RttMeasurementFlyweight header,
                UnsafeBuffer buffer,
                int length,
                InetSocketAddress from,
                int transport) {
            if (admits(from)) {
                super.onRttMeasurement(header, buffer, length, from, transport);
            }
        }
    }

    /** What publications hear: the receiver's answers. */
    private final class Sending extends SendChannelEndpoint {
        Sending(UdpChannel channel, AtomicCounter status, MediaDriver.Context context) {
            super(channel, status, context);
        }

        @Override
        public void onStatusMessage(
                StatusMessageFlyweight message,
                UnsafeBuffer buffer,
                int length,
                InetSocketAddress from,
                DriverConductorProxy conductor) {
            if (admits(from)) {
                super.onStatusMessage(message, buffer, length, from, conductor);
            }
        }

        @Override
        public void onError(
                ErrorFlyweight message,
                UnsafeBuffer buffer,
                int length,
                InetSocketAddress from,
                DriverConductorProxy conductor) {
            if (admits(from)) {
                super.onError(message, buffer, length, from, conductor);
            }
        }

        @Override
        public void onNakMessage(NakFlyweight message, UnsafeBuffer buffer, int length, InetSocketAddress from) {
            if (admits(from)) {
                super.onNakMessage(message, buffer, length, from);
            }
        }

        @Override
        public void onRttMeasurement(
                RttMeasurementFlyweight message, UnsafeBuffer buffer, int length, InetSocketAddress from) {
            if (admits(from)) {
                super.onRttMeasurement(message, buffer, length, from);
            }
        }
    }
}
