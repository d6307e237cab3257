package dev.kvsql.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.ChecksumMap;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Chunks and the checksums that are kept of them, entry by entry. */
final class ChecksumCheckTest {
  private static final ChecksumMismatch NO_CHECKSUM = new ChecksumMismatch.NoChecksum();
  private static final ChecksumMismatch NO_CHUNK = new ChecksumMismatch.NoChunk();

  private final MemoryChunkStore chunks = new MemoryChunkStore();

  private final MemoryChunkStore checksums = new MemoryChunkStore();

  @Test
  void whatGoesTogetherIsNoFinding() {
    sound(FileTag.MAIN, 0).sound(FileTag.MAIN, 7).sound(FileTag.WAL, 0xffffffffL);

    assertThat(check()).isEmpty();
  }

  @Test
  void aDatabaseWithoutChecksumsHasNothingToCompare() {
    chunk(FileTag.MAIN, 0);

    assertThat(ChecksumCheck.of(chunks, Optional.empty())).isEmpty();
  }

  @Test
  void everyChunkThatDiffersIsFoundWithBothChecksums() {
    sound(FileTag.MAIN, 0).chunk(FileTag.MAIN, 1).checksum(FileTag.MAIN, 1, "a016d053");
    sound(FileTag.MAIN, 2).chunk(FileTag.MAIN, 3).checksum(FileTag.MAIN, 3, "00000000");

    assertThat(check())
        .containsExactly(
            finding(FileTag.MAIN, 1, 1, differs("a016d053")),
            finding(FileTag.MAIN, 3, 1, differs("00000000")));
  }

  @Test
  void neighboursThatDifferAlikeAreOneFinding() {
    for (long chunk = 5; chunk < 8; chunk++) {
      chunk(FileTag.MAIN, chunk).checksum(FileTag.MAIN, chunk, "0000000" + chunk);
    }
    chunk(FileTag.MAIN, 8).chunk(FileTag.MAIN, 9);
    checksum(FileTag.MAIN, 10, "00000000").checksum(FileTag.MAIN, 11, "00000000");
    chunk(FileTag.MAIN, 12);

    assertThat(check())
        .containsExactly(
            finding(FileTag.MAIN, 5, 3, differs("00000005")),
            finding(FileTag.MAIN, 8, 2, NO_CHECKSUM),
            finding(FileTag.MAIN, 10, 2, NO_CHUNK),
            finding(FileTag.MAIN, 12, 1, NO_CHECKSUM));
  }

  @Test
  void chunksOfTwoFilesAreNoNeighbours() {
    chunk(FileTag.MAIN, 0).chunk(FileTag.JOURNAL, 1).chunk(FileTag.JOURNAL, 2);
    chunk(FileTag.WAL, 3);

    assertThat(check())
        .containsExactly(
            finding(FileTag.MAIN, 0, 1, NO_CHECKSUM),
            finding(FileTag.JOURNAL, 1, 2, NO_CHECKSUM),
            finding(FileTag.WAL, 3, 1, NO_CHECKSUM));
  }

  @Test
  void aChecksumOfAnotherLengthDiffers() {
    chunk(FileTag.MAIN, 0).checksum(FileTag.MAIN, 0, "a016d0");
    sound(FileTag.MAIN, 1);
    chunk(FileTag.MAIN, 2).checksum(FileTag.MAIN, 2, "");
    sound(FileTag.MAIN, 3);
    chunk(FileTag.MAIN, 4).checksum(FileTag.MAIN, 4, "a016d052a016d052a0");

    assertThat(check())
        .containsExactly(
            finding(FileTag.MAIN, 0, 1, differs("a016d0")),
            finding(FileTag.MAIN, 2, 1, differs("")),
            finding(FileTag.MAIN, 4, 1, differs("a016d052a016d052")));
  }

  @Test
  void keysOfAnythingButChunksMeanNothing() {
    for (String key : List.of("01", "08010000", "0801", "0801010000000000ff", "ff")) {
      StoreContents.fill(chunks, List.of(StoreContents.entry(key, "01")));
      StoreContents.fill(checksums, List.of(StoreContents.entry(key, "01")));
    }
    StoreContents.fill(chunks, List.of(StoreContents.entry("02", "01")));
    StoreContents.fill(checksums, List.of(StoreContents.entry("03", "01")));

    assertThat(check()).isEmpty();
  }

  @Test
  void checksumsThatCannotBeReadAreOneFindingMore() {
    chunk(FileTag.MAIN, 0);
    chunk(FileTag.MAIN, 5).checksum(FileTag.MAIN, 5, "00000000");
    ChecksumMap breaking =
        _ -> {
          List<Entry> entries = new ArrayList<>(StoreContents.of(checksums));
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return true;
            }

            @Override
            public Entry next() {
              if (entries.isEmpty()) {
                throw new StoreException.Damaged("a.kv: MapDB cannot read it", null);
              }
              return entries.removeFirst();
            }
          };
        };

    assertThat(ChecksumCheck.of(chunks, Optional.of(breaking)))
        .containsExactly(
            finding(FileTag.MAIN, 0, 1, NO_CHECKSUM),
            finding(FileTag.MAIN, 5, 1, differs("00000000")),
            new DatabaseFinding.RecordUnreadable(
                "checksums not compared: a.kv: MapDB cannot read it"));
  }

  @Test
  void whatIsFoundIsAnErrorForAPerson() {
    chunk(FileTag.MAIN, 3).chunk(FileTag.MAIN, 4);

    assertThat(Findings.lines(check())).isEqualTo("error CHUNK-CHECKSUM main 3+2 manual\n");
    assertThat(check().getFirst().place().offset()).contains(3 * 4096L);
  }

  private List<Finding> check() {
    return ChecksumCheck.of(chunks, Optional.of(checksums::scan));
  }

  private ChecksumCheckTest sound(FileTag file, long chunk) {
    return chunk(file, chunk).checksum(file, chunk, "a016d052");
  }

  /** A chunk of the one byte 01, whose CRC32C is a016d052. */
  private ChecksumCheckTest chunk(FileTag file, long chunk) {
    StoreContents.fill(chunks, List.of(new Entry(StoreKey.chunk(file, chunk), new byte[] {1})));
    return this;
  }

  private ChecksumCheckTest checksum(FileTag file, long chunk, String hex) {
    StoreContents.fill(
        checksums, List.of(new Entry(StoreKey.chunk(file, chunk), StoreContents.bytes(hex))));
    return this;
  }

  private static ChecksumMismatch differs(String kept) {
    return new ChecksumMismatch.Differs(kept, "a016d052");
  }

  private static Finding finding(FileTag file, long chunk, long count, ChecksumMismatch mismatch) {
    return new ChunkFinding.Checksum(file, chunk, count, mismatch);
  }
}
