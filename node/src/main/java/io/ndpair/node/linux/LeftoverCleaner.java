package io.ndpair.node.linux;

import io.ndpair.node.linux.LinuxInterface.InterfaceAddress;

/**
 * Takes out of the kernel what a dead process has left there: the virtual addresses and macvlans of its groups, and the neighbors that it
 * installed for its peer. Only what stands in its ledger and also bears our mark in the kernel: addresses the protocol number 110 (on
 * kernels before 5.18, that they are deprecated), macvlans our alias and the group's MAC, neighbors NTF_EXT_LEARNED and the number 110.
 * One thread.
 */
final class LeftoverCleaner {
    private static final int QUEUE_BYTES = 4 * 1024 * 1024;
    private static final int DATAGRAMS = 32;
    /** A dump may pass over what moves while entries are deleted, so it is read again until nothing of ours is in it. */
    private static final int MAX_ROUNDS = 16;

    private final LinuxInterfaces interfaces;
    private final LinuxCounters counters = new LinuxCounters();
    private final Removed removed = new Removed();

    /** What was taken away. */
    static final class Removed {
        int addresses;
        int macvlans;
        int neighbors;
        int foreign;

        boolean isNothing() {
            return addresses + macvlans + neighbors == 0;
        }

        @Override
        public String toString() {
            return addresses + " virtual addresses, " + macvlans + " macvlans, " + neighbors + " neighbors"
                    + (foreign == 0 ? "" : "; left alone: " + foreign + " addresses of others");
        }
    }

    LeftoverCleaner(final LinuxInterfaces interfaces) {
        this.interfaces = interfaces;
    }

    /** Takes everything away: what answers and forwards first, then the neighbors. */
    Removed clean(final KernelLedger ledger) {
        interfaces.refresh();
        removeAddresses(ledger);
        removeMacvlans(ledger);
        removeNeighbors(ledger);
        return removed;
    }

    LinuxCounters counters() {
        return counters;
    }

    private void removeAddresses(final KernelLedger ledger) {
        try (AddressRequests requests = new AddressRequests()) {
            for (final KernelLedger.Address address : ledger.addresses()) {
                final LinuxInterface found = find(address.link());
                final InterfaceAddress present = found == null ? null : found.address(address.high(), address.low());
                if (present == null) {
                    continue;
                }
                if (interfaces.foreign(present)) {
                    removed.foreign++;
                    continue;
                }
                final int error = requests.remove(found.index(), present.high(), present.low(), present.prefixLength());
                if (error == 0) {
                    removed.addresses++;
                } else if (error != Errno.EADDRNOTAVAIL) {
                    counters.refusal(error);
                }
            }
        }
    }

    private void removeMacvlans(final KernelLedger ledger) {
        try (LinkRequests requests = new LinkRequests()) {
            for (final KernelLedger.Group group : ledger.groups()) {
                final LinuxInterface parent = find(group.link());
                if (parent == null) {
                    continue;
                }
                final LinkMessage found = requests.find(VirtualMac.nameOf(parent.index(), group.vrid()));
                if (found == null
                        || !VirtualMac.isOurs(found.name(), found.alias(), found.mac())
                        || found.mac() != VirtualMac.of(group.vrid())) {
                    continue;
                }
                final int error = requests.delete(found.index());
                if (error == 0) {
                    removed.macvlans++;
                } else {
                    counters.refusal(error);
                }
            }
        }
    }

    private LinuxInterface find(final LinuxLink link) {
        return interfaces.find(link.name(), link.linuxName());
    }

    private void removeNeighbors(final KernelLedger ledger) {
        final int[] indexes = ledger.neighbors().stream()
                .map(this::find)
                .filter(found -> found != null)
                .mapToInt(LinuxInterface::index)
                .toArray();
        if (indexes.length == 0) {
            return;
        }
        try (NeighborFeed feed = new NeighborFeed(false, QUEUE_BYTES, counters);
                NeighborRequests requests = new NeighborRequests(QUEUE_BYTES)) {
            final NeighborEraser eraser = new NeighborEraser(indexes, requests);
            for (int round = 0; round < MAX_ROUNDS && eraser.isMoreExpected() && feed.requestDump(); round++) {
                eraser.beginRound();
                while (feed.dumping()) {
                    feed.poll(eraser, DATAGRAMS);
                }
                eraser.flush();
            }
            removed.neighbors += eraser.erased;
        }
    }

    /** Deletes in batches what a dump shows of ours. */
    private static final class NeighborEraser implements NeighborFeed.Visitor {
        private final int[] indexes;
        private final NeighborRequests requests;
        private int found = 1;
        private int erased;

        NeighborEraser(final int[] indexes, final NeighborRequests requests) {
            this.indexes = indexes;
            this.requests = requests;
            requests.clear();
        }

        boolean isMoreExpected() {
            return found > 0;
        }

        void beginRound() {
            found = 0;
        }

        @Override
        public void onNeighbor(final NeighborMessage neighbor, final boolean dumped) {
            if (!neighbor.ours() || !isOn(neighbor.interfaceIndex())) {
                return;
            }
            found++;
            requests.delete(0, neighbor.interfaceIndex(), neighbor.addressHigh(), neighbor.addressLow());
            if (requests.count() == NeighborRequests.MAX_REQUESTS) {
                flush();
            }
        }

        private boolean isOn(final int index) {
            for (final int one : indexes) {
                if (one == index) {
                    return true;
                }
            }
            return false;
        }

        void flush() {
            requests.execute();
            for (int i = 0; i < requests.count(); i++) {
                erased += requests.error(i) == 0 ? 1 : 0;
            }
            requests.clear();
        }

        @Override
        public void onNeighborGone(final NeighborMessage neighbor) {
            // Not listening to notifications.
        }

        @Override
        public void onDumpEnd(final boolean complete) {
            found += complete ? 0 : 1;
        }

        @Override
        public void onLost() {
            found++;
        }
    }
}
