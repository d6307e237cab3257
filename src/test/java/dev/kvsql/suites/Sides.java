package dev.kvsql.suites;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/** A database on a file, by SQLite's own VFS, and a mounted one, which must say the same. */
record Sides(Connection onFile, Connection mounted) {
  /**
   * Runs a statement, which must not fail.
   *
   * @param where the statement comes from
   * @return what both sides said
   */
  Answer same(String where, String sql) {
    Answer expected = Answer.to(onFile, sql);
    assertThat(Answer.to(mounted, sql)).as("%s: %s", where, sql).isEqualTo(expected);
    assertThat(expected).as("%s: %s", where, sql).isNotInstanceOf(Answer.Refused.class);
    return expected;
  }

  /** Compares all rows of all tables, and what SQLite thinks of the pages that they are in. */
  void sameContent() {
    assertThat(same("at the end", "PRAGMA integrity_check")).isEqualTo(Answer.Rows.of("ok"));
    Answer schema = same("at the end", "SELECT name, * FROM sqlite_schema WHERE type = 'table'");
    assertThat(schema)
        .isInstanceOfSatisfying(
            Answer.Rows.class,
            tables -> {
              assertThat(tables.values()).isNotEmpty();
              for (List<Optional<Object>> table : tables.values()) {
                same("at the end", "SELECT * FROM " + table.getFirst().orElseThrow());
              }
            });
  }
}
