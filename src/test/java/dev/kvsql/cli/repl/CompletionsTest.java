package dev.kvsql.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.render.Style;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words for TAB, from a live schema. */
final class CompletionsTest {
  @TempDir private Path dir = Path.of("");
  private Session session;

  @BeforeEach
  void openSession() throws Exception {
    Path path = dir.resolve("app.kv");
    try (Store store = MapDbStore.create(path)) {
      store.createDatabase("main");
    }
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    session =
        new Session(
            new ReplOptions(
                path,
                Optional.empty(),
                ReplOptions.Writing.ALLOWED,
                0,
                Duration.ZERO,
                Optional.empty(),
                ReplOptions.Failures.IN_WORDS,
                Optional.empty()),
            new PipedConsole(new StringReader(""), nowhere, nowhere, Style.PLAIN),
            "");
    for (String sql :
        List.of(
            "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT)",
            "CREATE TABLE orders(id INTEGER PRIMARY KEY, user_id, \"the total\")")) {
      session.statement(sql, "");
    }
  }

  @AfterEach
  void closeSession() throws Exception {
    session.close();
  }

  private List<String> at(String before, String after) {
    return new Completions(session)
        .of(before + after, before.length()).stream().map(Completions.Word::text).toList();
  }

  @Test
  void behindFromComesATable() {
    assertThat(at("SELECT * FROM ", "")).containsExactly("orders", "users");
    assertThat(at("INSERT INTO us", "")).containsExactly("orders", "users");
  }

  @Test
  void behindAnAliasComeTheColumnsOfItsTable() {
    assertThat(at("SELECT o.", " FROM users u JOIN orders AS o"))
        .containsExactly("id", "user_id", "\"the total\"");
    assertThat(at("SELECT * FROM users u WHERE u.", "")).containsExactly("id", "name");
    assertThat(at("SELECT users.", " FROM users")).containsExactly("id", "name");
    assertThat(at("SELECT x.", " FROM users")).isEmpty();
  }

  @Test
  void elsewhereComeColumnsTablesKeywordsAndFunctions() {
    assertThat(at("SELECT n", " FROM users"))
        .contains("id", "name", "users", "orders", "natural", "nullif(")
        .doesNotContain("user_id", "NATURAL");
    assertThat(at("SELECT N", " FROM users")).contains("NATURAL");
  }

  @Test
  void dotCommandsCompleteTheirOwnWords() throws Exception {
    Files.writeString(dir.resolve("script.sql"), "");
    Files.createDirectory(dir.resolve("scripts"));

    assertThat(at(".c", "")).contains(".cache", ".check", ".chunks");
    assertThat(at(".mode ", "")).contains("box", "jsonl");
    assertThat(at(".sandbox d", "")).containsExactly("on", "keep", "discard");
    assertThat(at(".dump 3 ", "")).containsExactly("main", "journal", "wal", "shm");
    assertThat(at(".schema ", "")).containsExactly("orders", "users");
    assertThat(at(".use ", "")).containsExactly("main");
    assertThat(at(".read " + dir + "/s", ""))
        .contains(dir + "/script.sql", dir + "/scripts/", dir + "/app.kv");
    assertThat(at(".quit ", "")).isEmpty();
  }
}
