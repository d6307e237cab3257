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
 * @param failures how an error is told
 * @param init read before anything else; empty for the user's own file, and that on a terminal only
 */
public record ReplOptions(
    Path store,
    Optional<String> database,
    Writing writing,
    long cacheBytes,
    Duration patience,
    Optional<RowMode> mode,
    Failures failures,
    Optional<Path> init) {

  /** How an error is told. */
  public enum Failures {
    IN_WORDS,
    WITH_STACK_TRACE
  }

  /** What statements may do to the store. */
  public enum Writing {
    ALLOWED,
    REFUSED
  }

  /** The same for another store. */
  ReplOptions with(Path other, Optional<String> itsDatabase) {
    return new ReplOptions(other, itsDatabase, writing, cacheBytes, patience, mode, failures, init);
  }
}
