package dev.kvsql.damage;

import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What a seed makes: a copy of a base database, how it is stored, and what was done to it.
 *
 * @param damages each in words, in order
 * @param memory the store when it is one in memory, otherwise what the file was made from
 * @param file the store file, when it is one
 */
record CorruptedStore(
    long seed, BaseDatabase base, List<String> damages, MemoryStore memory, Optional<Path> file) {
  /** So many stores have one in a file among them: that takes 50 times as long. */
  private static final int STORES_PER_FILE = 20;

  private static final int MOST_DAMAGES = 4;

  CorruptedStore {
    damages = List.copyOf(damages);
  }

  static CorruptedStore of(List<BaseDatabase> bases, long seed, Path dir) {
    // Neighbouring seeds start alike.
    Random random = new Random(seed * 0x9e3779b97f4a7c15L);
    BaseDatabase base = bases.get(random.nextInt(bases.size()));
    MemoryStore store =
        random.nextBoolean()
            ? MemoryStore.withChecksums(base.copy())
            : new MemoryStore(base.copy(), Optional.empty());
    RandomDamage damage = new RandomDamage(random, store);
    List<String> damages = new ArrayList<>();
    int count = 1 + random.nextInt(MOST_DAMAGES);
    for (int i = 0; i < count; i++) {
      damages.add(damage.next());
    }
    Optional<Path> file =
        random.nextInt(STORES_PER_FILE) == 0
            ? Optional.of(dir.resolve("app" + seed + ".kv"))
            : Optional.empty();
    file.ifPresent(path -> MapDbCopy.write(store, path));
    return new CorruptedStore(seed, base, damages, store, file);
  }

  boolean hasChecksums() {
    return memory.kept().isPresent();
  }

  Store open(Access access) {
    return file.isPresent() ? MapDbStore.open(file.get(), access) : memory;
  }

  void remove() {
    file.ifPresent(MapDbStore::remove);
  }

  @Override
  public String toString() {
    return "seed %d: %s%s%s%n    %s"
        .formatted(
            seed,
            base,
            hasChecksums() ? ", with checksums" : "",
            file.isPresent() ? ", in a file" : "",
            String.join("\n    ", damages));
  }
}
