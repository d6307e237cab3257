package dev.kvsql.explore.recording;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.explore.recording.CrashWindow.Cause;
import dev.kvsql.explore.recording.RecordedOperation.Value;
import dev.kvsql.explore.recording.ReplayReport.Meta;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The operations of a recording on one file. The rules are those of {@link OperationReplay}. */
final class FileReplay {
  private final FileTag file;
  private final ReplayLog log;
  private final StoredChunks chunks = new StoredChunks();
  private final FileEnding ending;
  private Meta meta = Meta.ABSENT;
  private OptionalInt metaBytes = OptionalInt.empty();
  private boolean written;

  FileReplay(FileTag file, ReplayLog log) {
    this.file = file;
    this.log = log;
    ending = new FileEnding(file, log, chunks);
  }

  /** What this costs in memory, in runs of chunks. */
  int runs() {
    return chunks.runs() + ending.leftOver().runs();
  }

  void put(long operation, boolean failed, FilePut put) {
    written = true;
    if (isPartOfCut(put)) {
      shorten(operation, failed, put);
    } else if (!failed && isEarlyPartOfCut(put)) {
      ending.cutEarly(operation, ChunkGroup.NONE, SizeBounds.exactly(put.end()));
      write(operation, put);
    } else if (failed) {
      ending.goOn(operation);
    } else if (put.meta().isPresent()) {
      putWithMeta(operation, put, put.meta().get());
    } else {
      putChunks(operation, put);
    }
  }

  private boolean isPartOfCut(FilePut put) {
    return put.isShortening(chunks)
        && ending.mayCutIn(put.chunks().firstKey())
        && (ending.mayCut() || keepsWhatIsWithin(put));
  }

  private boolean keepsWhatIsWithin(FilePut put) {
    Map.Entry<Long, Integer> chunk = put.chunks().firstEntry();
    return chunk.getValue() >= ending.size().surelyWithin(chunk.getKey());
  }

  private boolean isEarlyPartOfCut(FilePut put) {
    return meta == Meta.STORED
        && put.isShortening(chunks)
        && put.isLastOf(chunks)
        && !keepsWhatIsWithin(put);
  }

  /** The last chunk that a truncate keeps is written anew because it is cut: this is its end. */
  private void shorten(long operation, boolean failed, FilePut put) {
    if (ending.mayCut()) {
      ending.cut(SizeBounds.exactly(put.end()));
    }
    if (failed) {
      ending.fail(operation);
    } else {
      write(operation, put);
    }
    ending.settle(operation);
  }

  private void putWithMeta(long operation, FilePut put, Value value) {
    MetaValue now = MetaValue.of(value);
    metaBytes = OptionalInt.of(value.bytes());
    Optional<SizeBounds> announced =
        ending.announced().filter(shown -> put.chunks().isEmpty() && now.canBe(shown));
    if (announced.isEmpty()) {
      ending.goOn(operation);
    }
    ending.meetMeta(operation);
    boolean shortensLast = put.shortensLast(chunks);
    SizeBounds before = ending.size();
    NavigableMap<Long, Integer> shortened = write(operation, put);
    switch (now) {
      case MetaValue.Malformed(String expected, String found) -> {
        meta = Meta.MALFORMED;
        ending.know(operation, SizeBounds.UNKNOWN);
        log.broken(new Breach.MalformedMeta(operation, file, expected, found));
      }
      case MetaValue.Stated(long sizeBytes) -> {
        meta = Meta.STORED;
        ending.know(operation, SizeBounds.exactly(sizeBytes));
      }
      case MetaValue.NotRecorded _ -> {
        meta = Meta.STORED;
        SizeBounds after =
            put.chunks().isEmpty()
                ? announced.orElse(SizeBounds.UNKNOWN)
                : put.size(before, chunks, shortensLast);
        if (put.isLastOf(chunks) || announced.isPresent()) {
          ending.know(operation, after);
        } else {
          ending.maybeCut(operation, after);
        }
      }
    }
    judge(operation, shortened);
  }

  private void putChunks(long operation, FilePut put) {
    ending.goOn(operation);
    boolean noMeta = meta == Meta.ABSENT;
    ChunkGroup past = put.newFrom(noMeta ? 0 : ending.size().pastEnd().first(), chunks);
    NavigableMap<Long, Integer> shortened = write(operation, put);
    if (noMeta) {
      ending.risk(Cause.CHUNKS_BEFORE_META, operation, past);
    } else {
      ending.risk(Cause.CHUNKS_BEFORE_SIZE, operation, past);
    }
    judge(operation, shortened);
  }

  /** Gives back the chunks that are shorter than before, and not whole. */
  private NavigableMap<Long, Integer> write(long operation, FilePut put) {
    NavigableMap<Long, Integer> shortened = new TreeMap<>();
    put.chunks()
        .forEach((index, bytes) -> {
          if (bytes > StoreKey.CHUNK_BYTES) {
            log.broken(new Breach.LongChunk(operation, file, index, bytes));
          } else if (bytes < Math.min(StoreKey.CHUNK_BYTES, chunks.bytes(index))) {
            shortened.put(index, bytes);
          }
          chunks.put(index, bytes, operation);
          ending.written(index);
        });
    return shortened;
  }

  /** Bytes within the main file are gone: what was there reads as zeros now. */
  private void judge(long operation, NavigableMap<Long, Integer> shortened) {
    ChunkGroup lost = ChunkGroup.NONE;
    long within = 0;
    for (var chunk : shortened.entrySet()) {
      int expected = ending.size().surelyWithin(chunk.getKey());
      if (chunk.getValue() < expected) {
        lost = lost.plus(ChunkGroup.of(chunk.getKey(), chunk.getValue()));
        within += expected;
      }
    }
    if (file == FileTag.MAIN && !lost.isEmpty()) {
      log.broken(new Breach.ShortChunks(operation, file, lost, within));
    }
  }

  void delete(long operation, boolean failed, FileDelete delete) {
    if (delete.isEmpty()) {
      return;
    }
    written = true;
    if (delete.meta() && meta != Meta.ABSENT) {
      deleteMeta(operation, failed, delete);
      return;
    }
    OptionalLong cutFrom = delete.cutFrom(chunks);
    if (cutFrom.isPresent()) {
      cut(operation, failed, delete, cutFrom.getAsLong());
    }
    if (failed) {
      ending.fail(operation);
    } else {
      delete.applyTo(chunks);
      ending.deleted(delete);
    }
    ending.settle(operation);
  }

  private void cut(long operation, boolean failed, FileDelete delete, long firstDeleted) {
    SizeBounds shown = ending.size().cutBefore(firstDeleted, chunks);
    if (ending.mayCutWith(delete)) {
      ending.cut(shown);
    } else if (!failed && meta == Meta.STORED && ending.size().mostWithin(firstDeleted) > 0) {
      ending.cutEarly(operation, delete.group(chunks), shown);
    }
  }

  /**
   * A whole file goes: its meta with as many chunks as one call takes, the others after that.
   * Chunks that were left over before are without a meta then as well.
   */
  private void deleteMeta(long operation, boolean failed, FileDelete delete) {
    if (failed) {
      ending.goOn(operation);
      return;
    }
    meta = Meta.ABSENT;
    metaBytes = OptionalInt.empty();
    ending.leftOver().moveTo(chunks, ChunkSpan.ALL);
    delete.applyTo(chunks);
    ending.loseMeta(operation);
  }

  /** The recording ends: what is wrong now stays so. */
  void finish() {
    ending.finish();
    Breach.Kind kind = new Breach.Kind(Breach.ShortChunks.class, Optional.of(file));
    if (meta == Meta.STORED && !log.isBroken(kind)) {
      report(ShortRuns.of(chunks, ending.size()));
    }
  }

  /**
   * Chunks that were never whole and have the file go on behind them. Pages may be written in any
   * order, so only what stays short counts.
   */
  private void report(List<ShortRuns> found) {
    if (found.isEmpty()) {
      return;
    }
    if (file == FileTag.MAIN) {
      ShortRuns first = found.getFirst();
      log.broken(new Breach.ShortChunks(first.since(), file, first.chunks(), first.within()));
    } else {
      ShortRuns all = found.stream().reduce(ShortRuns::plus).orElseThrow();
      log.notice(new ReplayReport.ShortSidecar(file, all.chunks(), all.within()));
    }
  }

  /** Adds all keys that the store has of the file. */
  void addKeys(Map<byte[], Integer> keys) {
    metaBytes.ifPresent(bytes -> keys.put(StoreKey.meta(file), bytes));
    for (StoredChunks stored : List.of(chunks, ending.leftOver())) {
      stored.forEach(
          ChunkSpan.ALL,
          run -> {
            for (long index = run.span().first(); index < run.span().end(); index++) {
              keys.put(StoreKey.chunk(file, index), run.bytes());
            }
          });
    }
  }

  /** The file as it is now, if anything was ever done to it. */
  Optional<ReplayReport.FileEnd> end() {
    ChunkGroup all = chunks.group(ChunkSpan.ALL).plus(ending.leftOver().group(ChunkSpan.ALL));
    return written
        ? Optional.of(new ReplayReport.FileEnd(file, meta, ending.size(), all))
        : Optional.empty();
  }
}
