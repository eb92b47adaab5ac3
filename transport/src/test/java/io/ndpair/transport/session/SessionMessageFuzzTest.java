package io.ndpair.transport.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ndpair.store.model.History;
import io.ndpair.store.table.EntryLayout;
import io.ndpair.transport.codec.BatchBackupEndDecoder;
import io.ndpair.transport.codec.FactsDecoder;
import io.ndpair.transport.codec.HelloDecoder;
import io.ndpair.transport.codec.MergeLinkDecoder;
import io.ndpair.transport.codec.MergeOfferDecoder;
import io.ndpair.transport.codec.MessageHeaderDecoder;
import io.ndpair.transport.codec.RangeDifferencesDecoder;
import io.ndpair.transport.codec.RangeDigestsDecoder;
import io.ndpair.transport.codec.RangeImageDecoder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * T13, T16: any bytes as one message. What {@link FrameCheck} lets pass can be read to its end by the generated decoders without leaving the
 * message; what a newer version has put behind is skipped with the same result; a Hello that was taken says the same when it is written again.
 */
class SessionMessageFuzzTest {
    private final HelloCodec codec = new HelloCodec();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    @FuzzTest(maxDuration = "10m")
    void shouldReadToTheEndWhatPassesTheCheck(byte[] bytes) {
        if (bytes.length < FrameCheck.HEADER_BYTES) {
            return;
        }
        UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        int template = FrameCheck.templateId(buffer, 0);
        if (FrameCheck.knownBlockLength(template) < 0 || FrameCheck.complaint(buffer, 0, bytes.length) != null) {
            return;
        }
        String read = read(buffer, template);
        assertSameOfANewerVersion(bytes, template, read);
        for (int cut : new int[] {1, 2, 4, bytes.length / 2}) {
            int length = bytes.length - cut;
            if (length >= FrameCheck.HEADER_BYTES && FrameCheck.complaint(buffer, 0, length) == null) {
                // Only a newer version may say more than this one reads.
                assertThat(FrameCheck.version(buffer, 0)).isGreaterThan(MessageHeaderDecoder.SCHEMA_VERSION);
            }
        }
    }

    private void assertSameOfANewerVersion(byte[] bytes, int template, String read) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 24);
        Arrays.fill(longer, bytes.length, longer.length, (byte) 0xFF);
        UnsafeBuffer buffer = new UnsafeBuffer(longer);
        int version = FrameCheck.version(buffer, 0);
        if (version <= MessageHeaderDecoder.SCHEMA_VERSION) {
            assertThat(FrameCheck.complaint(buffer, 0, longer.length)).isEqualTo("bytes behind the end");
            if (template == HelloDecoder.TEMPLATE_ID && version < HelloDecoder.factsTotalSinceVersion()) {
                // Its block is shorter: it cannot pass for one of a newer version.
                return;
            }
            longer[6] = (byte) (MessageHeaderDecoder.SCHEMA_VERSION + 1);
            longer[7] = 0;
        }
        assertThat(FrameCheck.complaint(buffer, 0, longer.length)).isNull();
        assertThat(read(buffer, template)).isEqualTo(read);
    }

    /** Everything that a session reads of such a message, as text. */
    private String read(UnsafeBuffer buffer, int template) {
        return switch (template) {
            case HelloDecoder.TEMPLATE_ID -> hello(buffer);
            case FactsDecoder.TEMPLATE_ID -> facts(buffer);
            case RangeImageDecoder.TEMPLATE_ID -> {
                RangeImageDecoder image = new RangeImageDecoder().wrapAndApplyHeader(buffer, 0, header);
                yield image.depth() + entries(buffer, image.entries().count(), image.limit());
            }
            case MergeOfferDecoder.TEMPLATE_ID -> {
                MergeOfferDecoder offer = new MergeOfferDecoder().wrapAndApplyHeader(buffer, 0, header);
                yield offer.last() + entries(buffer, offer.neighbors().count(), offer.limit());
            }
            case MergeLinkDecoder.TEMPLATE_ID -> {
                String name = new MergeLinkDecoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .name();
                String printable = HelloCodec.printable(name);
                // No control characters, nothing that turns the direction of a line or ends it.
                assertThat(printable).doesNotContainPattern("[\\p{C}\\p{Zl}\\p{Zp}]");
                yield printable;
            }
            case BatchBackupEndDecoder.TEMPLATE_ID -> {
                History history =
                        HelloCodec.historyOf(new BatchBackupEndDecoder().wrapAndApplyHeader(buffer, 0, header));
                yield String.valueOf(history);
            }
            case RangeDigestsDecoder.TEMPLATE_ID -> {
                long sum = 0;
                for (RangeDigestsDecoder.DigestsDecoder digest : new RangeDigestsDecoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .digests()) {
                    sum += digest.digest();
                }
                yield Long.toString(sum);
            }
            case RangeDifferencesDecoder.TEMPLATE_ID -> {
                long bits = 0;
                for (RangeDifferencesDecoder.WordsDecoder word : new RangeDifferencesDecoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .words()) {
                    bits += Long.bitCount(word.bits());
                }
                yield Long.toString(bits);
            }
            default -> "";
        };
    }

    private static String entries(UnsafeBuffer buffer, int count, int at) {
        byte[] all = new byte[count * EntryLayout.ENTRY_BYTES];
        buffer.getBytes(at, all);
        return Arrays.toString(all);
    }

    private String facts(UnsafeBuffer buffer) {
        FactsDecoder page = new FactsDecoder().wrapAndApplyHeader(buffer, 0, header);
        StringBuilder read = new StringBuilder().append(page.page()).append(page.last());
        FactsDecoder.FactsOfPageDecoder each = page.factsOfPage();
        assertThat(each.count()).isLessThanOrEqualTo(FrameCheck.MAX_FACTS);
        while (each.hasNext()) {
            each.next();
            read.append(HelloCodec.printable(each.name())).append('=').append(HelloCodec.printable(each.value()));
        }
        assertThat(read.toString()).doesNotContainPattern("[\\p{C}\\p{Zl}\\p{Zp}]");
        return read.toString();
    }

    private String hello(UnsafeBuffer buffer) {
        PeerHello hello = codec.decode(buffer, 0);
        if (hello == null) {
            return "refused";
        }
        assertThat(hello.facts().facts()).hasSizeLessThanOrEqualTo(FrameCheck.MAX_FACTS);
        assertThat(hello.history().size()).isLessThanOrEqualTo(History.MAX_EPOCHS);
        UnsafeBuffer again = new UnsafeBuffer(new byte[128 * 1024]);
        int length = codec.encode(hello, again, 0);
        assertThat(FrameCheck.complaint(again, 0, length)).isNull();
        assertThat(codec.decode(again, 0)).isEqualTo(hello);
        return hello.toString();
    }
}
