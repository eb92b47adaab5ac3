package io.ndpair.node.device;

import io.ndpair.transport.link.tls.TlsLinkStatus;
import java.util.List;
import java.util.Map;

/**
 * Where an SSL policy stands.
 *
 * @param policy its name.
 * @param fault why its files cannot be used, empty when they can.
 * @param warnings what will soon be a fault, one line each.
 * @param loadedMs wall clock at which its files were last taken over, 0 = never.
 * @param ownName subject of this device's certificate, empty while there is none.
 * @param ownNotAfterMs when that expires, 0 while there is none.
 * @param links the links that are protected by it, by profile.
 */
public record SslReport(
        String policy,
        String fault,
        List<String> warnings,
        long loadedMs,
        String ownName,
        long ownNotAfterMs,
        Map<String, TlsLinkStatus> links) {}
