package dev.kvsql.repair.rebuild;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.sqlite.Mount;
import dev.kvsql.sqlite.MountOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What SQLite says is in a database.
 *
 * @param settings values of the pragmas that a database keeps
 * @param schema every object but the automatic ones: type, name, table, SQL
 * @param tables each row of each table with a b-tree, as text: rowid, and type and bytes of each
 *     column
 */
record Contents(List<String> settings, List<String> schema, Map<String, List<String>> tables) {

  static Contents of(ChunkStore store) throws SQLException {
    try (Mount mount =
            Mount.of(new OverlayChunkStore(store), MountOptions.of(MountOptions.Use.READ_ONLY));
        Connection connection = mount.connect()) {
      List<String> settings = new ArrayList<>();
      for (String pragma :
          List.of("page_size", "encoding", "auto_vacuum", "user_version", "application_id")) {
        settings.add(pragma + " " + column(connection, "PRAGMA " + pragma));
      }
      List<String> schema =
          column(
              connection,
              "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || sql FROM sqlite_schema"
                  + " WHERE sql IS NOT NULL AND name NOT LIKE 'lost#_and#_found%' ESCAPE '#'"
                  + " ORDER BY 1");
      Map<String, List<String>> tables = new TreeMap<>();
      for (String table :
          column(
              connection,
              "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage <> 0")) {
        tables.put(table, rows(connection, table));
      }
      return new Contents(settings, schema, tables);
    }
  }

  private static List<String> rows(Connection connection, String table) throws SQLException {
    String literal = "'" + table.replace("'", "''") + "'";
    List<String> columns =
        column(connection, "SELECT name FROM pragma_table_xinfo(" + literal + ") ORDER BY cid");
    boolean rowid =
        column(connection, "SELECT wr FROM pragma_table_list WHERE name = " + literal)
            .getFirst()
            .equals("0");
    StringBuilder sql = new StringBuilder("SELECT ''");
    List<String> names = columns.stream().map(String::toLowerCase).toList();
    for (String name : List.of("_rowid_", "rowid", "oid")) {
      if (rowid && !names.contains(name)) {
        sql.append("|| ").append(name);
        break;
      }
    }
    for (String column : columns) {
      String quoted = SchemaSql.quoted(column);
      sql.append("|| ' ' || typeof(@) || ':' || ".replace("@", quoted))
          .append(
              "CASE typeof(@) WHEN 'text' THEN hex(CAST(@ AS BLOB)) ELSE quote(@) END"
                  .replace("@", quoted));
    }
    List<String> rows =
        new ArrayList<>(column(connection, sql + " FROM main." + SchemaSql.quoted(table)));
    rows.sort(null);
    return rows;
  }

  static List<String> column(Connection connection, String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(String.valueOf(rows.getString(1)));
      }
    }
    return found;
  }
}
