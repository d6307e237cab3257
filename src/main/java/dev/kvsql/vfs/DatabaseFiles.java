package dev.kvsql.vfs;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.ReadCache;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The files of one database, as SQLite sees them. A file that several connections have open is one
 * {@link ChunkFile}: what one writes the others read, before it reaches the store. Safe for several
 * threads.
 */
public final class DatabaseFiles {
  private final CountedStore store;
  private final MountPolicy policy;
  private final Lease lease;
  private final Map<FileTag, Shared> open = new EnumMap<>(FileTag.class);
  private final WalIndex walIndex = new WalIndex();

  /** A file with everybody who has it open. */
  private static final class Shared {
    final ChunkFile file;
    final FileLocks locks = new FileLocks();
    final FileCounts counts = new FileCounts();
    int handles;

    Shared(ChunkFile file) {
      this.file = file;
    }
  }

  /**
   * The files in a store.
   *
   * @param lease is taken by each open main file
   */
  DatabaseFiles(ChunkStore store, MountPolicy policy, Lease lease) {
    this.store = new CountedStore(store);
    this.policy = policy;
    this.lease = lease;
  }

  /** The keys and values that hold the files. */
  public ChunkStore chunks() {
    return store;
  }

  /**
   * Refuses to mount what SQLite would damage: it takes the meta's word for the file's size, and
   * writes over what lies past it.
   *
   * @throws StoreException.Damaged when the main file's meta is malformed, or when there are chunks
   *     past its end that would be written over at once: because SQLite takes the file for empty,
   *     or to recover
   */
  public synchronized void requireSafe() {
    if (open.containsKey(FileTag.MAIN)) {
      return;
    }
    long sizeBytes =
        ChunkFile.open(store, FileTag.MAIN, new ReadCache(0)).map(ChunkFile::sizeBytes).orElse(0L);
    KeyRange pastEnd = StoreKey.chunksFrom(FileTag.MAIN, StoreKey.chunkCount(sizeBytes));
    if (policy.writing() == MountPolicy.Writing.ANY || !store.scan(pastEnd).hasNext()) {
      return;
    }
    if (sizeBytes == 0) {
      throw new StoreException.Damaged(
          "main has chunks but no size; mounting it would write over them", null);
    }
    if (exists(FileTag.JOURNAL) || exists(FileTag.WAL)) {
      throw new StoreException.Damaged(
          "main has chunks past its end, and a journal or WAL that may be applied over them; look at it"
              + " with kvsql check first",
          null);
    }
  }

  /** Opens a file that exists; nothing when there is none. */
  public Optional<OpenFile> open(FileTag tag) {
    return leased(tag, () -> find(tag).map(shared -> handle(tag, shared)));
  }

  /** Opens a file, making an empty one when there is none. */
  public OpenFile openOrCreate(FileTag tag) {
    return leased(tag, () -> Optional.of(handle(tag, find(tag).orElseGet(() -> create(tag)))))
        .orElseThrow();
  }

  private Shared create(FileTag tag) {
    return new Shared(ChunkFile.create(store, tag, cache(tag)));
  }

  /** Leases are given by somebody with a lock of his own, so this one is not held meanwhile. */
  private Optional<OpenFile> leased(FileTag tag, Supplier<Optional<OpenFile>> opening) {
    Lease wanted = tag == FileTag.MAIN ? lease : Lease.OWNED;
    wanted.take();
    Optional<OpenFile> opened = Optional.empty();
    try {
      synchronized (this) {
        opened = opening.get();
      }
      return opened;
    } finally {
      if (opened.isEmpty()) {
        wanted.giveBack();
      }
    }
  }

  /** Whether a file is there and not empty: an empty journal is none to SQLite. */
  public synchronized boolean exists(FileTag tag) {
    return find(tag).map(shared -> shared.file.sizeBytes() > 0).orElse(false);
  }

  /**
   * Removes a file. What is buffered for the others goes to the store in the same batch: once the
   * journal is gone the main file must be whole.
   *
   * @return whether there was one
   */
  public synchronized boolean delete(FileTag tag, Durability durability) {
    boolean buffered = open.remove(tag) != null;
    if (store.get(StoreKey.meta(tag)) == null) {
      return buffered;
    }
    WriteBatch.Builder batch =
        WriteBatch.builder().delete(StoreKey.meta(tag)).deleteRange(StoreKey.chunks(tag));
    handOverAll(batch, durability);
    return true;
  }

  /** The main file, while a connection has it open. */
  public synchronized Optional<ChunkFile> main() {
    return Optional.ofNullable(open.get(FileTag.MAIN)).map(shared -> shared.file);
  }

  /** Every file that a connection has open. */
  public synchronized Map<FileTag, ChunkFile> opened() {
    Map<FileTag, ChunkFile> files = new EnumMap<>(FileTag.class);
    open.forEach((tag, shared) -> files.put(tag, shared.file));
    return files;
  }

  /** What SQLite asked of every file that a connection has open. */
  public synchronized Map<FileTag, FileStats> fileStats() {
    Map<FileTag, FileStats> stats = new EnumMap<>(FileTag.class);
    open.forEach((tag, shared) -> stats.put(tag, shared.counts.stats()));
    return stats;
  }

  /** What the files asked of the store. */
  public StoreStats storeStats() {
    return store.stats();
  }

  private Optional<Shared> find(FileTag tag) {
    Shared shared = open.get(tag);
    return shared != null
        ? Optional.of(shared)
        : ChunkFile.open(store, tag, cache(tag)).map(Shared::new);
  }

  /** A journal is read once, if at all; frames of a WAL are read until they are checkpointed. */
  private ReadCache cache(FileTag tag) {
    return ReadCache.readingAhead(
        switch (tag) {
          case MAIN -> policy.cacheBytes();
          case WAL -> policy.cacheBytes() / MountPolicy.WAL_PART;
          case JOURNAL, SHM -> 0;
        });
  }

  private OpenFile handle(FileTag tag, Shared shared) {
    open.put(tag, shared);
    shared.handles++;
    return new Handle(tag, shared);
  }

  /**
   * Hands over all files in one batch. A commit that truncates or zeroes its journal without a sync
   * counts as soon as the main file is in the store: with the old journal beside it, it would be
   * undone when the process is killed. The same holds for a main file that is newer than its WAL.
   *
   * <p>Files without changes are left alone, so that a commit to the WAL does not keep readers of
   * the main file waiting.
   */
  private synchronized void handOverAll(WriteBatch.Builder batch, Durability durability) {
    List<ChunkFile> files =
        open.values().stream().map(shared -> shared.file).filter(ChunkFile::isPending).toList();
    ChunkFile.handOver(store, files, batch, durability);
  }

  /** What was removed while somebody has it open is seen by nobody else, and is in no store. */
  private synchronized void handOverAlone(Shared shared, FileTag tag, Durability durability) {
    if (open.get(tag) == shared) {
      shared.file.handOver(durability);
    }
  }

  /** Brings everything buffered to the store. */
  void handOver() {
    handOverAll(WriteBatch.builder(), Durability.LAZY);
  }

  /** Another connection may be in the middle of a transaction: its pages are not to be written. */
  private synchronized void closed(Handle handle, FileTag tag, Shared shared) {
    boolean there = open.get(tag) == shared;
    try {
      if (there && !shared.locks.isReservedByAnother(handle)) {
        handle.committed();
      }
    } finally {
      shared.locks.unlock(handle, LockLevel.NONE);
      shared.handles--;
      if (shared.handles == 0) {
        open.remove(tag, shared);
        shared.file.release();
      }
    }
  }

  /** One connection's hold on a file. */
  private final class Handle implements OpenFile {
    private final FileTag tag;
    private final Shared shared;
    private final SharedMemory index = walIndex.use();
    private final Optional<FileTrace> trace;
    private @Nullable Shared releasable;
    private volatile boolean failed;

    Handle(FileTag tag, Shared shared) {
      this.tag = tag;
      this.shared = shared;
      trace = policy.trace().map(heard -> new FileTrace(heard, tag));
      releasable = shared;
    }

    @Override
    public ChunkFile bytes() {
      return shared.file;
    }

    /**
     * A WAL that begins anew counts on a main file that holds the checkpoint; with {@code
     * synchronous=OFF} that was not synced, and may be in the buffer still. The main file's buffer
     * holds nothing that is not committed, as a transaction's pages are in the WAL.
     */
    @Override
    public void sync() {
      if (tag == FileTag.WAL) {
        handOverAll(WriteBatch.builder(), Durability.FORCED);
      } else {
        handOverAlone(shared, tag, Durability.FORCED);
      }
      failed = false;
    }

    @Override
    public void committed() {
      switch (tag) {
        case MAIN, WAL -> handOverAll(WriteBatch.builder(), Durability.LAZY);
        case JOURNAL, SHM -> handOverAlone(shared, tag, Durability.LAZY);
      }
    }

    @Override
    public boolean lock(LockLevel wanted) {
      return shared.locks.lock(this, wanted);
    }

    @Override
    public void unlock(LockLevel wanted) {
      try {
        if (shared.locks.level(this).compareTo(LockLevel.RESERVED) >= 0) {
          if (failed) {
            shared.file.discard();
          }
          committed();
        }
      } finally {
        failed = false;
        shared.locks.unlock(this, wanted);
      }
    }

    @Override
    public void failed() {
      failed = true;
    }

    @Override
    public LockLevel lockLevel() {
      return shared.locks.level(this);
    }

    @Override
    public boolean isReserved() {
      return shared.locks.isReserved();
    }

    @Override
    public FileCounts counts() {
      return shared.counts;
    }

    @Override
    public Optional<FileTrace> trace() {
      return trace;
    }

    @Override
    public SharedMemory walIndex() {
      return index;
    }

    @Override
    public void close() {
      Shared release = releasable;
      releasable = null;
      index.unmap();
      if (release != null) {
        try {
          closed(this, tag, release);
        } finally {
          if (tag == FileTag.MAIN) {
            lease.giveBack();
          }
        }
      }
    }
  }
}
