package io.ndpair.node.linux;

/**
 * Carries out what is queued in {@link SinkEntries}, up to 256 entries at a time: first what needs no question (install where nothing is),
 * then questions about the keys where something may stand, then what the answers allow. One thread.
 */
final class SinkBatch {
    private final SinkEntries entries;
    private final LinkBindings links;
    private final LinuxCounters counters;

    /** Entries of this batch about whose key the kernel is to be asked. */
    private final int[] asked = new int[NeighborRequests.MAX_REQUESTS];

    /** The answers, kept while the next batch is built from them. */
    private final NeighborRequests.View[] views = new NeighborRequests.View[NeighborRequests.MAX_REQUESTS];

    private final long[] macs = new long[NeighborRequests.MAX_REQUESTS];
    private final int[] errors = new int[NeighborRequests.MAX_REQUESTS];
    private int askedCount;
    private int handOverRoom;

    SinkBatch(final SinkEntries entries, final LinkBindings links, final LinuxCounters counters) {
        this.entries = entries;
        this.links = links;
        this.counters = counters;
    }

    /** How many more the kernel may be given to look after itself. */
    void handOverRoom(final int room) {
        handOverRoom = room;
    }

    /** Works on one batch; answers how many entries it took from the queue. */
    int work(final NeighborRequests requests) {
        final int taken = installWhereNothingIs(requests);
        if (askedCount > 0) {
            ask(requests);
            actOnAnswers(requests);
        }
        return taken;
    }

    private int installWhereNothingIs(final NeighborRequests requests) {
        askedCount = 0;
        requests.clear();
        int taken = 0;
        while (taken < NeighborRequests.MAX_REQUESTS) {
            final int slot = entries.poll();
            if (slot == KnownNeighbors.NONE) {
                break;
            }
            taken++;
            sort(slot, requests);
        }
        requests.execute();
        for (int i = 0; i < requests.count(); i++) {
            final int slot = requests.slot(i);
            switch (requests.error(i)) {
                case 0 -> {
                    counters.add(LinuxCounter.INSTALLED);
                    entries.installed(slot);
                }
                case Errno.EEXIST -> asked[askedCount++] = slot;
                default -> refused(slot, requests.error(i), SinkEntries.REFUSED);
            }
        }
        return taken;
    }

    private void sort(final int slot, final NeighborRequests requests) {
        final int state = entries.state(slot);
        final int link = entries.link(slot);
        final int index = links.index(link);
        if (state == SinkEntries.REMOVE) {
            if (index == 0) {
                // The interface is gone, and all its entries with it.
                entries.free(slot);
            } else {
                asked[askedCount++] = slot;
            }
        } else if (state != SinkEntries.INSTALL && state != SinkEntries.HAND_OVER) {
            return;
        } else if (!links.up(link)) {
            entries.state(slot, SinkEntries.WAITING);
        } else if (state == SinkEntries.HAND_OVER && entries.handing()) {
            if (handOverRoom > 0) {
                handOverRoom--;
                asked[askedCount++] = slot;
            } else {
                kept(slot);
            }
        } else {
            entries.state(slot, SinkEntries.INSTALL);
            requests.install(
                    slot,
                    index,
                    entries.high(slot),
                    entries.low(slot),
                    entries.mac(slot),
                    entries.router(slot),
                    false,
                    true);
        }
    }

    private void kept(final int slot) {
        counters.add(LinuxCounter.KEPT_EXTERNAL);
        entries.state(slot, SinkEntries.KEPT);
    }

    private void refused(final int slot, final int error, final int stateAfter) {
        if (error == NeighborRequests.LOST) {
            counters.add(LinuxCounter.REQUESTS_LOST);
            entries.again(slot);
        } else {
            counters.refusal(error);
            entries.state(slot, stateAfter);
        }
    }

    private void ask(final NeighborRequests requests) {
        requests.clear();
        for (int i = 0; i < askedCount; i++) {
            final int slot = asked[i];
            requests.look(slot, links.index(entries.link(slot)), entries.high(slot), entries.low(slot));
        }
        requests.execute();
        for (int i = 0; i < askedCount; i++) {
            views[i] = requests.view(i);
            macs[i] = requests.mac(i);
            errors[i] = requests.error(i);
        }
    }

    private void actOnAnswers(final NeighborRequests requests) {
        requests.clear();
        for (int i = 0; i < askedCount; i++) {
            final int slot = asked[i];
            if (views[i] == NeighborRequests.View.UNKNOWN) {
                onNoAnswer(slot, errors[i]);
                continue;
            }
            switch (entries.state(slot)) {
                case SinkEntries.REMOVE -> remove(slot, views[i], requests);
                case SinkEntries.HAND_OVER -> handOver(slot, views[i], requests);
                default -> installOver(slot, views[i], macs[i], requests);
            }
        }
        requests.execute();
        for (int i = 0; i < requests.count(); i++) {
            onDone(requests.slot(i), requests.error(i));
        }
    }

    private void onNoAnswer(final int slot, final int error) {
        if (error > 0 && entries.state(slot) == SinkEntries.REMOVE) {
            // Nothing to be removed where the kernel cannot even look: the interface has gone this moment.
            counters.refusal(error);
            entries.free(slot);
        } else {
            refused(slot, error == 0 ? NeighborRequests.LOST : error, SinkEntries.REFUSED);
        }
    }

    private void remove(final int slot, final NeighborRequests.View view, final NeighborRequests requests) {
        if (view == NeighborRequests.View.OURS || view == NeighborRequests.View.OURS_FAILED) {
            requests.delete(slot, links.index(entries.link(slot)), entries.high(slot), entries.low(slot));
        } else {
            entries.free(slot);
        }
    }

    private void handOver(final int slot, final NeighborRequests.View view, final NeighborRequests requests) {
        switch (view) {
            case OURS, OURS_FAILED -> install(slot, requests, true, false);
            case ABSENT -> install(slot, requests, false, false);
            default -> {
                // The kernel has its own by now.
                handOverRoom++;
                counters.add(LinuxCounter.YIELDED);
                entries.free(slot);
            }
        }
    }

    private void installOver(
            final int slot, final NeighborRequests.View view, final long mac, final NeighborRequests requests) {
        switch (view) {
            case FIXED, VOUCHED -> {
                counters.add(LinuxCounter.YIELDED);
                entries.state(slot, SinkEntries.YIELDED);
            }
            case OURS -> {
                if (mac == entries.mac(slot)) {
                    entries.installed(slot);
                } else {
                    install(slot, requests, true, true);
                }
            }
            default -> install(slot, requests, true, true);
        }
    }

    private void install(
            final int slot, final NeighborRequests requests, final boolean replace, final boolean external) {
        requests.install(
                slot,
                links.index(entries.link(slot)),
                entries.high(slot),
                entries.low(slot),
                entries.mac(slot),
                entries.router(slot),
                replace,
                external);
    }

    private void onDone(final int slot, final int error) {
        switch (entries.state(slot)) {
            case SinkEntries.REMOVE -> {
                if (error == NeighborRequests.LOST) {
                    refused(slot, error, SinkEntries.REMOVE);
                } else {
                    if (error == 0) {
                        counters.add(LinuxCounter.REMOVED);
                    } else if (error != Errno.ENOENT) {
                        counters.refusal(error);
                    }
                    entries.free(slot);
                }
            }
            case SinkEntries.HAND_OVER -> {
                if (error == 0) {
                    counters.add(LinuxCounter.HANDED_OVER);
                    entries.free(slot);
                } else {
                    handOverRoom++;
                    if (error > 0) {
                        counters.add(LinuxCounter.KEPT_EXTERNAL);
                    }
                    refused(slot, error, SinkEntries.KEPT);
                }
            }
            default -> {
                if (error == 0) {
                    counters.add(LinuxCounter.INSTALLED);
                    entries.installed(slot);
                } else {
                    refused(slot, error, SinkEntries.REFUSED);
                }
            }
        }
    }
}
