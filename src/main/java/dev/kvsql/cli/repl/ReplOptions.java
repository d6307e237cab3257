package dev.kvsql.cli.repl;

import dev.kvsql.render.RowMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a session starts with.
 *
 * @param store path of the store
 * @param database its database; empty for the only one
 * @param writing whether statements may change the store
 * @param cacheBytes most bytes of the read cache
 * @param patience how long to wait for a store that another process has
 * @param mode how rows are printed; empty for what suits the console
 * @param init read before anything else; empty for the user's own file, and that on a terminal only
 */
public record ReplOptions(
    Path store,
    Optional<String> database,
    Writing writing,
    long cacheBytes,
    Duration patience,
    Optional<RowMode> mode,
    Optional<Path> init) {

  /** What statements may do to the store. */
  public enum Writing {
    ALLOWED,
    REFUSED
  }

  /** The same for another store. */
  ReplOptions with(Path other, Optional<String> itsDatabase) {
    return new ReplOptions(other, itsDatabase, writing, cacheBytes, patience, mode, init);
  }
}
