package io.ndpair.transport.session;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.table.RangeImage;
import io.ndpair.store.table.RangePage;
import io.ndpair.transport.codec.RangeDifferencesDecoder;

/**
 * The master's way through its table, range by range in hash order. Where the backup has a table already, page by page: the digests of a page's
 * ranges are sent first, the backup answers which of them differ, and images of only these follow.
 *
 * <table>
 * <caption>Transitions</caption>
 * <tr><th>state</th><th>event</th><th>next</th></tr>
 * <tr><td>OVER</td><td>{@link #begin}</td><td>BETWEEN</td></tr>
 * <tr><td>BETWEEN</td><td>{@link #offerPage} taken by the link</td><td>ASKED</td></tr>
 * <tr><td>BETWEEN</td><td>{@link #skipAsking}</td><td>INSIDE, all ranges</td></tr>
 * <tr><td>ASKED</td><td>{@link #answer} with the page's number</td><td>INSIDE, those that differ; BETWEEN or OVER if there are none</td></tr>
 * <tr><td>INSIDE</td><td>{@link #offerImage} taken by the link</td><td>INSIDE; behind the page's last one BETWEEN, behind the table's last OVER</td></tr>
 * <tr><td>any</td><td>{@link #stop}</td><td>OVER</td></tr>
 * </table>
 */
final class RangeWalk {

    private enum State {
        OVER,
        BETWEEN,
        ASKED,
        INSIDE
    }

    private final NeighborStore store;
    private final Outlet outlet;
    private final RangeImage range = new RangeImage();
    private final RangePage page = new RangePage();
    private final RangeSet wanted = new RangeSet();
    private final ImageWindow window;
    private State state = State.OVER;
    private boolean asks;
    private int pages;
    private long alike;
    private long sent;
    private long acked;
    private long position;
    private boolean pending;

    RangeWalk(NeighborStore store, Outlet outlet, int mostInFlight) {
        this.store = store;
        this.outlet = outlet;
        window = new ImageWindow(mostInFlight);
    }

    /** Images are counted from here on. */
    void newStream() {
        sent = 0;
        acked = 0;
        window.begin();
    }

    /** Images sent in this stream. */
    long sent() {
        return sent;
    }

    /** The backup has installed so many. */
    void acked(long images) {
        acked = images;
    }

    /** Whether one more image may be on its way. */
    boolean hasRoom() {
        return sent - acked < window.size();
    }

    /** At the end of a duty cycle, with the newest mutation sent. */
    void observe(long sequence, long nowNs) {
        window.observe(sent, acked, sequence, nowNs);
    }

    /** Begins at the first range; whether to ask the backup which ranges differ. */
    void begin(boolean asking) {
        state = State.BETWEEN;
        asks = asking;
        position = 0;
        pending = false;
        alike = 0;
    }

    void stop() {
        state = State.OVER;
        pending = false;
    }

    boolean over() {
        return state == State.OVER;
    }

    /** The next page's digests are due. */
    boolean toAsk() {
        return state == State.BETWEEN && asks;
    }

    /** Nothing can be sent before the backup has answered. */
    boolean asked() {
        return state == State.ASKED;
    }

    /** An image was copied that the link has not taken; nothing newer than it may be sent before. */
    boolean imagePending() {
        return pending;
    }

    /** First hash that is not done. 0 at the beginning, and when it is over. */
    long position() {
        return position;
    }

    /** Ranges that the backup found alike since the beginning. */
    long alike() {
        return alike;
    }

    /** The range of the last image. */
    RangeImage range() {
        return range;
    }

    /** Sends the digests of the next page, as of a sequence at which table and stream stand; whether the link took them. */
    boolean offerPage(Epoch epoch, long sequence) {
        store.pages().at(position, page);
        if (!outlet.digests(epoch, sequence, pages + 1, page)) {
            return false;
        }
        pages++;
        state = State.ASKED;
        return true;
    }

    /** Sends what comes next without asking whether it differs. */
    void skipAsking() {
        store.pages().at(position, page);
        wanted.clear(page.ranges());
        wanted.addAll();
        state = State.INSIDE;
    }

    /**
     * The backup's answer; of another page than the last one it is passed over.
     *
     * @return null, or what is wrong with it
     */
    String answer(RangeDifferencesDecoder answer) {
        if (state != State.ASKED || (int) answer.page() != pages) {
            return null;
        }
        wanted.clear(page.ranges());
        RangeDifferencesDecoder.WordsDecoder words = answer.words();
        boolean fits = answer.prefix() == page.prefix() && words.count() == wanted.words();
        for (int i = 0; fits && words.hasNext(); i++) {
            fits = wanted.word(i, words.next().bits());
        }
        if (!fits) {
            return "RangeDifferences: prefix or words";
        }
        alike += page.ranges() - wanted.size();
        state = State.INSIDE;
        advance();
        return null;
    }

    /** Sends the image of the next range that is wanted; whether the link took it. */
    boolean offerImage() {
        if (!pending) {
            if (state == State.BETWEEN) {
                skipAsking();
            }
            if (!store.copyRange(position, outlet.imageBuffer(), Outlet.IMAGE_ENTRIES_OFFSET, range)) {
                return false;
            }
            outlet.sealImage(range);
            pending = true;
        }
        if (!outlet.offerImage()) {
            return false;
        }
        pending = false;
        sent++;
        position = range.nextPosition();
        if (position == 0) {
            state = State.OVER;
        } else {
            advance();
        }
        return true;
    }

    /** What was copied and not taken by the link is to be copied anew, because the stream goes on before it. */
    void forgetPending() {
        pending = false;
    }

    /** Goes past what is not wanted; only at the beginning of a range, because an image may end in the middle of one. */
    private void advance() {
        if (!isInPage(position)) {
            state = State.BETWEEN;
            return;
        }
        int here = page.rangeOf(position);
        if (page.start(here) == position) {
            int next = wanted.firstFrom(here);
            position = next == page.ranges() ? page.end() : page.start(next);
            if (next == page.ranges()) {
                state = position == 0 ? State.OVER : State.BETWEEN;
            }
        }
    }

    private boolean isInPage(long hash) {
        return page.depth() == 0 || (hash ^ page.prefix()) >>> (64 - page.depth()) == 0;
    }
}
