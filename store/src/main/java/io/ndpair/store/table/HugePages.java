package io.ndpair.store.table;

import com.sun.jna.Native;
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
     * @return empty if the kernel took it, otherwise why the pages are plain ones
     */
    static String advise(final long address, final long lengthBytes) {
        try {
            if (!Platform.isLinux()) {
                return "not on this system";
            }
            final Object[] arguments = {new Pointer(address), new NativeLong(lengthBytes), ADVICE};
            final int result =
                    NativeLibrary.getInstance("c").getFunction("madvise").invokeInt(arguments);
            return result == 0 ? "" : "the kernel refused, errno " + Native.getLastError();
        } catch (final LinkageError | RuntimeException e) {
            // A table is no place to fail for it; TableStatus says so.
            return "no native access: " + e;
        }
    }
}
