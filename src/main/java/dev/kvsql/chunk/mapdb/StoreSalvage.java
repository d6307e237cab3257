package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.chunk.salvage.Salvage;
import dev.kvsql.chunk.salvage.SalvageReport;
import dev.kvsql.chunk.salvage.SalvageSink;
import dev.kvsql.chunk.salvage.SalvagedDatabase;
import dev.kvsql.chunk.salvage.StoreImage;
import dev.kvsql.disk.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gets what can still be read out of a store that MapDB cannot open or read, commits in its redo
 * log included, into a new store of the same name. The old files are kept under other names.
 *
 * @param report what could be read, and what not
 * @param kept what the old file is called afterwards
 * @param keptLog what its redo log is called afterwards, if it has one
 */
public record StoreSalvage(SalvageReport report, Path kept, Optional<Path> keptLog) {
  private static final int BATCH_BYTES = 1 << 20;

  /** What a salvage would come to; changes nothing. */
  public static StoreSalvage plan(Path path, Duration patience) {
    try (StoreFiles files = StoreFiles.open(LocalDisk.shared(), path, Access.READ, patience)) {
      return of(read(files, (database, key, value) -> {}), files.path());
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  /**
   * Salvages a store. The lock is held all the while; when anything fails the store is as it was.
   */
  public static StoreSalvage carryOut(Path path, Duration patience) {
    try (StoreFiles files = StoreFiles.open(LocalDisk.shared(), path, Access.WRITE, patience)) {
      Path real = files.path();
      Path filled = NewName.beside(real, ".salvaged");
      StoreSalvage done = of(fill(files, filled, path), real);
      try {
        new Exchange(real, filled, done.kept()).carryOut();
        return done;
      } catch (IOException e) {
        MapDbStore.remove(filled);
        throw e;
      }
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private static StoreSalvage of(SalvageReport report, Path real) {
    Path kept = NewName.beside(real, ".damaged");
    boolean hasLog = Files.exists(StoreFiles.logPath(real));
    return new StoreSalvage(
        report, kept, hasLog ? Optional.of(StoreFiles.logPath(kept)) : Optional.empty());
  }

  private static StoreException.Failed failed(Path path, IOException e) {
    return failed(path, StoreFiles.reason(e), e);
  }

  private static StoreException.Failed failed(Path path, @Nullable String reason, Exception e) {
    return new StoreException.Failed(
        path + ": cannot be salvaged: " + reason + "; nothing was changed", e);
  }

  private static SalvageReport read(StoreFiles files, SalvageSink sink) throws IOException {
    SnapshotVolume volume = new SnapshotVolume(files);
    try {
      return Salvage.of(new Image(volume), sink);
    } finally {
      volume.unload();
    }
  }

  /** Fills a new store, which is durable when the call returns; nothing is left when it fails. */
  private static SalvageReport fill(StoreFiles files, Path filled, Path path) throws IOException {
    SalvageReport planned = read(files, (database, key, value) -> {});
    boolean whole = false;
    try {
      SalvageReport report;
      try (MapDbStore store = MapDbStore.create(filled)) {
        report = fill(files, store, planned);
      }
      whole = true;
      return report;
    } catch (StoreException.Failed e) {
      // It is about a file that nobody knows of.
      throw failed(
          path, e.getCause() instanceof IOException io ? StoreFiles.reason(io) : e.getMessage(), e);
    } finally {
      if (!whole) {
        MapDbStore.remove(filled);
      }
    }
  }

  private static SalvageReport fill(StoreFiles files, MapDbStore store, SalvageReport planned)
      throws IOException {
    Map<String, Filler> fillers = new HashMap<>();
    for (SalvagedDatabase database : planned.databases()) {
      fillers.put(
          database.name(),
          new Filler(store.createDatabaseAsNamed(database.name(), checksums(database))));
    }
    SalvageReport report =
        read(
            files,
            (database, key, value) -> {
              Filler filler = fillers.get(database);
              if (filler != null) {
                filler.put(key, value);
              }
            });
    fillers.values().forEach(Filler::finish);
    return report;
  }

  private static Checksums checksums(SalvagedDatabase database) {
    return switch (database.checksums()) {
      case KEPT -> Checksums.CRC32C;
      case NONE -> Checksums.NONE;
    };
  }

  /** Collects entries into batches of a bearable size. */
  private static final class Filler {
    private final ChunkStore chunks;
    private WriteBatch.Builder batch = WriteBatch.builder();
    private long bytes;

    Filler(ChunkStore chunks) {
      this.chunks = chunks;
    }

    void put(byte[] key, byte[] value) {
      batch.put(key, value);
      bytes += key.length + value.length;
      if (bytes > BATCH_BYTES) {
        apply(Durability.LAZY);
      }
    }

    void finish() {
      apply(Durability.FORCED);
    }

    private void apply(Durability durability) {
      chunks.apply(batch.build(), durability);
      batch = WriteBatch.builder();
      bytes = 0;
    }
  }

  /** The store as of its last commit. */
  private record Image(SnapshotVolume volume) implements StoreImage {
    @Override
    public long lengthBytes() {
      return volume.length();
    }

    @Override
    public void read(long offset, byte[] into, int from, int count) {
      long there = Math.clamp(volume.length() - offset, 0, count);
      volume.copy(offset, into, from, (int) there);
      Arrays.fill(into, from + (int) there, from + count, (byte) 0);
    }
  }
}
