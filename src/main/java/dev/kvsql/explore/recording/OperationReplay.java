package dev.kvsql.explore.recording;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.explore.recording.RecordedOperation.Delete;
import dev.kvsql.explore.recording.RecordedOperation.DeleteRange;
import dev.kvsql.explore.recording.RecordedOperation.Get;
import dev.kvsql.explore.recording.RecordedOperation.Put;
import dev.kvsql.explore.recording.RecordedOperation.Written;
import dev.kvsql.explore.recording.ReplayReport.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Carries the operations of a recording out on a model of the store, which knows keys and lengths
 * but no bytes, and tells at which operation an invariant broke for good. The store is taken to be
 * empty before the first one: of a recording that begins later it says that chunks have no meta.
 *
 * <p>Most recordings have values by their lengths, and every meta is 10 bytes long. So the model
 * keeps what the operations tell of each file's size, as {@link SizeBounds}:
 *
 * <ol>
 *   <li>A meta whose bytes are recorded says the size.
 *   <li>A put of chunks with the meta: the chunks lie within the file, so its size is at least
 *       {@code chunk * 4096 + length} of the last one. If the store has nothing behind that chunk,
 *       it is just that: a meta is written because the end has moved. If another chunk of that put
 *       is shorter than 4096 bytes the program may have put parts for wholes, and the file can end
 *       anywhere in the last chunk.
 *   <li>A put of chunks without the meta leaves the size as it was.
 *   <li>A put of the meta alone: nothing is known, until what follows on the same file shows that
 *       this was a truncate. Deletes from chunk {@code k} on, which leave no chunk between the
 *       first and the last that they name: the file ends in or before chunk {@code k - 1}, and what
 *       the store has before {@code k} lies within it. A put of a single chunk that makes it
 *       shorter: the file ends with it. Reads and operations on other files may come in between. (A
 *       delete could be the start of something else as well, after a meta that has cut nothing. It
 *       is taken for the rest of the truncate.)
 *   <li>The same after a meta with chunks, when the store has others behind them: another program
 *       may truncate in fewer operations.
 *   <li>An operation that failed changes nothing, but says the same of what the program wanted.
 * </ol>
 *
 * <p>What counts as broken, and when:
 *
 * <ul>
 *   <li>Chunks past the end, or a last chunk that reaches past it: when the program goes on to
 *       other work on the file, or the recording ends, and they are still there. The operation to
 *       blame is the one that failed, or else the meta. If they go in time it is a {@link
 *       CrashWindow}: Rivet's truncate puts the meta, puts the shortened last chunk and deletes the
 *       others, each as an operation of its own (Rivet #4637 left that as it was).
 *   <li>Chunks that are deleted within the file, or its last one cut, before the meta: a window as
 *       well if the meta follows, since a truncate may be done in that order (Rivet's once was).
 *       Otherwise what was deleted is a hole, which is told of and no more: it is right where no
 *       page is in use.
 *   <li>Chunks that were put behind the end without the meta: when no meta follows.
 *   <li>Chunks of a file without a meta: when none follows, or one does over chunks that a delete
 *       of the whole file has left (Rivet's deletes the meta with the first 127 chunks).
 *   <li>A chunk of the main file that becomes shorter though more of it lies within the file: at
 *       once, its bytes are gone. Rivet's batches do that when pages are smaller than chunks.
 *   <li>A chunk of the main file that never was whole, with the file going on behind it: if it is
 *       so in the end, since pages may be written in any order. In the other files such chunks are
 *       told of and no more; a journal proves itself by its checksums.
 *   <li>A chunk of more than 4096 bytes, a meta that is none, more than 128 keys in one call: at
 *       once.
 * </ul>
 *
 * <p>What is past the end must be so for the largest size that is possible, and what is missing
 * must be so for the smallest: where the rules know too little the replay says nothing.
 */
public final class OperationReplay {
  /** Most keys that one call to Rivet's store takes. */
  private static final int MAX_BATCH_KEYS = 128;

  private static final long MEMORY_LIMIT_BYTES = 32 << 20;
  private static final int RUN_BYTES = 128;

  private final ReplayLog log = new ReplayLog();
  private final Map<FileTag, FileReplay> files = new EnumMap<>(FileTag.class);
  private final StrayKeys otherKeys = new StrayKeys();
  private final CallCounts counts = new CallCounts();

  OperationReplay() {
    for (FileTag file : FileTag.values()) {
      files.put(file, new FileReplay(file, log));
    }
  }

  /**
   * Replays a recording in a file.
   *
   * @throws BrokenRecordingException when a line is no operation, or the store that the recording
   *     makes needs too much memory
   * @throws IOException when the file cannot be read
   */
  public static ReplayReport of(Path file) throws IOException {
    try (RecordedOperations operations = RecordedOperations.open(file)) {
      return of(operations);
    }
  }

  /** The same for a recording from elsewhere; reads it to its end and does not close it. */
  public static ReplayReport of(RecordedOperations operations) throws IOException {
    OperationReplay replay = new OperationReplay();
    for (var next = operations.next(); next.isPresent(); next = operations.next()) {
      replay.apply(operations.line(), next.get());
      replay.requireFit(operations);
    }
    return replay.finish();
  }

  /**
   * Carries one operation out.
   *
   * @param number what reports call it, higher than that of the one before
   */
  void apply(long number, RecordedOperation operation) {
    counts.add(operation);
    if (operation.keys() > MAX_BATCH_KEYS) {
      log.broken(new Breach.LargeBatch(number, operation.kind(), operation.keys(), MAX_BATCH_KEYS));
    }
    if (operation.failed()) {
      log.failure(new Failure(number, operation.kind(), operation.keys(), firstKey(operation)));
    }
    switch (operation) {
      case Get _ -> {
        // Changes nothing, and says nothing of what came back.
      }
      case Put(List<Written> entries, boolean failed) -> put(number, failed, entries);
      case Delete(List<byte[]> keys, boolean failed) -> delete(number, failed, keys);
      case DeleteRange(KeyRange range, boolean failed) -> deleteRange(number, failed, range);
    }
  }

  private static Optional<StoreKey> firstKey(RecordedOperation operation) {
    Stream<byte[]> keys =
        switch (operation) {
          case Get(List<byte[]> wanted, _) -> wanted.stream();
          case Put(List<Written> entries, _) -> entries.stream().map(Written::key);
          case Delete(List<byte[]> unwanted, _) -> unwanted.stream();
          case DeleteRange(KeyRange range, _) -> Stream.of(range.from());
        };
    return keys.findFirst().map(StoreKey::parse);
  }

  private void put(long number, boolean failed, List<Written> entries) {
    Map<FileTag, FilePut> parts = new EnumMap<>(FileTag.class);
    for (Written entry : entries) {
      switch (StoreKey.parse(entry.key())) {
        case StoreKey.Meta(FileTag file) -> part(parts, file).meta(entry.value());
        case StoreKey.Chunk(FileTag file, long index) ->
            part(parts, file).chunk(index, entry.value().bytes());
        case StoreKey.Unknown(), StoreKey.Foreign() -> {
          if (!failed) {
            otherKeys.put(entry.key(), entry.value().bytes());
          }
        }
      }
    }
    parts.forEach((file, part) -> replay(file).put(number, failed, part));
  }

  private static FilePut part(Map<FileTag, FilePut> parts, FileTag file) {
    return parts.computeIfAbsent(file, _ -> new FilePut());
  }

  private void delete(long number, boolean failed, List<byte[]> keys) {
    Set<FileTag> metas = EnumSet.noneOf(FileTag.class);
    Map<FileTag, NavigableSet<Long>> chunks = new EnumMap<>(FileTag.class);
    for (byte[] key : keys) {
      switch (StoreKey.parse(key)) {
        case StoreKey.Meta(FileTag file) -> metas.add(file);
        case StoreKey.Chunk(FileTag file, long index) ->
            chunks.computeIfAbsent(file, _ -> new TreeSet<>()).add(index);
        case StoreKey.Unknown(), StoreKey.Foreign() -> {
          if (!failed) {
            otherKeys.delete(key);
          }
        }
      }
    }
    files.forEach((file, replay) -> {
      NavigableSet<Long> indexes = chunks.getOrDefault(file, Collections.emptyNavigableSet());
      replay.delete(number, failed, FileDelete.of(metas.contains(file), indexes));
    });
  }

  private void deleteRange(long number, boolean failed, KeyRange range) {
    if (!failed) {
      otherKeys.delete(range);
    }
    files.forEach((file, replay) -> replay.delete(number, failed, FileDelete.of(file, range)));
  }

  /** The file as it is now, if anything was ever done to it. */
  Optional<ReplayReport.FileEnd> file(FileTag file) {
    return replay(file).end();
  }

  /** Every key that the store has now, in order, with the length of its value. */
  NavigableMap<byte[], Integer> keys() {
    NavigableMap<byte[], Integer> all = new TreeMap<>(otherKeys.stored());
    files.values().forEach(file -> file.addKeys(all));
    return all;
  }

  private FileReplay replay(FileTag file) {
    return Objects.requireNonNull(files.get(file));
  }

  /** A file without gaps costs next to nothing; a hostile recording could make millions of them. */
  private void requireFit(RecordedOperations operations) throws BrokenRecordingException {
    long runs = files.values().stream().mapToLong(FileReplay::runs).sum();
    if (otherKeys.memoryBytes() + runs * RUN_BYTES > MEMORY_LIMIT_BYTES) {
      throw operations.broken(
          "a store with fewer gaps and other keys", "more than a replay can keep in memory", null);
    }
  }

  /** The end of the recording. */
  ReplayReport finish() {
    files.values().forEach(FileReplay::finish);
    return new ReplayReport(
        counts.all(),
        files.values().stream().map(FileReplay::end).flatMap(Optional::stream).toList(),
        otherKeys.count(),
        log.windows(),
        log.failures(),
        log.notices(),
        log.broken());
  }
}
