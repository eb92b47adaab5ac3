package io.ndpair.store.table;

import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * Asks the kernel to back memory with huge pages: at a gigabyte of table a random read costs two thirds. Advice only;
 * where it cannot be given (another system, no native access) tables work as well, a little slower.
 */
final class HugePages {
    /** Size and alignment of a huge page on the processors that matter here. */
    static final long PAGE_BYTES = 2L * 1024 * 1024;

    /** MADV_HUGEPAGE of Linux, the same number on every architecture. */
    private static final int ADVICE = 14;

    private HugePages() {}

    /**
     * Gives the advice.
     *
     * @param address of the memory, aligned to a page
     * @param lengthBytes of the memory
     * @return whether the kernel took it
     */
    static boolean advise(final long address, final long lengthBytes) {
        try {
            if (!Platform.isLinux()) {
                return false;
            }
            final Object[] arguments = {new Pointer(address), new NativeLong(lengthBytes), ADVICE};
            return NativeLibrary.getInstance("c").getFunction("madvise").invokeInt(arguments) == 0;
        } catch (final LinkageError | RuntimeException e) {
            // No native access here; a table is no place to fail for it. TableStatus.hugePages says so.
            return false;
        }
    }
}
