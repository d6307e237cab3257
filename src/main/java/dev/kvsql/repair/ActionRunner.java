package dev.kvsql.repair;

import dev.kvsql.check.Recovery;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.inspect.InferredSize;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Predicate;

/** Carries out actions on a view of a database: only keys that the plan names change. */
final class ActionRunner {
  private final ChunkStore view;

  ActionRunner(ChunkStore view) {
    this.view = view;
  }

  void run(RepairAction action) throws SQLException {
    switch (action) {
      case RepairAction.Recover _ -> Recovery.recover(view);
      case RepairAction.RaiseSize(_, long toBytes) -> resize(FileTag.MAIN, toBytes);
      case RepairAction.InferSize(FileTag file, InferredSize size) ->
          resize(file, size.sizeBytes());
      case RepairAction.DeleteOrphans(FileTag file, long first, long count, _) ->
          delete(StoreKey.chunks(file, first, first + count), value -> true);
      case RepairAction.ShortenChunk(FileTag file, long chunk, _, int toBytes) ->
          shorten(StoreKey.chunk(file, chunk), toBytes);
      case RepairAction.DeleteEmpty(FileTag file, long first, long count) ->
          delete(StoreKey.chunks(file, first, first + count), value -> value.length == 0);
      case RepairAction.DropSidecar(FileTag file) -> drop(file);
    }
  }

  private void resize(FileTag file, long toBytes) {
    apply(WriteBatch.builder().put(StoreKey.meta(file), new FileMeta(toBytes).encode()));
  }

  private void shorten(byte[] key, int toBytes) {
    byte[] value = view.get(key);
    if (value != null && value.length > toBytes) {
      apply(WriteBatch.builder().put(key, Arrays.copyOf(value, toBytes)));
    }
  }

  /** Deletes every key of a file. */
  void drop(FileTag file) {
    apply(WriteBatch.builder().delete(StoreKey.meta(file)));
    delete(StoreKey.chunks(file), value -> true);
  }

  /** As one range where nothing else lies in it, so that it costs no memory. */
  private void delete(KeyRange range, Predicate<byte[]> which) {
    WriteBatch.Builder batch = WriteBatch.builder();
    if (isAll(range, which)) {
      batch.deleteRange(range);
    } else {
      for (Iterator<Entry> entries = view.scan(range); entries.hasNext(); ) {
        Entry entry = entries.next();
        if (isMeant(entry, which)) {
          batch.delete(entry.key());
        }
      }
    }
    apply(batch);
  }

  private boolean isAll(KeyRange range, Predicate<byte[]> which) {
    for (Iterator<Entry> entries = view.scan(range); entries.hasNext(); ) {
      if (!isMeant(entries.next(), which)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMeant(Entry entry, Predicate<byte[]> which) {
    return StoreKey.parse(entry.key()) instanceof StoreKey.Chunk && which.test(entry.value());
  }

  private void apply(WriteBatch.Builder batch) {
    view.apply(batch.build(), Durability.LAZY);
  }
}
