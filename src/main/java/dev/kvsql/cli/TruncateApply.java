package dev.kvsql.cli;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.explore.SimulatedTruncate;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.ReadCache;
import dev.kvsql.render.CommandText;
import dev.kvsql.render.TruncateRender;
import dev.kvsql.render.TruncationRender;
import dev.kvsql.repair.Truncation;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether a truncate is carried out once it was simulated, and how that goes. */
final class TruncateApply {
  private final Globals globals;
  private final StoreTarget target;

  @Option(
      names = "--apply",
      description =
          "Then truncate the store: an undo record first, then everything in one transaction, then a"
              + " check. Asks first; where nobody can be asked, --yes is needed.")
  private boolean apply;

  @Option(names = "--yes", description = "Do not ask, also on a terminal.")
  private boolean yes;

  @Mixin private final UndoFileOption undoFile = new UndoFileOption();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  TruncateApply(Globals globals, StoreTarget target) {
    this.globals = globals;
    this.target = target;
  }

  /** Whether the truncate is to be carried out. */
  boolean isWanted() {
    return apply;
  }

  /** Refuses what nobody has agreed to and nobody can be asked about. */
  void requireAgreement() {
    if (apply && !yes && !globals.mayAsk()) {
      throw new UsageException(
          "--apply needs --yes where nobody can be asked; nothing was changed");
    }
  }

  /** Opens the store, for writing only if the file is to get another size. */
  Store open(FileTag file, long sizeBytes) {
    Store store = target.open(Access.READ);
    try {
      if (!apply || !changes(store, file, sizeBytes)) {
        return store;
      }
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
    store.close();
    return target.open(Access.WRITE);
  }

  private boolean changes(Store store, FileTag file, long sizeBytes) {
    return ChunkFile.open(target.database(store).chunks(), file, new ReadCache(0))
        .filter(found -> found.sizeBytes() != sizeBytes)
        .isPresent();
  }

  /** How a simulation is headed. */
  TruncateRender.Purpose purpose() {
    return apply ? TruncateRender.Purpose.APPLY : TruncateRender.Purpose.SIMULATE;
  }

  /**
   * Carries out what was simulated; nothing when that was not asked for, or is not agreed to.
   *
   * @throws IOException when it could not be done, or was found wrong and put back
   */
  Optional<Truncation.Outcome> carryOut(Store store, String database, SimulatedTruncate run)
      throws IOException {
    if (!apply) {
      return Optional.empty();
    }
    if (!run.isCoherent()) {
      say("nothing was changed: an invariant would not hold");
      return Optional.empty();
    }
    Truncation truncation = new Truncation(store, database, run.file(), run.plan());
    String shown = store.databases().size() == 1 ? "" : database;
    CommandText command = new CommandText(store.name(), shown);
    truncation
        .concerns()
        .forEach(concern -> say("warning: " + TruncationRender.text(concern, command)));
    if (truncation.isNeeded() && !agreed(run)) {
      say("nothing was changed");
      return Optional.empty();
    }
    return Optional.of(truncation.apply(undoFile.path(target.path(), database)));
  }

  private boolean agreed(SimulatedTruncate run) throws IOException {
    return yes || Globals.ask(TruncationRender.question(run.file(), run.plan()), err());
  }

  private void say(String text) {
    err().println("kvsql truncate: " + text);
    err().flush();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
