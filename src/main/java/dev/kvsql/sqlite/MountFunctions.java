package dev.kvsql.sqlite;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.file.CacheUse;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.Coherence;
import dev.kvsql.vfs.DatabaseFiles;
import java.lang.reflect.RecordComponent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;
import org.sqlite.Function;

/** SQL functions that show what a mount does: {@code kvsql_stats()} and {@code kvsql_cache()}. */
final class MountFunctions {
  private MountFunctions() {}

  /** Makes them known to a connection. */
  static void register(Connection connection, DatabaseFiles files) throws SQLException {
    Function.create(connection, "kvsql_stats", new Text(() -> stats(files)), 0, 0);
    Function.create(connection, "kvsql_cache", new Text(() -> cache(files)), 0, 0);
  }

  private static String stats(DatabaseFiles files) {
    StringJoiner json = new StringJoiner(",", "{", "}");
    json.add("\"store\":" + object(files.storeStats()));
    files.fileStats().forEach((file, stats) -> json.add(name(file) + object(stats)));
    return json.toString();
  }

  /** Cache and store of a file are compared only when it has nothing that the store has not. */
  private static String cache(DatabaseFiles files) {
    StringJoiner json = new StringJoiner(",", "{", "}");
    for (Map.Entry<FileTag, ChunkFile> open : files.opened().entrySet()) {
      ChunkFile file = open.getValue();
      CacheUse use = file.cacheUse();
      String coherent =
          file.isPending()
              ? "null"
              : String.valueOf(Coherence.examine(file, files.chunks()).isEmpty());
      String members = object(use);
      json.add(
          name(open.getKey())
              + members.substring(0, members.length() - 1)
              + ",\"coherent\":"
              + coherent
              + "}");
    }
    return json.toString();
  }

  private static String name(FileTag file) {
    return "\"" + file.label() + "\":";
  }

  /** A record of numbers, by the names of its components. */
  private static String object(Record numbers) {
    StringJoiner json = new StringJoiner(",", "{", "}");
    for (RecordComponent component : numbers.getClass().getRecordComponents()) {
      try {
        json.add("\"" + component.getName() + "\":" + component.getAccessor().invoke(numbers));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return json.toString();
  }

  /** A function without arguments whose result is text; a failure is an error of the statement. */
  private static final class Text extends Function {
    private final Supplier<String> value;

    Text(Supplier<String> value) {
      this.value = value;
    }

    @Override
    protected void xFunc() throws SQLException {
      try {
        result(value.get());
      } catch (RuntimeException e) {
        throw new SQLException(e.getMessage(), e);
      }
    }
  }
}
