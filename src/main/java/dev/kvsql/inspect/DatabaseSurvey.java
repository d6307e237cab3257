package dev.kvsql.inspect;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every key of a database, sorted into files, by one ordered scan in constant memory: {@value
 * #MOST_RUNS} runs of chunks of a file are listed, the rest is added up.
 *
 * @param keys all keys
 * @param foreignKeys keys of other programs
 * @param unknownKeys keys with the layout's prefix that it does not define
 * @param firstUnknownKey the first of them, in hex
 * @param files the files that have any key, in the order of their tags
 */
public record DatabaseSurvey(
    long keys,
    long foreignKeys,
    long unknownKeys,
    Optional<String> firstUnknownKey,
    List<FileSurvey> files) {
  /** Most runs of chunks that are listed for a file. */
  static final int MOST_RUNS = 10_000;

  public DatabaseSurvey {
    files = List.copyOf(files);
  }

  /** Scans a database. */
  public static DatabaseSurvey of(ChunkStore store) {
    return new Scan().run(store);
  }

  /** What was found of one file. */
  public Optional<FileSurvey> file(FileTag tag) {
    return files.stream().filter(file -> file.file() == tag).findFirst();
  }

  private static final class Scan {
    private final Map<FileTag, FileScan> files = new EnumMap<>(FileTag.class);
    private long keys;
    private long foreign;
    private long unknown;
    private @Nullable String firstUnknown;

    DatabaseSurvey run(ChunkStore store) {
      // Metas sort before chunks, so a file's size is known before its first chunk comes.
      for (Iterator<Entry> entries = store.scan(KeyRange.ALL); entries.hasNext(); ) {
        add(entries.next());
      }
      List<FileSurvey> found = new ArrayList<>();
      files.values().forEach(file -> found.add(file.finish()));
      return new DatabaseSurvey(keys, foreign, unknown, Optional.ofNullable(firstUnknown), found);
    }

    private void add(Entry entry) {
      keys++;
      switch (StoreKey.parse(entry.key())) {
        case StoreKey.Meta(FileTag tag) -> file(tag).meta(FileMeta.decode(entry.value()));
        case StoreKey.Chunk(FileTag tag, long index) ->
            file(tag).chunk(index, entry.value().length);
        case StoreKey.Foreign() -> foreign++;
        case StoreKey.Unknown() -> {
          unknown++;
          if (firstUnknown == null) {
            firstUnknown = HexFormat.of().formatHex(entry.key());
          }
        }
      }
    }

    private FileScan file(FileTag tag) {
      return files.computeIfAbsent(tag, FileScan::new);
    }
  }

  private static final class FileScan {
    private final FileTag tag;
    private final List<ChunkRun> runs = new ArrayList<>();
    private final Map<ChunkCondition, ChunkRun> unlisted = new EnumMap<>(ChunkCondition.class);
    private FileMeta.@Nullable Decoded meta;
    private long sizeBytes = -1;
    private long chunks;
    private long storedBytes;
    private long nextIndex;

    FileScan(FileTag tag) {
      this.tag = tag;
    }

    void meta(FileMeta.Decoded decoded) {
      meta = decoded;
      if (decoded instanceof FileMeta.WellFormed(FileMeta wellFormed)) {
        sizeBytes = wellFormed.sizeBytes();
      }
    }

    void chunk(long index, int bytes) {
      chunks++;
      storedBytes += bytes;
      if (sizeBytes >= 0) {
        missingUpTo(Math.min(index, StoreKey.chunkCount(sizeBytes)));
        int within = StoreKey.bytesWithin(sizeBytes, index);
        add(condition(within, bytes), index, 1, within, bytes);
        nextIndex = index + 1;
      }
    }

    FileSurvey finish() {
      if (sizeBytes >= 0) {
        missingUpTo(StoreKey.chunkCount(sizeBytes));
      }
      return new FileSurvey(
          tag,
          Optional.ofNullable(meta),
          chunks,
          storedBytes,
          runs,
          List.copyOf(unlisted.values()));
    }

    private static ChunkCondition condition(int within, int bytes) {
      if (within == 0) {
        return ChunkCondition.ORPHAN;
      }
      if (bytes == 0) {
        return ChunkCondition.EMPTY;
      }
      if (bytes > StoreKey.CHUNK_BYTES) {
        return ChunkCondition.LONG;
      }
      int order = Integer.compare(bytes, within);
      return order < 0
          ? ChunkCondition.SHORT
          : order > 0 ? ChunkCondition.TAIL : ChunkCondition.SOUND;
    }

    private void missingUpTo(long end) {
      if (end > nextIndex) {
        long last = (end - 1) * StoreKey.CHUNK_BYTES;
        long expected =
            Math.min(sizeBytes, last + StoreKey.CHUNK_BYTES) - nextIndex * StoreKey.CHUNK_BYTES;
        add(ChunkCondition.MISSING, nextIndex, end - nextIndex, expected, 0);
        nextIndex = end;
      }
    }

    private void add(ChunkCondition condition, long chunk, long count, long expected, long stored) {
      ChunkRun run = new ChunkRun(condition, chunk, count, expected, stored);
      if (unlisted.isEmpty() && !runs.isEmpty() && runs.getLast().continuesWith(condition, chunk)) {
        runs.set(runs.size() - 1, runs.getLast().plus(run));
      } else if (runs.size() < MOST_RUNS) {
        runs.add(run);
      } else {
        unlisted.merge(condition, run, ChunkRun::plus);
      }
    }
  }
}
