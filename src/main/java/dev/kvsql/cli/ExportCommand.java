package dev.kvsql.cli;

import dev.kvsql.check.DatabaseCheck;
import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.Finding;
import dev.kvsql.check.Level;
import dev.kvsql.check.Recovery;
import dev.kvsql.check.Severity;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.KvDump;
import dev.kvsql.chunk.MeteredChunkStore;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.file.DatabaseExport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kvsql export}. */
@Command(
    name = "export",
    header = "Writes a database into a SQLite file or a KV dump.",
    description = {
      "As a KV dump, with every key as it is stored, when the name ends in .jsonl or .jsonl.gz, otherwise"
          + " as a SQLite file. A pending journal or WAL is applied to the exported SQLite file, not to the"
          + " store; with --as-stored it is not. The file appears when it is whole.",
    },
    exitCodeList = {
      ExitText.DONE,
      "1:Failed; no file was written.",
      "2:Wrong usage, or the file exists already.",
      ExitText.MISSING,
      ExitText.LOCKED,
      "130:Interrupted: no file was written."
    },
    footer = {
      "",
      "Examples:",
      "  kvsql export app.kv app.db",
      "  kvsql export app.kv everything.jsonl.gz"
    })
final class ExportCommand implements Callable<Integer> {
  private final Globals globals;

  @Mixin private final StoreTarget target;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "The file to write; it must not exist.")
  private Path file;

  @Option(
      names = "--as-stored",
      description = "Write the main file's bytes as they are, without a pending recovery.")
  private boolean asStored;

  @Spec private CommandSpec spec;

  ExportCommand(Globals globals) {
    this.globals = globals;
    target = new StoreTarget(globals);
  }

  @Override
  public Integer call() throws IOException, SQLException {
    try (Store store = target.open(Access.READ)) {
      StoreTarget.Named database = target.database(store);
      String name = file.getFileName().toString();
      if (name.endsWith(".jsonl.gz")) {
        write(database.chunks(), FileTag.values(), ExportCommand::gzip);
      } else if (name.endsWith(".jsonl")) {
        write(
            database.chunks(),
            FileTag.values(),
            (chunks, out) -> KvDump.write(chunks.scan(KeyRange.ALL), out));
      } else {
        sqlite(database, DatabaseCheck.of(store, database.name(), Level.QUICK));
      }
    }
    spec.commandLine().getOut().println("exported " + target.path() + " to " + file);
    return ExitCode.CLEAN;
  }

  private interface Content {
    void write(ChunkStore chunks, OutputStream out) throws IOException;
  }

  /** Writes a file out of some files of a database, and shows how far that is. */
  private void write(ChunkStore chunks, FileTag[] files, Content content) throws IOException {
    long bytes =
        Arrays.stream(files).mapToLong(tag -> FileMeta.sizeIn(chunks, tag).orElse(0)).sum();
    try (ByteProgress progress =
        new ByteProgress(globals, spec.commandLine().getErr(), "exporting", bytes)) {
      NewFile.write(file, out -> content.write(new MeteredChunkStore(chunks, progress), out));
    }
  }

  private static void gzip(ChunkStore chunks, OutputStream out) throws IOException {
    // Not closed: the stream below is still to be forced to disk.
    GZIPOutputStream compressed = new GZIPOutputStream(out, 1 << 16);
    KvDump.write(chunks.scan(KeyRange.ALL), compressed);
    compressed.finish();
  }

  private void sqlite(StoreTarget.Named database, DatabaseReport report)
      throws IOException, SQLException {
    if (database.chunks().get(StoreKey.meta(FileTag.MAIN)) == null) {
      throw new StoreException.Missing(
          target.path() + ": database " + database.name() + " has no main file");
    }
    ChunkStore chunks = database.chunks();
    if (!asStored && isRecoverable(report)) {
      OverlayChunkStore copy = new OverlayChunkStore(chunks);
      Recovery.recover(copy);
      chunks = copy;
      warn("a pending journal or WAL was applied to the exported file; the store still has it");
    }
    if (report.countFrom(Severity.ERROR) > 0) {
      warn("the database is damaged, and so is the exported file; look at it with kvsql check");
    }
    write(
        chunks,
        new FileTag[] {FileTag.MAIN},
        (seen, out) -> DatabaseExport.write(seen, FileTag.MAIN, out));
  }

  /** With a wrong size of the main file a recovery would write over what lies past its end. */
  private static boolean isRecoverable(DatabaseReport report) {
    return report.recoveryPending()
        && report.findings().stream()
            .filter(found -> found.severity() == Severity.RECOVERY_PENDING)
            .noneMatch(Finding::waitsForSize);
  }

  private void warn(String text) {
    spec.commandLine().getErr().println("kvsql export: warning: " + target.path() + ": " + text);
  }
}
