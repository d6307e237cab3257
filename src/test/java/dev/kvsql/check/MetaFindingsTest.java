package dev.kvsql.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a check says about keys and metas. */
final class MetaFindingsTest {
  private static final long SIZE = 22 * 4096;

  @Test
  void keysWithThePrefixThatTheLayoutDoesNotDefineAreCounted() throws Exception {
    Damage database =
        Damage.pages22().key("08").key("0801", new byte[2]).key("0801000400", new byte[1]);

    assertThat(database.check().findings())
        .containsExactly(new DatabaseFinding.KeyUnknown("08", 3));
    assertThat(Findings.lines(database.check())).isEqualTo("warn KEY-UNKNOWN manual\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0100000000000000       | 10 bytes                                  | 8 bytes",
        "0200006001000000000000 | 10 bytes                                  | 11 bytes",
        "02000060010000000000   | version 1                                 | version 2",
        "0100ffffffffffffffff   | a size of at most 17,592,186,044,416 bytes    "
            + "| 18,446,744,073,709,551,615 bytes",
        "01000100000000100000   | a size of at most 17,592,186,044,416 bytes    "
            + "| 17,592,186,044,417 bytes"
      })
  void aMetaThatIsNoneIsFatal(String hex, String expected, String found) throws Exception {
    Damage database = Damage.pages22().meta(FileTag.MAIN, HexFormat.of().parseHex(hex));

    assertThat(database.check().findings())
        .containsExactly(new MetaFinding.Malformed(FileTag.MAIN, expected, found));
    assertThat(Findings.lines(database.check())).isEqualTo("fatal META-MALFORMED main lossy\n");
  }

  @ParameterizedTest
  @CsvSource({"JOURNAL", "WAL", "SHM"})
  void aSidecarsMetaThatIsNoneIsFound(FileTag sidecar) throws Exception {
    Damage database = Damage.pages22().meta(sidecar, new byte[3]);

    assertThat(database.check().findings())
        .containsExactly(new MetaFinding.Malformed(sidecar, "10 bytes", "3 bytes"));
  }

  @Test
  void aSidecarsMetaThatIsNoneDoesNotHideWhatElseIsWrong() throws Exception {
    Damage database =
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 4")
            .put(FileTag.MAIN, 30, new byte[1])
            .meta(FileTag.WAL, new byte[3]);

    assertThat(Findings.lines(database.check()))
        .isEqualTo(
            """
            fatal META-MALFORMED wal lossy
            warn CHUNK-ORPHAN main 30+1 safe
            recovery-pending JOURNAL-HOT journal manual
            """);
  }

  @Test
  void nothingPastTheEndIsSafeToDeleteWhileTheMetaIsMalformed() throws Exception {
    Damage database =
        Damage.pages22().put(FileTag.MAIN, 30, new byte[9]).meta(FileTag.MAIN, new byte[9]);

    assertThat(Findings.lines(database.check())).isEqualTo("fatal META-MALFORMED main lossy\n");
  }

  @Test
  void chunksOfAMainFileWithoutMetaAreAnError() throws Exception {
    Damage database = Damage.pages22().withoutMeta(FileTag.MAIN);

    assertThat(database.check().findings())
        .containsExactly(new MetaFinding.Missing(FileTag.MAIN, 22, SIZE));
    assertThat(Findings.lines(database.check())).isEqualTo("error META-MISSING main lossy\n");
  }

  @ParameterizedTest
  @CsvSource({"JOURNAL, journal", "WAL, wal", "SHM, shm"})
  void chunksOfASidecarWithoutMetaAreAWarning(FileTag sidecar, String label) throws Exception {
    Damage database =
        Damage.pages22().put(sidecar, 0, new byte[4096]).put(sidecar, 7, new byte[10]);

    assertThat(database.check().findings())
        .containsExactly(new MetaFinding.Missing(sidecar, 2, 4106));
    assertThat(Findings.lines(database.check()))
        .isEqualTo("warn META-MISSING " + label + " safe\n");
  }

  @Test
  void aMetaThatIsTooSmallIsSafeToRaiseWhenAllChunksAreThere() throws Exception {
    Damage database = Damage.pages22().size(FileTag.MAIN, 20 * 4096);

    assertThat(database.check().findings())
        .contains(new MetaFinding.TooSmall(20 * 4096, SIZE, true));
    assertThat(quick(database))
        .isEqualTo(
            """
            error META-SHORT main safe
            warn CHUNK-ORPHAN main 20+2 manual
            """);
  }

  @Test
  void aMetaThatEndsInsideAChunkIsSafeToRaiseToo() throws Exception {
    Damage database = Damage.pages86Of1024().size(FileTag.MAIN, 83 * 1024);

    assertThat(quick(database))
        .isEqualTo(
            """
            error META-SHORT main safe
            warn CHUNK-TAIL main 20+1 manual
            warn CHUNK-ORPHAN main 21+1 manual
            """);
  }

  @Test
  void aMetaThatIsTooSmallIsAPersonsBusinessWhenAChunkIsMissing() throws Exception {
    Damage database = Damage.pages22().size(FileTag.MAIN, 19 * 4096).delete(FileTag.MAIN, 20, 1);

    assertThat(database.check().findings())
        .contains(new MetaFinding.TooSmall(19 * 4096, SIZE, false));
    assertThat(quick(database))
        .isEqualTo(
            """
            error META-SHORT main manual
            warn CHUNK-ORPHAN main 19+1 manual
            warn CHUNK-ORPHAN main 21+1 manual
            """);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "4095", "4097"})
  void aMetaThatIsTooSmallIsAPersonsBusinessWhenAChunkHasAWrongLength(int bytes) throws Exception {
    Damage database =
        Damage.pages22().size(FileTag.MAIN, 20 * 4096).resize(FileTag.MAIN, 21, 1, bytes);

    assertThat(quick(database))
        .isEqualTo(
            """
            error META-SHORT main manual
            warn CHUNK-ORPHAN main 20+2 manual
            """);
  }

  @Test
  void aHeaderThatAnOlderProgramWroteIsNotTrusted() throws Exception {
    Damage database = Damage.pages22().size(FileTag.MAIN, 20 * 4096);
    long counter = database.number(24);
    database.poke(92, 0, 0, 0, (int) counter + 1);

    assertThat(quick(database)).isEqualTo("warn CHUNK-ORPHAN main 20+2 safe\n");
  }

  @Test
  void aMetaThatCountsMoreThanTheHeaderIsNotShort() throws Exception {
    Damage database =
        Damage.pages22().size(FileTag.MAIN, 23 * 4096).put(FileTag.MAIN, 22, new byte[4096]);

    assertThat(quick(database)).isEmpty();
  }

  @Test
  void aSizeThatIsNoWholeNumberOfPagesIsAnError() throws Exception {
    Damage database =
        Damage.pages22().size(FileTag.MAIN, SIZE + 100).put(FileTag.MAIN, 22, new byte[100]);

    assertThat(database.check().findings()).contains(new MetaFinding.Unaligned(SIZE + 100, 4096));
    assertThat(quick(database)).isEqualTo("error META-UNALIGNED main manual\n");
  }

  @Test
  @Timeout(5) // Chunk by chunk it takes three times that.
  void theLargestSizeThatAMetaCanSayIsNotLookedAtChunkByChunk() throws Exception {
    Damage database = Damage.pages22().size(FileTag.MAIN, (1L << 32) * 4096);

    assertThat(quick(database)).isEqualTo("notice CHUNK-MISSING main 22+4294967274 lossy\n");
    assertThat(quick(database.poke(0, 'X')))
        .isEqualTo(
            """
            fatal PAGE-HEADER main 0+1 manual
            error CHUNK-MISSING main 22+4294967274 lossy
            """);
  }

  @Test
  void findingsComeWorstFirst() throws Exception {
    Damage database =
        Damage.pages22()
            .key("0801")
            .size(FileTag.JOURNAL, 0)
            .size(FileTag.MAIN, 20 * 4096)
            .poke(16, 0, 3);
    List<Severity> severities =
        database.check().findings().stream().map(Finding::severity).toList();

    assertThat(severities).isSorted().contains(Severity.FATAL, Severity.WARN, Severity.NOTICE);
  }

  @Test
  void aMetaOfTenBytesIsReadAsTheLayoutSays() {
    assertThat(FileMeta.decode(HexFormat.of().parseHex("01000060010000000000")))
        .isEqualTo(new FileMeta.WellFormed(new FileMeta(SIZE)));
  }

  private static String quick(Damage database) {
    return Findings.lines(DatabaseCheck.of("main", database.store(), Level.QUICK));
  }
}
