package dev.kvsql.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.format.PageKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What each chunk of a file is, and how a map is folded. */
final class ChunkMapTest {
  @Test
  void everyChunkHasItsKindAndItsTable() throws Exception {
    Damage database =
        Damage.pages22()
            .put(FileTag.MAIN, 30, new byte[100])
            .put(FileTag.MAIN, 31, new byte[4096])
            .resize(FileTag.MAIN, 9, 1, 96);

    assertThat(map(database, FileTag.MAIN))
        .isEqualTo(
            """
            HEADER sqlite_schema 0+1 4096
            TABLE_INTERIOR t 1+1 4096
            TABLE_LEAF t 2+7 28672
            SHORT t 9+1 96
            TABLE_LEAF t 10+12 49152
            ORPHAN - 30+2 4196
            """);
  }

  @Test
  void whatIsMissingIsAHoleWhereNothingUsesIt() throws Exception {
    Damage database = Damage.pages22().run("DELETE FROM t WHERE id BETWEEN 4 AND 9");
    long trunk = database.number(32) - 1;
    Damage holes = database.delete(FileTag.MAIN, 8, 2).delete(FileTag.MAIN, 15, 1);

    assertThat(trunk).isEqualTo(6);
    assertThat(map(holes, FileTag.MAIN))
        .isEqualTo(
            """
            HEADER sqlite_schema 0+1 4096
            TABLE_INTERIOR t 1+1 4096
            TABLE_LEAF t 2+4 16384
            FREELIST_TRUNK - 6+1 4096
            FREELIST_LEAF - 7+1 4096
            HOLE - 8+2 8192
            FREELIST_LEAF - 10+2 8192
            TABLE_LEAF t 12+3 12288
            MISSING t 15+1 4096
            TABLE_LEAF t 16+6 24576
            """);
  }

  @Test
  void ofSeveralPagesInAChunkTheKindOfMostCounts() throws Exception {
    Damage database =
        Damage.database(
            "PRAGMA page_size=1024",
            "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)",
            "CREATE INDEX i ON t(body)",
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12)
            INSERT INTO t SELECT i, printf('%.*c', 600, 'x') || i FROM n\
            """);

    assertThat(map(database, FileTag.MAIN))
        .isEqualTo(
            """
            HEADER sqlite_schema... 0+1 4096
            TABLE_LEAF t... 1+4 16384
            INDEX_LEAF i... 5+1 4096
            TABLE_LEAF t... 6+1 4096
            TABLE_LEAF t 7+1 1024
            """);
  }

  @Test
  void aPageOfSeveralChunksIsOneStretch() throws Exception {
    Damage database =
        Damage.database("PRAGMA page_size=16384", "CREATE TABLE t(x)", "INSERT INTO t VALUES(1)");

    assertThat(map(database, FileTag.MAIN))
        .isEqualTo(
            """
            HEADER sqlite_schema 0+1 4096
            TABLE_LEAF sqlite_schema 1+3 12288
            TABLE_LEAF t 4+4 16384
            """);
  }

  @Test
  void aPageThatIsNoneOfItsTreeIsBrokenAndWhatItLedToIsNotReached() throws Exception {
    Damage database = Damage.pages22().poke(4096, 0);

    assertThat(map(database, FileTag.MAIN))
        .isEqualTo(
            """
            HEADER sqlite_schema 0+1 4096
            BROKEN t 1+1 4096
            UNREACHED - 2+20 81920
            """);
  }

  @Test
  void sidecarsAreOfOneKindAndTheirHolesAreHarmless() throws Exception {
    Damage database = Damage.pages22().file(FileTag.WAL, new byte[3 * 4096 + 5]);

    assertThat(map(database.delete(FileTag.WAL, 1, 1), FileTag.WAL))
        .isEqualTo(
            """
            WAL - 0+1 4096
            HOLE - 1+1 4096
            WAL - 2+2 4101
            """);
  }

  @Test
  void aFileOfUnknownSizeHasNoMap() throws Exception {
    assertThat(map(Damage.pages22().withoutMeta(FileTag.MAIN), FileTag.MAIN)).isEmpty();
  }

  @Test
  void withoutAValidHeaderNothingIsKnownOfThePages() throws Exception {
    assertThat(map(Damage.pages22().poke(0, 0), FileTag.MAIN))
        .isEqualTo("UNREACHED - 0+22 90112\n");
  }

  @Test
  void aHeaderThatCountsBillionsOfPagesCostsLittle() throws Exception {
    Damage database =
        Damage.pages22().poke(28, 0xff, 0xff, 0xff, 0xf0).size(FileTag.MAIN, 0xfffffff0L * 4096);

    assertThat(map(database, FileTag.MAIN))
        .isEqualTo(
            """
            HEADER sqlite_schema 0+1 4096
            TABLE_INTERIOR t 1+1 4096
            TABLE_LEAF t 2+20 81920
            HOLE - 22+4294967258 17592185888768
            """);
  }

  @Test
  void oneMissingChunkAmongMillionsIsSeen() {
    FileSurvey wal =
        survey(
            FileTag.WAL,
            5_000_001L * 4096,
            new ChunkRun(ChunkCondition.SOUND, 0, 3_000_000, 3_000_000L * 4096, 3_000_000L * 4096),
            new ChunkRun(ChunkCondition.SHORT, 3_000_000, 1, 4096, 7),
            new ChunkRun(
                ChunkCondition.SOUND, 3_000_001, 2_000_000, 2_000_000L * 4096, 2_000_000L * 4096),
            new ChunkRun(ChunkCondition.ORPHAN, 6_000_000, 3, 0, 300),
            new ChunkRun(ChunkCondition.ORPHAN, 9_000_000, 1, 0, 1));
    FoldedMap folded = FoldedMap.of(new ChunkMap(wal, Optional.empty()), 2048, 8);

    assertThat(folded.within().chunksPerCell()).isEqualTo(4096);
    assertThat(folded.within().cells()).hasSize(1221);
    assertThat(folded.within().cells().stream().filter(cell -> cell.kind() == ChunkKind.SHORT))
        .containsExactly(
            new FoldedMap.Cell(
                ChunkKind.SHORT,
                2_998_272,
                3_002_368,
                4095 * 4096 + 7,
                Map.of(ChunkKind.SHORT, 1L, ChunkKind.WAL, 4095L),
                Map.of(),
                false));
    assertThat(folded.within().cells().stream().mapToLong(FoldedMap.Cell::bytes).sum())
        .isEqualTo(5_000_000L * 4096 + 7);
    assertThat(folded.past().chunksPerCell()).isEqualTo(524_288);
    assertThat(folded.past().cells().stream().map(cell -> cell.firstChunk() + " " + cell.kinds()))
        .containsExactly("6000000 {ORPHAN=3}", "8621440 {ORPHAN=1}");
  }

  @Test
  void whatASurveyOnlyAddsUpIsShownAsUnlisted() {
    List<ChunkRun> unlisted =
        List.of(
            new ChunkRun(ChunkCondition.SHORT, 1, 4, 4 * 4096, 4),
            new ChunkRun(ChunkCondition.ORPHAN, 20, 2, 0, 2));
    FileSurvey file =
        new FileSurvey(
            FileTag.JOURNAL,
            Optional.of(new FileMeta.WellFormed(new FileMeta(10 * 4096))),
            12,
            100,
            List.of(new ChunkRun(ChunkCondition.SOUND, 0, 1, 4096, 4096)),
            unlisted);

    assertThat(text(new ChunkMap(file, Optional.empty())))
        .isEqualTo(
            """
            JOURNAL - 0+1 4096
            UNLISTED - 1+9 36864
            ORPHAN - 20+2 2
            """);
  }

  @Test
  void everyKindOfPageIsAKindOfChunk() {
    assertThat(Arrays.stream(PageKind.values()).map(ChunkKind::of).collect(Collectors.toSet()))
        .hasSize(PageKind.values().length);
  }

  private static FileSurvey survey(FileTag tag, long sizeBytes, ChunkRun... runs) {
    long stored = Arrays.stream(runs).mapToLong(ChunkRun::storedBytes).sum();
    long chunks = Arrays.stream(runs).mapToLong(ChunkRun::count).sum();
    FileMeta.Decoded meta = new FileMeta.WellFormed(new FileMeta(sizeBytes));
    return new FileSurvey(tag, Optional.of(meta), chunks, stored, List.of(runs), List.of());
  }

  private static String map(Damage database, FileTag tag) {
    ChunkStore store = database.store();
    DatabaseOverview overview = DatabaseOverview.of(store);
    Optional<DatabaseSpace> space = DatabaseSpace.of(store, overview);
    return text(new ChunkMap(overview.survey().file(tag).orElseThrow(), space));
  }

  private static String text(ChunkMap map) {
    List<String> lines = new ArrayList<>();
    map.forEach(stretch ->
        lines.add(
            "%s %s%s %d+%d %d\n"
                .formatted(
                    stretch.kind(),
                    stretch.owner().map(TableSpace::name).orElse("-"),
                    stretch.shared() ? "..." : "",
                    stretch.firstChunk(),
                    stretch.count(),
                    stretch.bytes())));
    return String.join("", lines);
  }
}
