package io.ndpair.transport.link.aeron;

import io.ndpair.transport.link.TransportException;
import io.ndpair.transport.link.TransportException.Category;
import io.ndpair.transport.link.TransportException.Code;
import java.nio.file.Path;
import java.util.Objects;
import org.agrona.ErrorHandler;

/**
 * How a device takes part in Aeron.
 *
 * @param aeronDirectory directory of the media driver (memory-mapped files; best on a memory file system)
 * @param embedded true: a driver of our own, run by {@link AeronTransport#doWork()}; false: the driver that runs in that directory
 * @param mtuBytes largest UDP payload of the driver; a multiple of 32, 1,408 (default, fits Ethernet) to 65,504
 * @param termLengthBytes length of a log buffer's term: a power of two, 512 KiB to 64 MiB; three of them are mapped per direction
 * @param errorHandler told about errors of driver and client, on the thread that runs {@link AeronTransport#doWork()}
 */
public record AeronTransportConfig(
        Path aeronDirectory, boolean embedded, int mtuBytes, int termLengthBytes, ErrorHandler errorHandler) {

    /** Fits an Ethernet frame with IPv6 and UDP headers, with room for a tunnel. */
    public static final int DEFAULT_MTU_BYTES = 1408;

    /** Four megabytes hold about 100,000 mutations in flight. */
    public static final int DEFAULT_TERM_LENGTH_BYTES = 4 * 1024 * 1024;

    /** Aeron's largest message is an eighth of a term, and ours must fit. */
    public static final int MIN_TERM_LENGTH_BYTES = 512 * 1024;

    /** More does not help on the links of a pair, and three are mapped per direction. */
    public static final int MAX_TERM_LENGTH_BYTES = 64 * 1024 * 1024;

    private static final int MAX_MTU_BYTES = 65_504;

    /** Checks the values. */
    public AeronTransportConfig {
        Objects.requireNonNull(aeronDirectory, "aeronDirectory");
        Objects.requireNonNull(errorHandler, "errorHandler");
        if (mtuBytes < DEFAULT_MTU_BYTES || mtuBytes > MAX_MTU_BYTES || mtuBytes % 32 != 0) {
            throw refused("mtu", mtuBytes, "a multiple of 32 within " + DEFAULT_MTU_BYTES + " to " + MAX_MTU_BYTES);
        }
        if (Integer.bitCount(termLengthBytes) != 1
                || termLengthBytes < MIN_TERM_LENGTH_BYTES
                || termLengthBytes > MAX_TERM_LENGTH_BYTES) {
            throw refused(
                    "term length",
                    termLengthBytes,
                    "a power of two within " + MIN_TERM_LENGTH_BYTES + " to " + MAX_TERM_LENGTH_BYTES);
        }
    }

    /**
     * An embedded driver with the defaults.
     *
     * @param aeronDirectory of the driver
     * @param errorHandler told about errors
     * @return the configuration
     */
    public static AeronTransportConfig embedded(Path aeronDirectory, ErrorHandler errorHandler) {
        return new AeronTransportConfig(
                aeronDirectory, true, DEFAULT_MTU_BYTES, DEFAULT_TERM_LENGTH_BYTES, errorHandler);
    }

    /**
     * The same with another MTU.
     *
     * @param bytes the largest UDP payload
     * @return a copy
     */
    public AeronTransportConfig withMtuBytes(int bytes) {
        return new AeronTransportConfig(aeronDirectory, embedded, bytes, termLengthBytes, errorHandler);
    }

    /**
     * The same with other terms.
     *
     * @param bytes length of a term
     * @return a copy
     */
    public AeronTransportConfig withTermLengthBytes(int bytes) {
        return new AeronTransportConfig(aeronDirectory, embedded, mtuBytes, bytes, errorHandler);
    }

    AeronTransportConfig withErrorHandler(ErrorHandler handler) {
        return new AeronTransportConfig(aeronDirectory, embedded, mtuBytes, termLengthBytes, handler);
    }

    private static TransportException refused(String what, int seen, String expected) {
        return new TransportException(
                Category.FATAL, Code.CONFIG, "Aeron " + what + " " + seen + " is not " + expected);
    }
}
