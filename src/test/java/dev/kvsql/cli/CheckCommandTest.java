package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.mapdb.MapDbStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks from the command line: exit codes, thresholds, several stores. */
final class CheckCommandTest {
  @TempDir private Path dir = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "fatal, error, 0",
    "error, error, 3",
    "error, warn, 0",
    "warn, warn, 3",
    "WARN, notice, 0",
    "notice, notice, 3",
    "notice, none, 0"
  })
  void theThresholdDecides(String failOn, String severity, int exit) throws Exception {
    Damage database = Damage.pages22();
    switch (severity) {
      case "error" -> database.resize(FileTag.MAIN, 21, 1, 4095);
      case "warn" -> database.key("0801");
      case "notice" -> database.size(FileTag.JOURNAL, 0);
      default -> {}
    }
    Path store = Stores.of(dir.resolve("app.kv"), database.store());

    assertThat(Cli.run("check", store, "--fail-on", failOn).exit()).isEqualTo(exit);
  }

  @Test
  void severalStoresAreOneVerdict() throws Exception {
    Path sound = Stores.of(dir.resolve("a.kv"), Damage.pages22().store());
    Path hot =
        Stores.of(
            dir.resolve("b.kv"),
            Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y'").store());
    Path bad = Stores.of(dir.resolve("c.kv"), Damage.pages22().key("0801").store());

    assertThat(Cli.clean("check", sound, sound)).isEqualTo(sound + " main: clean\n");
    assertThat(Cli.run("check", sound, hot).exit()).isEqualTo(5);
    Cli all = Cli.run("check", "--json", sound, hot, bad);
    assertThat(all.exit()).isEqualTo(3);
    JsonNode report = new ObjectMapper().readTree(all.out());
    assertThat(report.get("stores")).hasSize(3);
    assertThat(report.at("/stores/0/databases/0/findings")).isEmpty();
    assertThat(report.get("verdict").asText()).isEqualTo("findings");
  }

  @Test
  void aFindingNamesItsDatabaseInTheNextCommandWhenThereAreSeveral() throws Exception {
    Path store = Stores.of(dir.resolve("a.kv"), "it's", Damage.pages22().key("0801").store());
    Stores.of(store, "b", Damage.pages22().store());

    Cli check = Cli.run("check", store);

    assertThat(Fleet.withoutEffort(check.out()))
        .isEqualTo(
            """
            STORE b: clean
            STORE it's: 1 warn
              warn KEY-UNKNOWN  database: expected no other key with first byte 08, \
            found 1 key, the first 0801
                repair: manual; try: kvsql dump STORE --db 'it'\\''s' --format jsonl
            2 databases: 1 clean, 1 with findings (1 warn); TIME, SIZE read
            """
                .replace("STORE", store.toString()));
    assertThat(check.exit()).isEqualTo(3);
  }

  @Test
  void aFindingNamesItsDatabaseAlsoWhenOnlyThatOneIsChecked() throws Exception {
    Path store = Stores.of(dir.resolve("a.kv"), "a", Damage.pages22().store());
    Stores.of(store, "b", Damage.pages22().key("0801").store());

    assertThat(Cli.run("check", store, "--db", "b").out())
        .endsWith("try: kvsql dump " + store + " --db b --format jsonl\n");
  }

  @Test
  void aStoreThatCannotBeCheckedDoesNotKeepTheOthersFromIt() throws Exception {
    Path missing = dir.resolve("missing.kv");
    Path sound = Stores.of(dir.resolve("a.kv"), Damage.pages22().store());

    Cli check = Cli.run("check", missing, sound);

    assertThat(check.exit()).isEqualTo(10);
    assertThat(check.err()).isEqualTo("kvsql check: " + missing + ": no such file\n");
    assertThat(Fleet.withoutEffort(check.out()))
        .isEqualTo(
            """
            %s main: clean
            1 database: 1 clean; 1 store: 1 failed; TIME, SIZE read
            """
                .formatted(sound));
    JsonNode report = new ObjectMapper().readTree(Cli.run("check", "--json", missing, sound).out());
    assertThat(report.get("verdict").asText()).isEqualTo("failed");
    assertThat(report.get("exit").asInt()).isEqualTo(10);
    assertThat(report.at("/stores/0/error").asText()).contains("no such file");
  }

  @Test
  void aReportDoesNotReplaceAFile() throws Exception {
    Path store = Stores.of(dir.resolve("a.kv"), Damage.pages22().store());
    Path taken = Files.writeString(dir.resolve("taken"), "precious");

    Cli check = Cli.run("check", store, "-o", taken);

    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.err()).hasLineCount(1).contains("exists already");
    assertThat(taken).hasContent("precious");
  }

  @Test
  void aReportThatCannotBeWrittenIsRefusedBeforeAnythingIsChecked() throws Exception {
    Path nowhere = dir.resolve("nowhere").resolve("report.json");

    Cli check = Cli.run("check", dir.resolve("no.kv"), "-o", nowhere);

    assertThat(check.exit()).isEqualTo(1);
    assertThat(check.err())
        .isEqualTo("kvsql check: " + nowhere + ": cannot be written: no such directory\n");
  }

  @Test
  void aReportCanGoIntoAFile() throws Exception {
    Path store = Stores.of(dir.resolve("a.kv"), Damage.pages22().store());
    Path report = dir.resolve("report.txt");

    assertThat(Cli.clean("check", store, "-o", report)).isEmpty();

    assertThat(report).hasContent(store + " main: clean\n");
  }

  @Test
  void aStoreWithoutADatabaseIsClean() throws Exception {
    Path store = dir.resolve("a.kv");
    MapDbStore.create(store).close();

    assertThat(Cli.clean("check", store)).isEqualTo(store + ": no database, clean\n");
    assertThat(Cli.clean("check", store, "--json")).contains("\"databases\":[]");
  }

  @Test
  void aMessageOfSqliteIsOneLine() throws Exception {
    Damage database = Damage.pages22();
    database.change(FileTag.MAIN, 7, page -> new byte[4096]);
    database.change(FileTag.MAIN, 9, page -> new byte[4096]);

    Cli check = Cli.run("check", Stores.of(dir.resolve("a.kv"), database.store()));

    assertThat(check.exit()).isEqualTo(3);
    assertThat(check.out().lines().filter(line -> line.contains("error SQLITE-INTEGRITY")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).containsPattern("found \\S.*").doesNotContain("***"));
  }

  @Test
  void aDumpOfACacheIsHeldAgainstTheStore() throws Exception {
    Path store = Stores.of(dir.resolve("a.kv"), Damage.pages22().store());
    Path same = Files.writeString(dir.resolve("same.jsonl"), Stores.dump(store));
    Path stale = Stores.of(dir.resolve("b.kv"), Damage.pages22().poke(5 * 4096 + 7, 9).store());

    assertThat(Cli.clean("check", store, "--cache", same)).isEqualTo(store + " main: clean\n");
    Cli.run("check", stale, "--cache", same, "--level", "quick")
        .assertPrinted(
            3,
            """
            STORE main: 1 error
              error CACHE-STALE  main chunk 5 (byte 20487): \
            expected the bytes of the store in the cache, found others
                repair: safe; try: kvsql check STORE
            """
                .replace("STORE", stale.toString()));
  }

  @Test
  void aDumpOfACacheIsOfOneDatabase() throws Exception {
    Path store = Stores.of(dir.resolve("a.kv"), "a", Damage.pages22().store());
    Stores.of(store, "b", Damage.pages22().store());
    Path dump = Files.writeString(dir.resolve("cache.jsonl"), Stores.dump(store, "a"));

    Cli.run("check", store, "--cache", dump)
        .assertRefused(
            10, "kvsql check: " + store + ": has several databases, choose one with --db: a, b");
    assertThat(Cli.clean("check", store, "--cache", dump, "--db", "a"))
        .isEqualTo(store + " a: clean\n");
    Cli.run("check", store, store, "--cache", dump)
        .assertRefused(2, "kvsql check: --cache is of one database: name its store, and no other");
    Cli.run("check", store, "--cache", dump, "--shard", "1/3")
        .assertRefused(2, "kvsql check: --cache and --shard do not go together: name the database");
  }

  @Test
  void aDumpThatIsNoneIsAFailure() throws Exception {
    Path store = Stores.of(dir.resolve("a.kv"), Damage.pages22().store());

    Cli.run("check", store, "--cache", dir.resolve("none.jsonl"))
        .assertRefused(
            1, "kvsql check: " + dir.resolve("none.jsonl") + ": no such file or directory");
  }
}
