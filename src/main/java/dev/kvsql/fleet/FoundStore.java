package dev.kvsql.fleet;

import dev.kvsql.chunk.StoreException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A store to check.
 *
 * @param path where it is, as it was named; this is how reports call it
 * @param shardKey what decides about its shard: the same on every machine
 * @param problem why there is nothing to open
 */
record FoundStore(Path path, String shardKey, Optional<StoreException> problem) {
  static FoundStore at(Path path, String shardKey) {
    return new FoundStore(path, shardKey, Optional.empty());
  }

  static FoundStore not(Path path, String shardKey, StoreException problem) {
    return new FoundStore(path, shardKey, Optional.of(problem));
  }

  String name() {
    return path.toString();
  }
}
