package dev.kvsql.damage;

import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.Severity;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreKey;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What is known of a damaged database by those who know the undamaged one: whether a check may say
 * that nothing is wrong.
 *
 * <p>A check that finds nothing at warn or above says two things, and both are held against it:
 *
 * <ol>
 *   <li><b>SQLite agrees.</b> The main file's bytes, read after the recovery that is pending, if
 *       one is, and given to SQLite as a plain file, pass its integrity_check. This holds always.
 *   <li><b>The bytes are the right ones.</b> In every page that the undamaged database uses they
 *       are those of the undamaged one. What is in free pages, in the lock-byte page, and past the
 *       pages that the header counts means nothing, and may differ. The undamaged database decides
 *       which pages are used; the damaged one is asked nothing.
 * </ol>
 *
 * <p>The second cannot be asked for where nothing in the store tells:
 *
 * <ul>
 *   <li>A main file of which no key is left: the database does not exist.
 *   <li>A journal or WAL that was to be applied and that now has no meta, or one that says 0 bytes:
 *       to delete a journal, or to empty it, is how SQLite ends a transaction, and a process that
 *       dies on the way leaves exactly that. SQLite itself goes by the meta alone. (Its chunks, if
 *       they are left, are found, at warn; after their repair nothing is.) But a WAL without a meta
 *       that has its chunks can be tried, and must be found if it brings anything.
 * </ul>
 *
 * <p>With checksums that is all: each chunk has a witness of its own, and of the metas the SQLite
 * header is one, and the chunks. Without checksums, these have none either:
 *
 * <ul>
 *   <li>Bytes of a chunk that change while its length stays, in whatever way: flipped, swapped with
 *       another chunk, overwritten by one that was moved or copied. (SQLite's integrity_check sees
 *       the structure of pages, not what rows say.) A chunk that is cut, filled up, deleted, or
 *       that is where none was, always has one: the file's size.
 *   <li>One that is shorter than it was and otherwise sound, meta and chunks: it looks like one
 *       that was written so far when the process ended. SQLite itself takes it for that.
 * </ul>
 *
 * <p>Which of these holds is not what the damage meant to do but what came of it: the two databases
 * are compared key by key, so that several damages of one key are judged by their result.
 */
record Truth(BaseDatabase base, List<Entry> damaged, boolean checksums) {
  /** Compares a database as it was and as it is. */
  static Truth of(BaseDatabase base, ChunkStore damaged, boolean checksums) {
    return new Truth(base, StoreContents.of(damaged), checksums);
  }

  /** Why a report on a database must not say that nothing is wrong, if it says so. */
  Optional<String> objection(DatabaseReport report, ChunkStore chunks, Path scratch)
      throws IOException {
    if (report.countFrom(Severity.WARN) > 0) {
      return Optional.empty();
    }
    MainImage image;
    try {
      image = MainImage.of(chunks);
    } catch (SQLException e) {
      return Optional.of("SQLite cannot open it: " + e.getMessage());
    }
    if (image.bytes().length > 0) {
      String verdict = image.integrityCheck(scratch);
      if (!verdict.equals("ok")) {
        return Optional.of("integrity_check says " + verdict);
      }
    }
    long page = hasWitnesses() ? base.image().firstDifference(base.pages(), image) : 0;
    return page == 0 ? Optional.empty() : Optional.of("page " + page + " has other bytes");
  }

  private boolean hasWitnesses() {
    return !isGone()
        && pending().noneMatch(this::isFinished)
        && (checksums || !(isAnyChunkOverwritten() || pending().anyMatch(this::isCutSoundly)));
  }

  /**
   * Whether SQLite takes it for the journal of a transaction that ended, and nothing tells more.
   */
  private boolean isFinished(FileTag file) {
    boolean tried = file == FileTag.WAL && size(file).isEmpty() && !chunks(file).isEmpty();
    return !tried && size(file).orElse(0) == 0;
  }

  private Stream<FileTag> pending() {
    return Stream.of(FileTag.JOURNAL, FileTag.WAL).filter(base::has);
  }

  private boolean isAnyChunkOverwritten() {
    return base.entries().stream()
        .anyMatch(was ->
            StoreKey.parse(was.key()) instanceof StoreKey.Chunk
                && value(was.key())
                    .filter(now -> now.length == was.value().length)
                    .filter(now -> !Arrays.equals(now, was.value()))
                    .isPresent());
  }

  private boolean isGone() {
    return value(StoreKey.meta(FileTag.MAIN)).isEmpty() && chunks(FileTag.MAIN).isEmpty();
  }

  /** Nothing when there is no meta, or none that can be understood. */
  private OptionalLong size(FileTag file) {
    return value(StoreKey.meta(file)).stream()
        .map(FileMeta::decode)
        .filter(FileMeta.WellFormed.class::isInstance)
        .mapToLong(meta -> ((FileMeta.WellFormed) meta).meta().sizeBytes())
        .findFirst();
  }

  private List<Entry> chunks(FileTag file) {
    KeyRange range = StoreKey.chunks(file);
    return damaged.stream().filter(entry -> range.contains(entry.key())).toList();
  }

  /** Whether a file is what it was up to a size of its own. */
  private boolean isCutSoundly(FileTag file) {
    long size = size(file).orElse(-1);
    List<Entry> chunks = chunks(file);
    if (chunks.size() != StoreKey.chunkCount(size)) {
      return false;
    }
    for (int index = 0; index < chunks.size(); index++) {
      Entry chunk = chunks.get(index);
      if (!Arrays.equals(chunk.key(), StoreKey.chunk(file, index))
          || chunk.value().length != StoreKey.bytesWithin(size, index)) {
        return false;
      }
    }
    return true;
  }

  private Optional<byte[]> value(byte[] key) {
    return damaged.stream()
        .filter(entry -> Arrays.equals(entry.key(), key))
        .findFirst()
        .map(Entry::value);
  }
}
