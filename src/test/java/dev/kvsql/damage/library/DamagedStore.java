package dev.kvsql.damage.library;

import java.nio.file.Path;

/**
 * A store of the library.
 *
 * @param name of its directory
 * @param story what happened to it, in one sentence
 */
public record DamagedStore(String name, String story, Maker maker) {
  /** Makes the store; the file does not exist yet. */
  public interface Maker {
    void make(Path store) throws Exception;
  }
}
