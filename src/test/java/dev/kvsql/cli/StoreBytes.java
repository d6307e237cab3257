package dev.kvsql.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A store file and its redo log as bytes; a log of no bytes is none.
 *
 * @param base the store file
 * @param log the redo log
 */
record StoreBytes(byte[] base, byte[] log) {
  static final byte[] NONE = new byte[0];

  static Path logOf(Path store) {
    return store.resolveSibling(store.getFileName() + ".redo");
  }

  /** The files as they are now, also while a program has them open. */
  static StoreBytes of(Path store) throws IOException {
    Path log = logOf(store);
    return new StoreBytes(
        Files.readAllBytes(store), Files.exists(log) ? Files.readAllBytes(log) : NONE);
  }

  StoreBytes withBase(byte[] other) {
    return new StoreBytes(other, log);
  }

  StoreBytes withLog(byte[] other) {
    return new StoreBytes(base, other);
  }

  StoreBytes copy() {
    return new StoreBytes(base.clone(), log.clone());
  }

  void write(Path store) throws IOException {
    Files.write(store, base);
    if (log.length > 0) {
      Files.write(logOf(store), log);
    }
  }
}
