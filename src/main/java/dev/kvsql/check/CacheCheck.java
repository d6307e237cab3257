package dev.kvsql.check;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KvDump;
import dev.kvsql.chunk.ReadAheadChunkStore;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.file.Coherence;
import dev.kvsql.file.Incoherence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A dump of the cache of some live process against the store: the invariants C1 to C4. The dump is
 * a KV dump of what the process has cached, chunk by chunk; where it has a file's meta too, that is
 * the size in the process's memory, and otherwise the size in the store counts. Takes memory for
 * one chunk at a time.
 */
public final class CacheCheck {
  private final ChunkStore store;
  private final Map<FileTag, OptionalLong> sizes = new EnumMap<>(FileTag.class);
  private final List<Finding> found = new ArrayList<>();
  private long entries;

  private CacheCheck(ChunkStore store) {
    this.store = store;
  }

  /**
   * Everything in which a cache and a store disagree.
   *
   * @throws IOException when the dump cannot be read, or holds nothing that could be cached
   */
  public static List<Finding> of(Path dump, ChunkStore database) throws IOException {
    CacheCheck check = new CacheCheck(new ReadAheadChunkStore(database));
    try (KvDump.Reader reader = new KvDump.Reader(Files.newInputStream(dump))) {
      for (Optional<Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
        check.add(entry.get());
      }
    } catch (KvDump.BrokenLineException e) {
      throw new IOException(dump + ": " + e.getMessage(), e);
    }
    if (check.entries == 0) {
      throw new IOException(dump + ": holds no chunk and no meta; is it the dump of a cache?");
    }
    return List.copyOf(check.found);
  }

  private void add(Entry entry) {
    switch (StoreKey.parse(entry.key())) {
      case StoreKey.Meta(FileTag file) -> meta(file, entry.value());
      case StoreKey.Chunk(FileTag file, long index) -> chunk(file, index, entry.value());
      case StoreKey.Foreign _, StoreKey.Unknown _ -> {
        // Nothing that a file system caches.
      }
    }
  }

  private void meta(FileTag file, byte[] value) {
    entries++;
    OptionalLong stored = FileMeta.sizeIn(store, file);
    switch (FileMeta.decode(value)) {
      case FileMeta.WellFormed(FileMeta cached) -> {
        sizes.put(file, OptionalLong.of(cached.sizeBytes()));
        if (stored.orElse(-1) != cached.sizeBytes()) {
          found.add(size(file, cached.sizeBytes(), stored.orElse(-1)));
        }
      }
      case FileMeta.Malformed _ -> found.add(size(file, -1, stored.orElse(-1)));
    }
  }

  private static Finding size(FileTag file, long cached, long stored) {
    return new CacheFinding(file, new Incoherence.SizeDiffers(cached, stored), 1);
  }

  private void chunk(FileTag file, long index, byte[] cached) {
    entries++;
    long sizeBytes = sizes.computeIfAbsent(file, tag -> FileMeta.sizeIn(store, tag)).orElse(0);
    Coherence.examine(file, index, cached, StoreKey.chunkCount(sizeBytes), store)
        .forEach(incoherence -> CacheFinding.add(found, file, incoherence));
  }
}
