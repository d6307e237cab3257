package dev.kvsql.cli;

import dev.kvsql.check.Recovery;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.KvDump;
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
      "Writes a database into a file: as a KV dump when the name ends in .jsonl or .jsonl.gz, otherwise"
          + " as a SQLite file. The file appears when it is whole. A SQLite file has the main file's bytes"
          + " as they are stored; --recover applies a pending journal or WAL first, on a copy.",
    },
    footer = {
      "",
      "Examples:",
      "  kvsql export app.kv app.db",
      "  kvsql export app.kv everything.jsonl.gz"
    })
final class ExportCommand implements Callable<Integer> {
  @Mixin private StoreTarget target;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "The file to write; it must not exist.")
  private Path file;

  @Option(
      names = "--recover",
      description = "Export what SQLite would see after its recovery.")
  private boolean recover;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, SQLException {
    try (Store store = target.open(Access.READ)) {
      StoreTarget.Named database = target.database(store);
      ChunkStore chunks = recover ? recovered(database.chunks()) : database.chunks();
      String name = file.getFileName().toString();
      if (name.endsWith(".jsonl.gz")) {
        NewFile.write(file, out -> gzip(chunks, out));
      } else if (name.endsWith(".jsonl")) {
        NewFile.write(file, out -> KvDump.write(chunks.scan(KeyRange.ALL), out));
      } else {
        sqlite(database.name(), chunks);
      }
    }
    spec.commandLine().getOut().println("exported " + target.path() + " to " + file);
    return ExitCode.CLEAN;
  }

  private static void gzip(ChunkStore chunks, OutputStream out) throws IOException {
    // Not closed: the stream below is still to be forced to disk.
    GZIPOutputStream compressed = new GZIPOutputStream(out, 1 << 16);
    KvDump.write(chunks.scan(KeyRange.ALL), compressed);
    compressed.finish();
  }

  private void sqlite(String database, ChunkStore chunks) throws IOException {
    if (chunks.get(StoreKey.meta(FileTag.MAIN)) == null) {
      throw new StoreException.Missing(
          target.path() + ": database " + database + " has no main file");
    }
    NewFile.write(file, out -> DatabaseExport.write(chunks, FileTag.MAIN, out));
  }

  private static ChunkStore recovered(ChunkStore chunks) throws SQLException {
    OverlayChunkStore copy = new OverlayChunkStore(chunks);
    Recovery.recover(copy);
    return copy;
  }
}
