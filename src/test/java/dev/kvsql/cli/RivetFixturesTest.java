package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.inspect.RivetFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that Rivet's released package wrote, sound and damaged ones. */
final class RivetFixturesTest {
  @TempDir private Path dir = Path.of("");

  static Stream<RivetFixture> fixtures() {
    return RivetFixture.all();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void inspectAgreesWithWhatRivetSays(RivetFixture fixture) throws Exception {
    Path store = imported(fixture);

    JsonNode database =
        new ObjectMapper().readTree(Cli.clean("inspect", "--json", store)).at("/databases/0");
    Map<String, Long> sizes = new TreeMap<>();
    Map<String, Long> chunks = new TreeMap<>();
    for (JsonNode file : database.get("files")) {
      FileTag tag = tag(file.get("file").asText());
      JsonNode counts = file.get("chunks");
      sizes.put(HexFormat.of().formatHex(StoreKey.meta(tag)), file.get("sizeBytes").asLong());
      chunks.put(
          "%02d".formatted(tag.code()),
          counts.get("present").asLong() + counts.get("orphan").asLong());
    }

    JsonNode expected = fixture.expected();
    assertThat(sizes).isEqualTo(numbers(expected.get("meta_sizes")));
    assertThat(chunks).isEqualTo(numbers(expected.get("chunk_counts")));
    assertThat(database.get("keys").asLong())
        .isEqualTo(sizes.size() + chunks.values().stream().mapToLong(Long::longValue).sum());
    JsonNode before = expected.path("before_close");
    if (before.isObject() && !expected.at("/reopened/integrity").isMissingNode()) {
      assertThat(database.at("/sqlite/pageCount")).isEqualTo(before.get("page_count"));
      assertThat(database.at("/sqlite/pageSize")).isEqualTo(before.get("page_size"));
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void theDumpOfAnImportedStoreIsTheDumpThatWasImported(RivetFixture fixture) throws Exception {
    Path store = imported(fixture);
    Path copy = dir.resolve("copy.jsonl");
    Cli.clean("dump", store, "--format", "jsonl", "-o", copy);

    assertThat(Cli.clean("import", dir.resolve("again.kv"), copy)).contains(" keys into database");
    assertThat(Stores.dump(dir.resolve("again.kv")))
        .isEqualTo(Stores.dump(Stores.of(dir.resolve("direct.kv"), fixture)))
        .isEqualTo(Files.readString(copy));
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic-rows", "journal-persist", "vacuum-shrink-aligned"})
  void soundStoresCheckClean(String name) throws Exception {
    Path store = imported(new RivetFixture(name));

    for (String level : List.of("quick", "full")) {
      Cli check = Cli.run("check", store, "--level", level);
      assertThat(check.exit()).as(check.out()).isZero();
    }
    assertThat(rows(store)).isEqualTo(rows(new RivetFixture(name)));
  }

  @Test
  void theLossOfSmallPagesIsSaidAndNotMended() throws Exception {
    Path store = imported(new RivetFixture("page1024-batch-write-loss"));
    Snapshot before = Snapshot.of(dir);

    Cli check = Cli.run("check", store);
    assertThat(check.out())
        .isEqualTo(
            """
            STORE main: 1 fatal, 1 error
              fatal PAGE-HEADER  main chunk 0 (byte 0): expected magic \
            53514c69746520666f726d6174203300, found 0d000000010057000057000000000000
                repair: manual; try: kvsql dump STORE 0
              error CHUNK-SHORT  main chunks 0-21 (byte 0): expected 88,064 bytes, found 22,528 bytes
                repair: manual; try: kvsql dump STORE 0-21
            """
                .replace("STORE", store.toString()));
    assertThat(check.exit()).isEqualTo(3);

    Cli repair = Cli.run("repair", store, "--apply", "--yes");
    assertThat(repair.out())
        .isEqualTo(
            """
            STORE main: nothing to repair safely
              left: PAGE-HEADER at main chunk 0 (byte 0), its other fields cannot be told for certain; \
            every row that can be read can go into a new database beside it; to do this: \
            kvsql repair STORE --apply --allow SQLITE-INTEGRITY
              left: CHUNK-SHORT at main chunks 0-21 (byte 0), its other bytes read as zeros, and \
            nothing tells what they were
            """
                .replace("STORE", store.toString()));
    assertThat(repair.exit()).isEqualTo(3);
    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }

  @Test
  void theLossOfSmallPagesIsOneFindingForAllChunksInJson() throws Exception {
    Path store = imported(new RivetFixture("page1024-batch-write-loss"));

    Cli check = Cli.run("check", store, "--format", "json");
    JsonNode report = new ObjectMapper().readTree(check.out());
    JsonNode findings = report.at("/stores/0/databases/0/findings");
    assertThat(findings).hasSize(2);
    assertThat(findings.get(0).get("id").asText()).isEqualTo("PAGE-HEADER");
    assertThat(findings.get(1).get("id").asText()).isEqualTo("CHUNK-SHORT");
    assertThat(findings.get(1).get("chunk").asLong()).isZero();
    assertThat(findings.get(1).get("count").asLong()).isEqualTo(22);
    assertThat(report.get("verdict").asText()).isEqualTo("findings");
    assertThat(report.get("exit").asInt()).isEqualTo(3).isEqualTo(check.exit());
  }

  @Test
  void theOrphansOfAnInterruptedTruncateAreOneFinding() throws Exception {
    Path store = imported(new RivetFixture("truncate-interrupted-orphans"));

    Cli check = Cli.run("check", store, "--json");
    assertThat(Fleet.withoutEffort(check.out()))
        .isEqualTo(
            """
            {"format":"kvsql/check/1","verdict":"findings","exit":3,"stores":[{"store":"STORE",\
            "findings":[],"databases":[{"name":"main","verdict":"findings",\
            "findings":[{"id":"CHUNK-ORPHAN","severity":"warn",\
            "file":"main","chunk":10,"count":105,"offset":40960,\
            "expected":"no chunk past 40,960 bytes","found":"105 chunks, 430,080 bytes",\
            "repair":"safe","next":"kvsql repair STORE --apply"}]}]}],\
            "summary":{"databases":1,"clean":0,"withFindings":1,"recoveryPending":0,\
            "incomplete":0,"failed":0,"finishedEarlier":0,"absent":0,"otherFiles":0,\
            "bytesRead":0,"milliseconds":0,"findings":{"warn":1}}}
            """
                .replace("STORE", store.toString()));
    assertThat(check.exit()).isEqualTo(3);
  }

  @Test
  void theOrphansOfAnInterruptedTruncateAreRemovedAndCanBePutBack() throws Exception {
    Path store = imported(new RivetFixture("truncate-interrupted-orphans"));
    String before = Stores.dump(store);
    String rows = rows(store);
    Path undo = dir.resolve("app.undo");

    Cli repair = Cli.run("repair", store, "--apply", "--undo-file", undo);
    assertThat(repair)
        .isEqualTo(
            new Cli(
                0,
                """
                STORE main: 1 action
                  delete main chunks 10-114 past its end, 430,080 bytes
                  tried on a copy: clean
                changed 105 keys; undo with: kvsql undo STORE UNDO
                STORE main: clean
                """
                    .replace("STORE", store.toString())
                    .replace("UNDO", undo.toString()),
                ""));

    String withoutOrphans =
        before.lines().filter(line -> !isOrphan(line)).collect(Collectors.joining("\n", "", "\n"));
    assertThat(Stores.dump(store)).isEqualTo(withoutOrphans).hasLineCount(11);
    assertThat(Cli.run("check", store).exit()).isZero();
    assertThat(rows(store)).isEqualTo(rows);

    assertThat(Cli.clean("undo", store, undo)).startsWith("put 105 keys of database main back");
    assertThat(Stores.dump(store)).isEqualTo(before);

    Snapshot undone = Snapshot.of(dir);
    Cli.run("undo", store, undo)
        .assertRefused(
            1, "kvsql undo: " + store + ": is as before that repair already; nothing was changed");
    assertThat(Snapshot.of(dir)).isEqualTo(undone);
  }

  private static boolean isOrphan(String line) {
    String key = line.substring(8, line.indexOf('"', 8));
    return key.length() == 16
        && key.startsWith("08010100")
        && Long.parseLong(key.substring(8), 16) >= 10;
  }

  @Test
  void aHotJournalIsARecoveryPending() throws Exception {
    Path store = imported(new RivetFixture("hot-journal-mid-commit"));

    Cli check = Cli.run("check", store);
    assertThat(check.exit()).isEqualTo(5);
    assertThat(check.out())
        .isEqualTo(
            """
            STORE main: 1 recovery-pending
              recovery-pending JOURNAL-HOT  journal: expected no hot journal, found 400 pages of an \
            unfinished transaction; SQLite rolls it back at the next open
                repair: safe; try: kvsql repair STORE --apply
            """
                .replace("STORE", store.toString()));
    assertThat(new ObjectMapper().readTree(Cli.run("check", store, "--json").out()).get("verdict"))
        .hasToString("\"recovery-pending\"");
  }

  private static final String BALANCES =
      "SELECT count(*), sum(bal), min(bal), max(bal) FROM acct; PRAGMA integrity_check";

  @Test
  void aHotJournalIsRolledBackByARepair() throws Exception {
    Path store = imported(new RivetFixture("hot-journal-mid-commit"));

    assertThat(Cli.run("repair", store, "--apply").exit()).isZero();
    assertThat(Cli.clean("check", store)).isEqualTo(store + " main: clean\n");
    assertBalances(store);
    assertThat(Stores.dump(store)).doesNotContain("\"08010001\"").doesNotContain("\"08010101");
  }

  @Test
  void aHotJournalIsRolledBackByAnyStatement() throws Exception {
    Path store = imported(new RivetFixture("hot-journal-mid-commit"));

    assertBalances(store);
    assertThat(Cli.clean("check", store)).isEqualTo(store + " main: clean\n");
  }

  @Test
  void aHotJournalIsRolledBackInMemoryForReading() throws Exception {
    Path store = imported(new RivetFixture("hot-journal-mid-commit"));
    Snapshot before = Snapshot.of(dir);

    assertBalances(store, "--read-only");
    assertThat(Snapshot.of(dir)).isEqualTo(before);
    assertThat(Cli.run("check", store).exit()).isEqualTo(5);
  }

  @Test
  void aRepairOfAHotJournalCanBePutBack() throws Exception {
    Path store = imported(new RivetFixture("hot-journal-mid-commit"));
    String before = Stores.dump(store);
    Path undo = dir.resolve("app.undo");
    assertThat(Cli.run("repair", store, "--apply", "--undo-file", undo).exit()).isZero();

    Cli.clean("undo", store, undo);

    assertThat(Stores.dump(store)).isEqualTo(before);
    assertThat(Cli.run("check", store).exit()).isEqualTo(5);
  }

  @Test
  void whatIsExportedIsTheRecoveredDatabase() throws Exception {
    Path store = imported(new RivetFixture("hot-journal-mid-commit"));
    Snapshot before = Snapshot.of(dir);
    Path file = dir.resolve("a.db");

    Cli export = Cli.run("export", store, file);
    assertThat(export)
        .isEqualTo(
            new Cli(
                0,
                "exported " + store + " to " + file + "\n",
                "kvsql export: warning: "
                    + store
                    + ": a pending journal or WAL was applied to the exported file; the store still"
                    + " has it\n"));
    assertThat(Snapshot.of(dir).files().get("app.kv")).isEqualTo(before.files().get("app.kv"));

    Cli.clean("import", dir.resolve("b.kv"), file);
    assertBalances(dir.resolve("b.kv"));
  }

  @Test
  void whatIsExportedAsStoredIsNotRecovered() throws Exception {
    Path store = imported(new RivetFixture("hot-journal-mid-commit"));
    Path raw = dir.resolve("raw.db");
    Path file = dir.resolve("a.db");

    Cli.clean("export", store, file, "--as-stored");

    Cli.clean("dump", store, "--format", "raw", "-o", raw);
    assertThat(Files.mismatch(file, raw)).isEqualTo(-1);
  }

  private static void assertBalances(Path store, String... options) {
    Object[] args =
        Stream.of(Stream.of("sql", store), Stream.of(options), Stream.of("--mode", "csv", BALANCES))
            .flatMap(part -> part)
            .toArray();
    assertThat(Cli.clean(args).replace("\r\n", "\n"))
        .isEqualTo(
            """
            count(*),sum(bal),min(bal),max(bal)
            400,40000,100,100
            integrity_check
            ok
            """);
  }

  private Path imported(RivetFixture fixture) throws IOException {
    Path store = dir.resolve("app.kv");
    assertThat(Cli.clean("import", store, fixture.dump()))
        .isEqualTo("imported %,d keys into database main of %s%n", fixtureKeys(fixture), store);
    return store;
  }

  private static long fixtureKeys(RivetFixture fixture) throws IOException {
    JsonNode expected = fixture.expected();
    return expected.get("meta_sizes").size()
        + numbers(expected.get("chunk_counts")).values().stream().mapToLong(Long::longValue).sum();
  }

  /** What Rivet's own program read: per table its name, rows and the sum of its first column. */
  private static String rows(RivetFixture fixture) throws IOException {
    JsonNode table = fixture.expected().at("/reopened/tables/0");
    return table.get(1).asLong() + "," + table.get(2).asLong();
  }

  private static String rows(Path store) {
    String table =
        Cli.clean(
                "sql", store, "--mode", "csv", "SELECT name FROM sqlite_schema WHERE type='table'")
            .lines()
            .toList()
            .getLast();
    return Cli.clean("sql", store, "--mode", "csv", "SELECT count(*), sum(id) FROM " + table)
        .lines()
        .toList()
        .getLast();
  }

  private static FileTag tag(String label) {
    return Stream.of(FileTag.values()).filter(tag -> tag.label().equals(label)).findFirst().get();
  }

  private static Map<String, Long> numbers(JsonNode object) {
    Map<String, Long> numbers = new TreeMap<>();
    object.properties().forEach(field -> numbers.put(field.getKey(), field.getValue().asLong()));
    return numbers;
  }
}
