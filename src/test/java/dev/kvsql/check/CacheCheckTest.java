package dev.kvsql.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.KvDump;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dump of a process's cache against the store. */
final class CacheCheckTest {
  @TempDir private Path folder;

  @Test
  void aCacheThatHoldsWhatTheStoreHoldsIsClean() throws Exception {
    Damage store = Damage.pages22();

    assertThat(check(store, Damage.pages22())).isEmpty();
  }

  @Test
  void aCacheOfAFewChunksIsCleanAsWell() throws Exception {
    Damage cache = Damage.pages22().withoutMeta(FileTag.MAIN).delete(FileTag.MAIN, 0, 7);

    assertThat(check(Damage.pages22(), cache)).isEmpty();
  }

  @Test
  void otherBytesInNeighbouringChunksAreOneFinding() throws Exception {
    Damage cache = Damage.pages22().resize(FileTag.MAIN, 4, 3, 0).resize(FileTag.MAIN, 4, 3, 4096);

    assertThat(check(Damage.pages22(), cache)).isEqualTo("error CACHE-STALE main 4+3 safe\n");
  }

  @Test
  void whatTheTruncateBoundaryBugLeavesIsFound() throws Exception {
    Damage store = Damage.pages22().size(FileTag.MAIN, 20 * 4096).delete(FileTag.MAIN, 20, 2);
    Damage cache = Damage.pages22().size(FileTag.MAIN, 20 * 4096);

    assertThat(check(store, cache))
        .isEqualTo(
            """
            error CACHE-BEYOND-EOF main 20+2 safe
            error CACHE-ABSENT main 20+2 safe
            """);
  }

  @Test
  void aLongerLastChunkIsFound() throws Exception {
    Damage store =
        Damage.pages22()
            .size(FileTag.MAIN, 20 * 4096 + 100)
            .delete(FileTag.MAIN, 21, 1)
            .resize(FileTag.MAIN, 20, 1, 100);
    Damage cache = Damage.pages22().size(FileTag.MAIN, 20 * 4096 + 100).delete(FileTag.MAIN, 21, 1);

    assertThat(check(store, cache)).isEqualTo("error CACHE-LENGTH main 20+1 safe\n");
  }

  @Test
  void anotherSizeInMemoryIsFound() throws Exception {
    Damage cache = Damage.pages22().size(FileTag.MAIN, 8192).delete(FileTag.MAIN, 2, 20);

    assertThat(check(Damage.pages22(), cache)).isEqualTo("error CACHE-LENGTH main safe\n");
  }

  @Test
  void chunksOfAFileThatTheStoreLacksAreAbsentAndPastItsEnd() throws Exception {
    Damage cache =
        Damage.empty().file(FileTag.JOURNAL, new byte[5000]).withoutMeta(FileTag.JOURNAL);

    assertThat(check(Damage.pages22(), cache))
        .isEqualTo(
            """
            error CACHE-BEYOND-EOF journal 0+2 safe
            error CACHE-ABSENT journal 0+2 safe
            """);
  }

  @Test
  void aDumpThatIsNoneIsRefusedWithItsLine() throws Exception {
    Path file = Files.writeString(folder.resolve("cache.jsonl"), "{}\n");

    assertThatThrownBy(() -> CacheCheck.of(file, Damage.pages22().store()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": line 1: ");
  }

  @Test
  void aDumpOfOtherKeysOnlyIsRefused() throws Exception {
    Path file = dump(Damage.empty().key("0102", (byte) 1).store());

    assertThatThrownBy(() -> CacheCheck.of(file, Damage.pages22().store()))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": holds no chunk and no meta; is it the dump of a cache?");
  }

  private String check(Damage store, Damage cache) throws IOException {
    return Findings.lines(CacheCheck.of(dump(cache.store()), store.store()));
  }

  private Path dump(ChunkStore cache) throws IOException {
    Path file = folder.resolve("cache.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      KvDump.write(cache.scan(KeyRange.ALL), out);
    }
    return file;
  }
}
