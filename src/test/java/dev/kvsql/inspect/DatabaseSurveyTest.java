package dev.kvsql.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import org.junit.jupiter.api.Test;

/** What one scan of a database's keys tells. */
final class DatabaseSurveyTest {
  @Test
  void everyConditionOfAChunkIsARun() throws Exception {
    Damage database =
        Damage.pages86Of1024()
            .put(FileTag.MAIN, 1, new byte[0])
            .delete(FileTag.MAIN, 2, 2)
            .resize(FileTag.MAIN, 4, 1, 10)
            .resize(FileTag.MAIN, 5, 1, 5000)
            .resize(FileTag.MAIN, 21, 1, 2050)
            .put(FileTag.MAIN, 22, new byte[3])
            .put(FileTag.MAIN, 23, new byte[0]);

    FileSurvey main = DatabaseSurvey.of(database.store()).file(FileTag.MAIN).orElseThrow();

    assertThat(main.runs())
        .containsExactly(
            new ChunkRun(ChunkCondition.SOUND, 0, 1, 4096, 4096),
            new ChunkRun(ChunkCondition.EMPTY, 1, 1, 4096, 0),
            new ChunkRun(ChunkCondition.MISSING, 2, 2, 8192, 0),
            new ChunkRun(ChunkCondition.SHORT, 4, 1, 4096, 10),
            new ChunkRun(ChunkCondition.LONG, 5, 1, 4096, 5000),
            new ChunkRun(ChunkCondition.SOUND, 6, 15, 15 * 4096, 15 * 4096),
            new ChunkRun(ChunkCondition.TAIL, 21, 1, 2048, 2050),
            new ChunkRun(ChunkCondition.ORPHAN, 22, 2, 0, 3));
    assertThat(main.expectedChunks()).isEqualTo(22);
    assertThat(main.presentChunks()).isEqualTo(19);
    assertThat(main.missingChunks()).isEqualTo(3);
    assertThat(main.chunks()).isEqualTo(22);
    assertThat(main.storedBytes()).isEqualTo(4096 + 10 + 5000 + 15 * 4096 + 2050 + 3);
    assertThat(main.bytesPastEnd()).isEqualTo(2 + 3);
  }

  @Test
  void keysAreCountedByKind() throws Exception {
    DatabaseSurvey survey =
        DatabaseSurvey.of(
            Damage.pages22().key("01").key("ff00").key("0802").key("08ff").key("").store());

    assertThat(survey.keys()).isEqualTo(23 + 5);
    assertThat(survey.foreignKeys()).isEqualTo(3);
    assertThat(survey.unknownKeys()).isEqualTo(2);
    assertThat(survey.firstUnknownKey()).contains("0802");
  }

  @Test
  void filesComeInTheOrderOfTheirTags() throws Exception {
    DatabaseSurvey survey =
        DatabaseSurvey.of(
            Damage.pages22()
                .size(FileTag.SHM, 1)
                .put(FileTag.WAL, 0, new byte[1])
                .size(FileTag.JOURNAL, 2)
                .store());

    assertThat(survey.files())
        .extracting(FileSurvey::file)
        .containsExactly(FileTag.MAIN, FileTag.JOURNAL, FileTag.WAL, FileTag.SHM);
  }

  @Test
  void whileTheSizeIsNotKnownChunksAreOnlyCounted() throws Exception {
    FileSurvey without =
        DatabaseSurvey.of(Damage.pages22().withoutMeta(FileTag.MAIN).store())
            .file(FileTag.MAIN)
            .orElseThrow();
    FileSurvey malformed =
        DatabaseSurvey.of(Damage.pages22().meta(FileTag.MAIN, new byte[10]).store())
            .file(FileTag.MAIN)
            .orElseThrow();

    assertThat(without.meta()).isEmpty();
    assertThat(malformed.meta()).contains(new FileMeta.Malformed("version 1", "version 0"));
    for (FileSurvey survey : new FileSurvey[] {without, malformed}) {
      assertThat(survey.sizeBytes()).isEmpty();
      assertThat(survey.runs()).isEmpty();
      assertThat(survey.chunks()).isEqualTo(22);
      assertThat(survey.storedBytes()).isEqualTo(22 * 4096);
      assertThat(survey.expectedChunks()).isZero();
    }
  }

  @Test
  void aHeaderIsReadAcrossWhateverIsStored() throws Exception {
    DatabaseOverview overview = DatabaseOverview.of(Damage.pages22().store());

    assertThat(overview.validHeader())
        .hasValueSatisfying(header -> {
          assertThat(header.pageSize()).isEqualTo(4096);
          assertThat(header.pageCount()).isEqualTo(22);
        });
    assertThat(overview.census(Damage.pages22().store())).isPresent();
    assertThat(DatabaseOverview.of(Damage.empty().store()).header()).isEmpty();
    assertThat(DatabaseOverview.of(Damage.ofFile(new byte[0]).store()).header()).isEmpty();
    assertThat(DatabaseOverview.of(Damage.ofFile(new byte[50]).store()).validHeader()).isEmpty();
  }

  @Test
  void ofAFileThatIsDamagedEverywhereTheFirstRunsAreListedAndTheRestIsCounted() {
    MemoryChunkStore store = new MemoryChunkStore();
    WriteBatch.Builder batch = WriteBatch.builder();
    int chunks = 30_000;
    batch.put(StoreKey.meta(FileTag.MAIN), new FileMeta(chunks * 4096L).encode());
    for (int chunk = 0; chunk < chunks; chunk++) {
      batch.put(StoreKey.chunk(FileTag.MAIN, chunk), new byte[chunk % 2 == 0 ? 4096 : 4095]);
    }
    store.apply(batch.build(), Durability.LAZY);

    FileSurvey main = DatabaseSurvey.of(store).file(FileTag.MAIN).orElseThrow();

    assertThat(main.runs()).hasSize(DatabaseSurvey.MOST_RUNS);
    assertThat(main.unlisted())
        .containsExactly(
            new ChunkRun(ChunkCondition.SOUND, 10_000, 10_000, 40_960_000, 40_960_000),
            new ChunkRun(ChunkCondition.SHORT, 10_001, 10_000, 40_960_000, 40_950_000));
    assertThat(main.count(ChunkCondition.SHORT)).isEqualTo(15_000);
  }
}
