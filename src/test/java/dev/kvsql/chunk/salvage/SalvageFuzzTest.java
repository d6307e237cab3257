package dev.kvsql.chunk.salvage;

import static dev.kvsql.chunk.salvage.MapDbFile.expected;
import static dev.kvsql.chunk.salvage.MapDbFile.fill;
import static dev.kvsql.chunk.salvage.MapDbFile.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.salvage.MapDbFile.Values;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mapdb.BTreeMap;

/** Many damages at random, each by its seed. */
final class SalvageFuzzTest {
  private static final int RUNS = 120;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** What main held at the end; other keys and values were there before. */
  private static final NavigableMap<String, ByteBuffer> CURRENT = new TreeMap<>();

  private static final byte[] INSIDE = file(Values.INSIDE);
  private static final byte[] OUTSIDE = file(Values.OUTSIDE);

  private static byte[] file(Values values) {
    return MapDbFile.of(db -> {
      BTreeMap<byte[], byte[]> map = map(db, "main", values);
      fill(map, Samples.chunks(2000, i -> i % 300));
      fill(map, Samples.chunks(1500, i -> i == 700 ? 150_000 : i % 200));
      map.subMap(Samples.chunkKey(100), Samples.chunkKey(300)).clear();
      CURRENT.putAll(expected(map));
    });
  }

  private static byte[] of(Values values) {
    return switch (values) {
      case INSIDE -> INSIDE;
      case OUTSIDE -> OUTSIDE;
    };
  }

  /** Nothing that comes out can be wrong, and nothing that was not hit may be missing. */
  @ParameterizedTest
  @EnumSource
  void lostNodesCostJustTheirOwnEntries(Values values) {
    for (long seed = 0; seed < RUNS; seed++) {
      Random random = new Random(seed);
      Damaged file = Damaged.of(of(values));
      List<Long> leaves = file.leaves("main");
      List<KeySpan> lost = new ArrayList<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        long leaf = leaves.get(random.nextInt(leaves.size()));
        lost.add(file.node(leaf).span());
        lose(file, random, leaf);
      }
      List<Long> directories = file.directories("main");
      for (int i = random.nextInt(4); i > 0; i--) {
        lose(file, random, directories.get(random.nextInt(directories.size())));
      }
      if (random.nextInt(4) == 0) {
        lose(file, random, file.rootHolder("main"));
      }
      if (random.nextInt(4) == 0) {
        lose(file, random, Store.CATALOG_RECID);
      }
      NavigableMap<String, ByteBuffer> rest = new TreeMap<>(CURRENT);
      for (KeySpan span : lost) {
        rest.keySet().removeIf(key -> span.contains(HexFormat.of().parseHex(key)));
      }
      Salvaged salvaged = salvage(file.bytes(), seed);
      assertThat(salvaged.entries()).as("seed %d", seed).isEqualTo(Map.of("main", rest));
      if (!lost.isEmpty()) {
        assertThat(salvaged.report().isComplete()).as("seed %d", seed).isFalse();
      }
    }
  }

  private static void lose(Damaged file, Random random, long recid) {
    if (random.nextBoolean()) {
      file.zeroRecord(recid);
    } else {
      file.zeroIndexValue(recid);
    }
  }

  /** An index value is there with all its bits, or not at all. */
  @ParameterizedTest
  @EnumSource
  void zeroedIndexValuesNeverMakeAnythingWrong(Values values) {
    int last = Damaged.of(of(values)).indexOffset(2500);
    for (long seed = 0; seed < RUNS; seed++) {
      Random random = new Random(seed);
      Damaged file = Damaged.of(of(values));
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        file.zero(32_864 + 8 * random.nextInt((last - 32_864) / 8), 8 * random.nextInt(64));
      }
      Salvaged salvaged = salvage(file.bytes(), seed);
      for (var entries : salvaged.entries().values()) {
        assertThat(CURRENT).as("seed %d", seed).containsAllEntriesOf(entries);
      }
      assertToldIfMissing(salvaged, seed);
    }
  }

  /** Whole sectors of zeros: every key is one that was there, and what is missing is told. */
  @ParameterizedTest
  @EnumSource
  void zeroedSectorsNeverMakeKeysThatWereNotThere(Values values) {
    for (long seed = 0; seed < RUNS; seed++) {
      Random random = new Random(seed);
      Damaged file = Damaged.of(of(values));
      for (int i = 1 + random.nextInt(8); i > 0; i--) {
        file.zero(512 * random.nextInt(file.bytes().length / 512), 512);
      }
      Salvaged salvaged = salvage(file.bytes(), seed);
      for (var entries : salvaged.entries().values()) {
        assertThat(CURRENT.keySet()).as("seed %d", seed).containsAll(entries.keySet());
      }
      assertToldIfMissing(salvaged, seed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void cutFilesGiveWhatIsLeft(Values values) {
    for (long seed = 0; seed < RUNS; seed++) {
      Random random = new Random(seed);
      byte[] cut = Arrays.copyOf(of(values), random.nextInt(of(values).length));
      Salvaged salvaged = salvage(cut, seed);
      for (var entries : salvaged.entries().values()) {
        assertThat(CURRENT).as("seed %d", seed).containsAllEntriesOf(entries);
      }
      assertToldIfMissing(salvaged, seed);
    }
  }

  /** A single bit never changes more than the value that it lies in. */
  @ParameterizedTest
  @EnumSource
  void aFlippedBitCostsAtMostOneLeafAndIsToldUnlessInAKeyOrValue(Values values) {
    int used = usedBytes(of(values));
    for (long seed = 0; seed < RUNS; seed++) {
      Random random = new Random(seed);
      Damaged file = Damaged.of(of(values));
      file.flip(32_864 + random.nextInt(used - 32_864), random.nextInt(8));
      Salvaged salvaged = salvage(file.bytes(), seed);
      NavigableMap<String, ByteBuffer> all = new TreeMap<>();
      salvaged.entries().values().forEach(all::putAll);
      long wrong =
          all.entrySet().stream()
              .filter(entry -> !entry.getValue().equals(CURRENT.get(entry.getKey())))
              .count();
      assertThat(wrong).as("wrong entries, seed %d", seed).isLessThanOrEqualTo(1);
      assertThat(all.size())
          .as("entries, seed %d", seed)
          .isBetween(CURRENT.size() - 32, CURRENT.size());
      assertToldIfMissing(salvaged, seed);
    }
  }

  private static int usedBytes(byte[] bytes) {
    int used = bytes.length;
    while (bytes[used - 1] == 0) {
      used--;
    }
    return used;
  }

  /**
   * Bits, noise, sectors, pages that changed places: whatever comes out, it ends and is no crash.
   */
  @ParameterizedTest
  @EnumSource
  void anyDamageEndsWithAReport(Values values) {
    for (long seed = 0; seed < RUNS; seed++) {
      Random random = new Random(seed);
      Damaged file = Damaged.of(of(values));
      for (int i = 1 + random.nextInt(30); i > 0; i--) {
        damage(file, random);
      }
      salvage(file.bytes(), seed);
    }
  }

  private static void damage(Damaged file, Random random) {
    int length = file.bytes().length;
    int at = random.nextInt(length);
    int sector = 512 * random.nextInt(length / 512);
    switch (random.nextInt(6)) {
      case 0 -> file.flip(at, random.nextInt(8));
      case 1 -> file.zero(sector, 512);
      case 2 -> file.swap(sector, 512 * random.nextInt(length / 512), 512);
      case 3 -> file.swap(4096 * (sector / 4096), 4096 * random.nextInt(length / 4096), 4096);
      case 4 -> {
        byte[] noise = new byte[Math.min(200, length - at)];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, file.bytes(), at, noise.length);
      }
      default -> {
        // Index values among each other: every one sound, few where they belong.
        int a = file.indexOffset(1 + random.nextInt(2200));
        file.swap(a, file.indexOffset(1 + random.nextInt(2200)), Long.BYTES);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void swappedPagesEndWithAReport(Values values) {
    int pages = of(values).length / IndexTable.PAGE_BYTES;
    for (int a = 0; a < pages; a++) {
      for (int b = a + 1; b < pages; b++) {
        Damaged file = Damaged.of(of(values));
        file.swap(a * IndexTable.PAGE_BYTES, b * IndexTable.PAGE_BYTES, IndexTable.PAGE_BYTES);
        salvage(file.bytes(), 1000L * a + b);
      }
    }
  }

  private static void assertToldIfMissing(Salvaged salvaged, long seed) {
    NavigableMap<String, ByteBuffer> all = new TreeMap<>();
    salvaged.entries().values().forEach(all::putAll);
    if (!all.keySet().containsAll(CURRENT.keySet())) {
      assertThat(salvaged.report().isComplete())
          .as("something is missing, seed %d: %s", seed, salvaged.losses())
          .isFalse();
    }
  }

  private static Salvaged salvage(byte[] file, long seed) {
    return Assertions.assertTimeout(LIMIT, () -> Salvaged.of(file), () -> "seed " + seed);
  }
}
