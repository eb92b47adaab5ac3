package io.ndpair.node.config;

import java.util.Comparator;

/**
 * Orders names as people count: runs of digits compare as numbers, so {@code eth2} stands before {@code eth10}. A total
 * order: names that differ never compare as equal.
 */
final class InterfaceOrder implements Comparator<String> {
    static final InterfaceOrder INSTANCE = new InterfaceOrder();

    private InterfaceOrder() {}

    @Override
    public int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            final int endI = digits(a, i);
            final int endJ = digits(b, j);
            final int order;
            if (endI > i && endJ > j) {
                order = compareNumbers(a.substring(i, endI), b.substring(j, endJ));
                i = endI;
                j = endJ;
            } else {
                order = Character.compare(a.charAt(i++), b.charAt(j++));
            }
            if (order != 0) {
                return order;
            }
        }
        final int byRest = Integer.compare(a.length() - i, b.length() - j);
        return byRest != 0 ? byRest : a.compareTo(b);
    }

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static int compareNumbers(String a, String b) {
        final int fromA = leadingZeros(a);
        final int fromB = leadingZeros(b);
        final int byLength = Integer.compare(a.length() - fromA, b.length() - fromB);
        return byLength != 0 ? byLength : a.substring(fromA).compareTo(b.substring(fromB));
    }

    private static int leadingZeros(String digits) {
        int at = 0;
        while (at < digits.length() - 1 && digits.charAt(at) == '0') {
            at++;
        }
        return at;
    }
}
