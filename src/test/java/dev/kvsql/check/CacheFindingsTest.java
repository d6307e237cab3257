package dev.kvsql.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.file.CacheState;
import dev.kvsql.file.Coherence;
import dev.kvsql.file.Incoherence;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How the ways in which cache and store can disagree read as findings. */
final class CacheFindingsTest {
  @Test
  void aCachedChunkWithOtherBytesIsStale() throws Exception {
    assertThat(findings(cache -> cached(cache, 3)[100]++))
        .isEqualTo("error CACHE-STALE main 3+1 safe\n");
  }

  @Test
  void aCachedChunkOfAnotherLengthHasAWrongLength() throws Exception {
    assertThat(findings(cache -> cache.put(3L, new byte[100])))
        .isEqualTo("error CACHE-LENGTH main 3+1 safe\n");
  }

  @Test
  void aChunkPastTheEndIsBeyondTheEnd() throws Exception {
    Damage database = Damage.pages22().put(FileTag.MAIN, 22, new byte[4096]);

    assertThat(findings(database, cache -> cache.put(22L, new byte[4096])))
        .isEqualTo("error CACHE-BEYOND-EOF main 22+1 safe\n");
  }

  @Test
  void aCachedChunkThatTheStoreLacksIsAbsent() throws Exception {
    Damage database = Damage.pages22().delete(FileTag.MAIN, 5, 1);

    assertThat(findings(database, cache -> cache.put(5L, new byte[4096])))
        .isEqualTo("error CACHE-ABSENT main 5+1 safe\n");
  }

  @Test
  void aSizeThatDiffersHasAWrongLength() {
    assertThat(Findings.lines(List.of(finding(new Incoherence.SizeDiffers(8192, 4096)))))
        .isEqualTo("error CACHE-LENGTH main safe\n");
  }

  @Test
  void aReadThatDiffersIsStaleAtItsOffset() {
    Finding finding = finding(new Incoherence.ReadDiffers(8192 + 17, 1, 0));

    assertThat(Findings.lines(List.of(finding))).isEqualTo("error CACHE-STALE main 2+1 safe\n");
    assertThat(finding.place().offset()).contains(8209L);
  }

  @Test
  void anIntactCacheHasNoFinding() throws Exception {
    assertThat(findings(_ -> {})).isEmpty();
  }

  private static String findings(Consumer<SortedMap<Long, byte[]>> damage) throws Exception {
    return findings(Damage.pages22(), damage);
  }

  private static String findings(Damage database, Consumer<SortedMap<Long, byte[]>> damage) {
    SortedMap<Long, byte[]> cache = new TreeMap<>();
    for (long chunk : new long[] {0, 3, 21}) {
      byte[] stored = database.store().get(StoreKey.chunk(FileTag.MAIN, chunk));
      cache.put(chunk, Objects.requireNonNull(stored));
    }
    damage.accept(cache);
    CacheState state = new CacheState(FileTag.MAIN, 22 * 4096, false, cache);
    return Findings.lines(
        Coherence.examine(state, database.store()).stream()
            .map(CacheFindingsTest::finding)
            .toList());
  }

  private static byte[] cached(SortedMap<Long, byte[]> cache, long chunk) {
    return Objects.requireNonNull(cache.get(chunk));
  }

  private static Finding finding(Incoherence incoherence) {
    return new CacheFinding(FileTag.MAIN, incoherence, 1);
  }
}
