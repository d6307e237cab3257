package dev.kvsql.cli;

import dev.kvsql.chunk.Store;
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
      store.close();
      if (!whole) {
        MapDbStore.remove(path);
      }
    }
  }
}
