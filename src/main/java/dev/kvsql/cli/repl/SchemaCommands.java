package dev.kvsql.cli.repl;

import dev.kvsql.render.Escapes;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;

/** Dot commands about tables and databases. */
final class SchemaCommands {
  private static final String TABLES =
      """
      SELECT CASE schema WHEN 'main' THEN '' ELSE schema || '.' END || name
          || CASE type WHEN 'table' THEN '' ELSE '  (' || type || ')' END
      FROM pragma_table_list
      WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name LIKE ? ORDER BY 1
      """;

  private static final String SCHEMA =
      """
      SELECT sql || ';' FROM (SELECT rowid AS nr, 0 AS temp, * FROM main.sqlite_schema
          UNION ALL SELECT rowid, 1, * FROM temp.sqlite_schema)
      WHERE sql IS NOT NULL AND (lower(tbl_name) LIKE lower(?) OR lower(name) LIKE lower(?))
      ORDER BY temp, nr
      """;

  private static final String INDEXES =
      """
      SELECT name || ' on ' || tbl_name || CASE WHEN sql IS NULL THEN '  (of a constraint)' ELSE '' END
      FROM main.sqlite_schema WHERE type = 'index' AND tbl_name LIKE ? ORDER BY name
      """;

  private static final String ATTACHED =
      "SELECT name || ': ' || file FROM pragma_database_list WHERE name NOT IN ('main', 'temp')";

  private SchemaCommands() {}

  static List<DotCommand> all() {
    return List.of(
        new DotCommand(
            ".tables",
            "[PATTERN]",
            "Lists tables and views",
            "PATTERN is one of LIKE: % stands for anything, _ for one character.",
            List.of(Operand.TABLE),
            (session, words) -> list(session, TABLES, pattern(words))),
        new DotCommand(
            ".schema",
            "[PATTERN]",
            "Shows the statements that made the schema",
            "Of the tables, indexes, views and triggers whose name, or whose table's name, is like the"
                + " pattern; main and temp ones.",
            List.of(Operand.TABLE),
            (session, words) -> list(session, SCHEMA, pattern(words), pattern(words))),
        new DotCommand(
            ".indexes",
            "[PATTERN]",
            "Lists indexes, and the tables that they are on",
            "",
            List.of(Operand.TABLE),
            (session, words) -> list(session, INDEXES, pattern(words))),
        new DotCommand(
            ".databases",
            "",
            "Lists the databases of the store, and what is attached",
            "",
            List.of(),
            (session, _) -> databases(session)));
  }

  private static String pattern(List<String> words) {
    return words.isEmpty() ? "%" : words.getFirst();
  }

  private static void list(Session session, String sql, String... parameters)
      throws IOException, SQLException {
    List<String> found = new Schema(session.workspace().connection()).column(sql, parameters);
    session.output().print(page -> found.forEach(text -> print(text, page.out())));
  }

  /** Statements may have several lines. */
  private static void print(String text, PrintWriter out) {
    text.lines().forEach(line -> out.println(Escapes.forTerminal(line.replace("\t", "  "))));
  }

  private static void databases(Session session) throws IOException, SQLException {
    Workspace workspace = session.workspace();
    List<String> attached =
        workspace.isConnected() ? new Schema(workspace.connection()).column(ATTACHED) : List.of();
    session
        .output()
        .print(page -> {
          for (String name : session.databases()) {
            String mark = name.equals(workspace.database()) ? "* " : "  ";
            print(mark + name, page.out());
          }
          attached.forEach(one -> print("  attached as " + one, page.out()));
        });
  }
}
