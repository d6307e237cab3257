package dev.kvsql.cli;

import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.mapdb.MapDbStore;
import java.nio.file.Path;

/** Stores that a command makes: when filling one fails, there is none afterwards. */
final class NewStore {
  private NewStore() {}

  /** Fills a store. */
  interface Filler<E extends Exception> {
    void fill(Store store) throws E;
  }

  /** Makes a store where no file is. */
  static <E extends Exception> void make(Path path, Filler<E> filler) throws E {
    Store store = MapDbStore.create(path);
    boolean whole = false;
    try {
      filler.fill(store);
      whole = true;
    } finally {
      if (whole) {
        store.close();
      } else {
        discard(store, path);
      }
    }
  }

  /** What failed before counts; that closing may fail for the same reason does not. */
  private static void discard(Store store, Path path) {
    try {
      store.close();
    } catch (StoreException.Failed e) {
      // The files are removed in any case.
    }
    MapDbStore.remove(path);
  }
}
