package io.ndpair.transport.session;

import io.ndpair.transport.codec.FactsDecoder;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds out which facts of configuration are not alike. Few facts stand in the Hello. Of many the Hello bears the digest alone, and only when the two
 * digests differ they are sent, a page in a duty cycle, so that a profile with thousands of links costs nothing while both devices agree. Both sides decide
 * from the same two Hellos. Pages may stand anywhere in the stream.
 *
 * <table>
 * <caption>Transitions of the receiving half</caption>
 * <tr><th>state</th><th>event</th><th>next</th></tr>
 * <tr><td>any</td><td>{@link #start}: digests alike, or the Hello bears all facts</td><td>KNOWN, told</td></tr>
 * <tr><td>any</td><td>{@link #start} otherwise</td><td>COLLECTING from page 1</td></tr>
 * <tr><td>COLLECTING</td><td>the next page, not more facts than the Hello counts</td><td>same</td></tr>
 * <tr><td>COLLECTING</td><td>the last page, count and digest are those of the Hello</td><td>KNOWN, told</td></tr>
 * <tr><td>KNOWN</td><td>a page</td><td>refused</td></tr>
 * <tr><td>any</td><td>{@link #stop}</td><td>KNOWN</td></tr>
 * </table>
 */
final class FactExchange {

    private final FactSet ours;
    private final Outlet outlet;
    private final SessionEvents events;
    private final SortedMap<String, String> page = new TreeMap<>();
    private SortedMap<String, String> collected = new TreeMap<>();
    private Iterator<Map.Entry<String, String>> unsent;
    private FactSet told;
    private boolean collecting;
    private int pagesSent;
    private int pagesTaken;

    FactExchange(FactSet ours, Outlet outlet, SessionEvents events) {
        this.ours = ours;
        this.outlet = outlet;
        this.events = events;
    }

    /** A session was made. */
    void start(PeerHello hello) {
        stop();
        FactSet theirs = hello.facts();
        if (theirs.sameAs(ours)) {
            events.onFacts(ours.facts());
            return;
        }
        if (!ours.fitsInHello()) {
            unsent = ours.facts().entrySet().iterator();
            fillPage();
        }
        if (theirs.complete()) {
            events.onFacts(theirs.facts());
        } else {
            told = theirs;
            collecting = true;
        }
    }

    /** The session is over. */
    void stop() {
        unsent = null;
        page.clear();
        collecting = false;
        collected = new TreeMap<>();
        pagesSent = 0;
        pagesTaken = 0;
    }

    /** Sends a page, if one is due and the link takes it. */
    int doWork() {
        if (page.isEmpty() || !outlet.facts(pagesSent + 1, !unsent.hasNext(), page)) {
            return 0;
        }
        pagesSent++;
        fillPage();
        return 1;
    }

    private void fillPage() {
        page.clear();
        while (page.size() < FrameCheck.MAX_FACTS && unsent.hasNext()) {
            Map.Entry<String, String> fact = unsent.next();
            page.put(fact.getKey(), fact.getValue());
        }
    }

    /** Whether a page is to come. */
    boolean collecting() {
        return collecting;
    }

    /**
     * A page of the peer's, while {@link #collecting}.
     *
     * @return null, or what is wrong with it
     */
    String onPage(FactsDecoder decoder) {
        if (decoder.page() != pagesTaken + 1L || decoder.last() > 1) {
            return "Facts: page " + decoder.page() + " after " + pagesTaken;
        }
        pagesTaken++;
        boolean last = decoder.last() == 1;
        FactsDecoder.FactsOfPageDecoder each = decoder.factsOfPage();
        if (collected.size() + each.count() > told.count()) {
            return "Facts: more than the Hello counts";
        }
        while (each.hasNext()) {
            each.next();
            String name = HelloCodec.printable(each.name());
            collected.put(name, HelloCodec.printable(each.value()));
        }
        if (!last) {
            return each.count() == 0 ? "Facts: an empty page" : null;
        }
        FactSet theirs = FactSet.of(collected);
        if (!theirs.sameAs(told)) {
            return "Facts: not those that the Hello counts";
        }
        collecting = false;
        collected = new TreeMap<>();
        events.onFacts(theirs.facts());
        return null;
    }
}
