package dev.kvsql.repair.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.check.DatabaseCheck;
import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.Level;
import dev.kvsql.check.PageFinding;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.Seeds;
import dev.kvsql.format.DatabaseHeader;
import dev.kvsql.format.HeaderGuess;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a rebuild gets out of databases that are damaged at random: every row whose pages are not.
 */
final class DamagedRebuildTest {
  private static final List<Integer> PAGE_SIZES = List.of(512, 1024, 4096, 16384);

  static LongStream seeds() {
    return Seeds.of(60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyRowOfIntactPagesIsKept(long seed) throws Exception {
    Random random = new Random(seed);
    SoundDatabase sound = SoundDatabase.at(PAGE_SIZES.get(random.nextInt(PAGE_SIZES.size())));
    byte[] damaged = sound.bytes().clone();
    Set<Long> hit = new HashSet<>();
    int hits = 1 + random.nextInt(6);
    for (int i = 0; i < hits; i++) {
      hit(damaged, sound.pageSize(), random, hit);
    }
    Damage store = Damage.ofFile(damaged);
    holes(store, sound, random, hit);

    Optional<Rebuild> rebuild = Rebuild.of(store.store());
    assertThat(rebuild).as("seed %d", seed).isPresent();
    MemoryChunkStore target = new MemoryChunkStore();
    RebuildReport report = rebuild.get().carryOut(target);

    assertSound(target, seed);
    List<String> kept = rows(target);
    for (LocatedRow row : sound.rows()) {
      if (row.pages().stream().noneMatch(hit::contains)) {
        assertThat(kept)
            .as("seed %d, %s, pages %s hit, %s", seed, row, hit, report)
            .anyMatch(row::isIn);
      }
    }
    assertThat(report.reading()).isEqualTo(rebuild.get().plan());
    long refused = report.tables().stream().mapToLong(RebuildReport.TableOutcome::refused).sum();
    assertThat(report.setAside() + report.dropped())
        .as("seed %d", seed)
        .isEqualTo(refused + report.reading().orphanRows());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void bytesChangedAnywhereNeverFailARebuild(long seed) throws Exception {
    Random random = new Random(seed);
    SoundDatabase sound = SoundDatabase.at(PAGE_SIZES.get(random.nextInt(PAGE_SIZES.size())));
    byte[] damaged = sound.bytes().clone();
    int changes = 1 << random.nextInt(12);
    for (int i = 0; i < changes; i++) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }

    MemoryChunkStore store = Damage.ofFile(damaged).store();
    MemoryChunkStore target = new MemoryChunkStore();
    Optional<Rebuild> rebuild = Rebuild.of(store);
    if (rebuild.isPresent()) {
      rebuild.get().carryOut(target);
      assertSound(target, seed);
    }
  }

  /** Zeroes, garbles, cuts or swaps pages; page 1 is hit as seldom as any other. */
  private static void hit(byte[] bytes, int pageSize, Random random, Set<Long> hit) {
    int pages = bytes.length / pageSize;
    int page = random.nextInt(pages);
    int other = random.nextInt(pages);
    hit.add(page + 1L);
    switch (random.nextInt(5)) {
      case 0 -> Arrays.fill(bytes, page * pageSize, (page + 1) * pageSize, (byte) 0);
      case 1 -> {
        byte[] garbage = new byte[pageSize];
        random.nextBytes(garbage);
        System.arraycopy(garbage, 0, bytes, page * pageSize, pageSize);
      }
      case 2 -> {
        for (int i = 0; i < 4; i++) {
          bytes[page * pageSize + random.nextInt(pageSize)] = (byte) random.nextInt();
        }
      }
      case 3 -> { // the header of the page, or the pointer of an overflow page
        int start = page * pageSize + (page == 0 ? DatabaseHeader.SIZE_BYTES : 0);
        bytes[start + random.nextInt(12)] = (byte) random.nextInt();
      }
      default -> {
        hit.add(other + 1L);
        for (int i = page == 0 || other == 0 ? pageSize : 0; i < pageSize; i++) {
          byte kept = bytes[page * pageSize + i];
          bytes[page * pageSize + i] = bytes[other * pageSize + i];
          bytes[other * pageSize + i] = kept;
        }
      }
    }
  }

  private static void holes(Damage store, SoundDatabase sound, Random random, Set<Long> hit) {
    if (random.nextInt(3) != 0) {
      return;
    }
    long chunks = sound.bytes().length / 4096;
    long chunk = 1 + random.nextLong(chunks - 1);
    store.delete(FileTag.MAIN, chunk, 1);
    for (long at = chunk * 4096; at < (chunk + 1) * 4096; at += Math.min(512, sound.pageSize())) {
      hit.add(at / sound.pageSize() + 1);
    }
  }

  @Test
  void withoutPageOneEveryRowIsSetAside() throws Exception {
    SoundDatabase sound = SoundDatabase.at(4096);
    MemoryChunkStore target = new MemoryChunkStore();

    RebuildReport report =
        Rebuild.of(Damage.ofFile(sound.bytes()).delete(FileTag.MAIN, 0, 1).store())
            .orElseThrow()
            .carryOut(target);

    assertThat(report.reading().header().origin()).isEqualTo(HeaderGuess.Origin.INFERRED);
    assertThat(report.reading().header().header().pageSize()).isEqualTo(4096);
    List<String> kept = rows(target);
    assertThat(sound.rows()).allMatch(row -> row.page() == 1 || kept.stream().anyMatch(row::isIn));
  }

  private static void assertSound(ChunkStore target, long seed) {
    DatabaseReport check = DatabaseCheck.of("main", target, Level.FULL);
    // A garbled row may break a CHECK, and was in the old database nevertheless.
    assertThat(check.findings())
        .as("seed %d", seed)
        .allMatch(finding ->
            finding instanceof PageFinding.Integrity(String message)
                && message.startsWith("CHECK constraint failed"));
  }

  /** Every row of every table, in the words of {@link Contents}. */
  private static List<String> rows(ChunkStore store) throws SQLException {
    return Contents.of(store).tables().values().stream().flatMap(Collection::stream).toList();
  }
}
