package dev.kvsql.cli;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.KvDump;
import dev.kvsql.file.DatabaseImport;
import dev.kvsql.render.Amounts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** A file that can be imported: a SQLite file or a KV dump, told apart by how it starts. */
final class ImportFile {
  private static final byte[] SQLITE_MAGIC =
      "SQLite format 3\0".getBytes(StandardCharsets.ISO_8859_1);

  private final Path path;
  private final Kind kind;
  private final UnaryOperator<InputStream> way;

  private enum Kind {
    SQLITE,
    DUMP
  }

  private ImportFile(Path path, Kind kind, UnaryOperator<InputStream> way) {
    this.path = path;
    this.kind = kind;
    this.way = way;
  }

  /** The same file, whose bytes are read through another stream. */
  ImportFile readBy(UnaryOperator<InputStream> other) {
    return new ImportFile(path, kind, other);
  }

  /**
   * Looks at a file.
   *
   * @throws UsageException when it is neither, or when its own sidecar holds a part of it
   */
  static ImportFile of(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new UsageException(path + ": is a directory; name a SQLite file or a KV dump");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new UsageException(path + ": not a regular file; it has to be read twice");
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(path)) {
      start = in.readNBytes(SQLITE_MAGIC.length);
    }
    if (Arrays.equals(start, SQLITE_MAGIC)) {
      requireNoSidecar(path, "-wal");
      requireNoSidecar(path, "-journal");
      return new ImportFile(path, Kind.SQLITE, UnaryOperator.identity());
    }
    boolean gzip = start.length > 1 && start[0] == 0x1f && start[1] == (byte) 0x8b;
    boolean json = start.length > 0 && start[0] == '{';
    if (!gzip && !json) {
      throw new UsageException(
          path + ": neither a SQLite file nor a KV dump (JSON Lines, also with gzip)");
    }
    return new ImportFile(path, Kind.DUMP, UnaryOperator.identity());
  }

  /** A finished PERSIST journal starts with zeros; anything else may hold what the file lacks. */
  private static void requireNoSidecar(Path path, String suffix) throws IOException {
    Path sidecar = path.resolveSibling(path.getFileName() + suffix);
    if (!Files.exists(sidecar)) {
      return;
    }
    try (InputStream in = Files.newInputStream(sidecar)) {
      if (in.read() > 0) {
        throw new UsageException(
            sidecar
                + ": may hold what "
                + path.getFileName()
                + " lacks; open that once with sqlite3, so that it is recovered, and try again");
      }
    }
  }

  /** Fills a database; says what it took over. */
  String into(ChunkStore database) throws IOException {
    try {
      return switch (kind) {
        case SQLITE -> sqlite(database);
        case DUMP -> dump(database);
      };
    } catch (KvDump.BrokenLineException e) {
      throw new IOException(path + ": " + e.getMessage() + "; nothing was imported", e);
    }
  }

  private String sqlite(ChunkStore database) throws IOException {
    try (InputStream in = way.apply(Files.newInputStream(path))) {
      return Amounts.bytes(DatabaseImport.sqliteFile(in, database));
    }
  }

  private String dump(ChunkStore database) throws IOException {
    try (KvDump.Reader reader = new KvDump.Reader(way.apply(Files.newInputStream(path)))) {
      return Amounts.count(DatabaseImport.dump(reader, database), "key");
    }
  }
}
