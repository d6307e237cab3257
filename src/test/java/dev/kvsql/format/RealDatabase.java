package dev.kvsql.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** A database that SQLite itself writes, in a file, through one connection. */
final class RealDatabase implements AutoCloseable {
  private final Path file;
  private final Connection connection;

  private RealDatabase(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  static RealDatabase open(Path file, String... statements) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    RealDatabase database = new RealDatabase(file, connection);
    database.run(statements);
    return database;
  }

  void run(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of the first row. */
  long number(String sql) throws SQLException {
    return Long.parseLong(text(sql, 1));
  }

  /** A column, from 1, of the first row. */
  String text(String sql, int column) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(column);
    }
  }

  /** What SQLite's dbstat says about every page of a b-tree. */
  Map<Long, PageKind> kindsByDbstat() throws SQLException {
    Map<Long, PageKind> kinds = new TreeMap<>();
    String sql =
        """
        select pageno, pagetype, name in (
          select name from sqlite_schema where type = 'index'
          union select name from pragma_table_list where wr = 1)
        from dbstat
        """;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        kinds.put(rows.getLong(1), kind(rows.getString(2), rows.getBoolean(3)));
      }
    }
    return kinds;
  }

  private static PageKind kind(String pageType, boolean index) {
    return switch (pageType) {
      case "leaf" -> index ? PageKind.INDEX_LEAF : PageKind.TABLE_LEAF;
      case "internal" -> index ? PageKind.INDEX_INTERIOR : PageKind.TABLE_INTERIOR;
      case "overflow" -> PageKind.OVERFLOW;
      default -> throw new AssertionError("dbstat: " + pageType);
    };
  }

  byte[] bytes() throws IOException {
    return Files.readAllBytes(file);
  }

  byte[] bytes(String suffix) throws IOException {
    return Files.readAllBytes(Path.of(file + suffix));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** The header of a file that must have one. */
  static DatabaseHeader header(byte[] file) {
    return switch (DatabaseHeader.parse(file)) {
      case HeaderResult.Valid(DatabaseHeader header) -> header;
      case HeaderResult.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  static PageCensus census(byte[] file) {
    return PageCensus.of(header(file), ByteSource.of(file));
  }
}
