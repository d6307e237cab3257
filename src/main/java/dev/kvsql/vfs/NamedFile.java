package dev.kvsql.vfs;

import dev.kvsql.chunk.Durability;
import java.util.Optional;

/** A file that SQLite knows by name, which may or may not be there. */
public interface NamedFile {
  /**
   * Opens the file.
   *
   * @param create whether to make an empty one when there is none
   * @return nothing when there is none
   */
  Optional<OpenFile> open(boolean create);

  /** Whether the file is there and not empty. */
  boolean exists();

  /**
   * Removes the file.
   *
   * @return whether there was one
   */
  boolean delete(Durability durability);

  /** Whether SQLite must not write to it. */
  boolean isReadOnly();
}
