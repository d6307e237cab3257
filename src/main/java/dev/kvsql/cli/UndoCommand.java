package dev.kvsql.cli;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.render.CommandText;
import dev.kvsql.render.UndoRender;
import dev.kvsql.repair.UndoRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kvsql undo}. */
@Command(
    name = "undo",
    header = "Takes a repair or a truncate back.",
    description = {
      "Puts back what repair --apply or truncate --apply changed, byte for byte, from its undo record."
          + " Refuses when the store has changed since in what it would put back. Exits with 1 then, also"
          + " with --dry-run.",
    },
    exitCodeList = {
      "0:Taken back; with --dry-run, it could be.",
      "1:Refused or failed; nothing was changed.",
      ExitText.USAGE,
      ExitText.MISSING,
      ExitText.LOCKED,
      "130:Interrupted: nothing was put back, or everything."
    },
    footer = {
      "",
      "Examples:",
      "  kvsql undo app.kv app.kv.undo-20260102-030405 --dry-run",
      "  kvsql undo app.kv app.kv.undo-20260102-030405"
    })
final class UndoCommand implements Callable<Integer> {
  private final Globals globals;

  @Parameters(index = "0", paramLabel = "STORE", description = "Path of the store file.")
  private Path path;

  @Parameters(index = "1", paramLabel = "FILE", description = "The undo record.")
  private Path file;

  @Option(
      names = "--dry-run",
      description =
          "Print what the record holds and whether it still fits the store; change nothing.")
  private boolean dryRun;

  @Spec private CommandSpec spec;

  UndoCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws IOException {
    try (UndoRecord record = UndoRecord.open(file)) {
      if (dryRun) {
        show(record);
      } else {
        undo(record);
      }
      return ExitCode.CLEAN;
    } catch (UndoRecord.BrokenRecordException e) {
      throw new IOException(file + ": " + e.getMessage() + "; nothing was changed", e);
    }
  }

  private void show(UndoRecord record) throws IOException {
    try (Store store = MapDbStore.open(path, Access.READ, globals.patience())) {
      ChunkStore chunks = store.database(record.head().database());
      UndoRender.head(record.head(), globals.style(), out());
      record.forEachStep(step -> UndoRender.step(step, out()));
      out().flush();
      requireFit(record, chunks);
      out()
          .println(
              "nothing was changed; to do this: "
                  + CommandText.of(path.toString()).undo(file.toString()));
    }
  }

  private void undo(UndoRecord record) throws IOException {
    try (Store store = MapDbStore.open(path, Access.WRITE, globals.patience())) {
      ChunkStore chunks = store.database(record.head().database());
      requireFit(record, chunks);
      record.revert(chunks);
    }
    UndoRender.done(record.head(), out());
  }

  private void requireFit(UndoRecord record, ChunkStore chunks) throws IOException {
    String what = record.head().what();
    switch (record.fit(chunks)) {
      case UndoRecord.Undoable _ -> {
        // As it should be.
      }
      case UndoRecord.TakenBack _ ->
          throw new StoreException.Failed(
              path + ": is as before that " + what + " already; nothing was changed", null);
      case UndoRecord.Moved(byte[] key) ->
          throw new StoreException.Failed(
              path
                  + ": has changed since that "
                  + what
                  + ", at key "
                  + HexFormat.of().formatHex(key)
                  + "; nothing was changed",
              null);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
