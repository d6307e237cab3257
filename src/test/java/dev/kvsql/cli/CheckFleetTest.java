package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks of many stores: directories, shards, several at a time. */
final class CheckFleetTest {
  @TempDir private Path dir = Path.of("");

  @Test
  void aDirectoryIsWalkedInTheOrderOfItsNames() throws Exception {
    Path deep = Files.createDirectories(dir.resolve("b/deep"));
    Path plain = Stores.of(dir.resolve("c.kv"), Damage.pages22().store());
    Files.copy(plain, deep.resolve("no-suffix"));
    Path ruined = Files.writeString(dir.resolve("a.kv"), "this was a store");
    Files.writeString(dir.resolve("Jokes.txt"), "Just a text that begins as MapDB's magic does");
    Files.writeString(dir.resolve("notes"), "a file of somebody else");
    Files.writeString(dir.resolve("gone.kv.redo"), "a log");
    Files.copy(plain, dir.resolve("c.kv.undo-20261122-110031"));
    Files.copy(plain, dir.resolve("c.kv.damaged-2"));
    Files.createSymbolicLink(dir.resolve("b/loop"), dir);
    Files.createSymbolicLink(dir.resolve("z-again.kv"), plain);

    Cli check = Cli.run("check", dir, plain);

    assertThat(Fleet.withoutEffort(check.out()))
        .isEqualTo(
            """
            DIR/b/deep/no-suffix main: clean
            DIR/c.kv main: clean
            2 databases: 2 clean; 1 store: 1 failed; 2 other files skipped; TIME, SIZE read
            """
                .replace("DIR", dir.toString()));
    assertThat(check.err())
        .isEqualTo(
            "kvsql check: " + ruined + ": not a store: it does not start as MapDB files do\n");
    assertThat(check.exit()).isEqualTo(10);
  }

  @Test
  void aDirectoryWithoutAStoreIsMissing() throws Exception {
    Files.writeString(dir.resolve("notes"), "a file of somebody else");

    Cli.run("check", dir).assertRefused(10, "kvsql check: " + dir + ": no store in this directory");
  }

  @Test
  void aDirectoryWhoseStoresWereNamedBeforeIsNotEmpty() throws Exception {
    Path store = Fleet.sound(dir, 1).getFirst();

    assertThat(Cli.clean("check", store, dir, dir)).isEqualTo(store + " main: clean\n");
  }

  @Test
  void manyCleanDatabasesDoNotBuryTheBadOnes() throws Exception {
    Fleet.sound(dir, 12);
    Fleet.warned(dir.resolve("s05.kv"), "bad");

    Cli check = Cli.run("check", dir);

    assertThat(Fleet.withoutEffort(check.out()))
        .isEqualTo(
            """
            DIR/s05.kv bad: 1 warn
              warn KEY-UNKNOWN  database: expected no other key with first byte 08, \
            found 1 key, the first 0801
                repair: manual; try: kvsql dump DIR/s05.kv --db bad --format jsonl
            12 databases: clean
            13 databases: 12 clean, 1 with findings (1 warn); TIME, SIZE read
            """
                .replace("DIR", dir.toString()));
    assertThat(check.exit()).isEqualTo(3);
  }

  @Test
  void manyDatabasesWithTheSameRecoveryPendingAreOneLine() throws Exception {
    Path first = dir.resolve("h00.kv");
    Stores.of(
        first,
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id = 1").store());
    for (int i = 1; i < 11; i++) {
      Files.copy(first, dir.resolve("h" + (10 + i) + ".kv"));
    }

    Cli check = Cli.run("check", dir, "--level", "quick");

    assertThat(Fleet.withoutEffort(check.out()))
        .isEqualTo(
            """
            11 databases: each 1 recovery-pending JOURNAL-HOT, such as DIR/h00.kv main; \
            try: kvsql repair DIR/h00.kv --apply
            11 databases: 11 with a recovery pending; TIME, SIZE read
            """
                .replace("DIR", dir.toString()));
    assertThat(check.exit()).isEqualTo(5);
  }

  @Test
  void severalAtATimeReportTheSameAsOne() throws Exception {
    List<Path> stores = Fleet.sound(dir, 6);
    Fleet.warned(stores.get(3), "bad");
    Files.writeString(dir.resolve("s03b.kv"), "ruined");

    Cli one = Cli.run("check", dir, "--jobs", "1", "--json");
    Cli four = Cli.run("check", dir, "--jobs", "4", "--json");

    assertThat(Fleet.withoutEffort(four.out())).isEqualTo(Fleet.withoutEffort(one.out()));
    assertThat(four.err()).isEqualTo(one.err());
    assertThat(four.exit()).isEqualTo(one.exit());
  }

  @Test
  void shardsAreDisjointAndTogetherEverything() throws Exception {
    List<Path> stores = Fleet.sound(dir, 12);
    Fleet.warned(stores.get(3), "other");
    Files.writeString(dir.resolve("ruined.kv"), "not a store");
    killedWriter(stores.get(7));

    List<String> all = lines(report(dir));
    List<String> shares = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      List<String> share = lines(report(dir, "--shard", i + "/5"));
      assertThat(share.size()).as("shard %d", i).isLessThan(all.size() * 2 / 3);
      shares.addAll(share);
    }

    assertThat(all).hasSize(16).doesNotHaveDuplicates();
    assertThat(shares).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void aStoreThatVanishesMovesNothingToAnotherShard() throws Exception {
    List<Path> stores = Fleet.sound(dir, 9);
    List<String> before = lines(report(dir, "--shard", "2/3"));
    Path vanishing =
        stores.stream()
            .filter(store -> before.stream().noneMatch(line -> line.startsWith(store.toString())))
            .findFirst()
            .orElseThrow();
    Files.delete(vanishing);

    assertThat(lines(report(dir, "--shard", "2/3"))).isNotEmpty().isEqualTo(before);
  }

  @Test
  void whereADirectoryIsMountedDoesNotMatterToItsShards() throws Exception {
    Path here = Files.createDirectories(dir.resolve("here"));
    Path there = Files.createDirectories(dir.resolve("over/there"));
    for (Path store : Fleet.sound(here, 8)) {
      Files.copy(store, there.resolve(store.getFileName()));
    }

    List<String> those = lines(report(there, "--shard", "1/2"));

    assertThat(lines(report(here, "--shard", "1/2")))
        .hasSizeBetween(1, 7)
        .isEqualTo(
            those.stream().map(line -> line.replace(there.toString(), here.toString())).toList());
  }

  @Test
  void anEmptyShardIsCleanAndSaysSo() throws Exception {
    Path store = Fleet.sound(dir, 1).getFirst();
    boolean inFirst = !lines(report(store, "--shard", "1/2")).isEmpty();
    String other = inFirst ? "2/2" : "1/2";

    Cli.run("check", store, "--shard", other)
        .assertPrinted(0, "nothing to check in shard " + other + ", clean\n");
    assertThat(Cli.clean("check", store, "--shard", other, "--json"))
        .contains("\"verdict\":\"clean\",\"exit\":0,\"shard\":\"" + other + "\",\"stores\":[]");
  }

  @Test
  void aShardThatIsNoneIsRefused() throws Exception {
    Path store = Fleet.sound(dir, 1).getFirst();

    for (String shard : List.of("0/2", "3/2", "1", "1/0", "-1/2", "a/b")) {
      Cli.run("check", store, "--shard", shard)
          .assertRefused(
              2,
              "kvsql check: Invalid value for option '--shard': '"
                  + shard
                  + "' is no share: expected I/N with I from 1 to N, such as 1/4;"
                  + " try: kvsql check --help");
    }
  }

  @Test
  void aDatabaseByNameIsCheckedInEachStoreThatHasIt() throws Exception {
    List<Path> stores = Fleet.sound(dir, 2);
    Fleet.warned(stores.getFirst(), "logs");

    Cli check = Cli.run("check", dir, "--db", "logs");

    assertThat(check.exit()).isEqualTo(3);
    assertThat(check.err()).isEmpty();
    assertThat(Fleet.withoutEffort(check.out()))
        .startsWith(stores.getFirst() + " logs: 1 warn\n")
        .endsWith(
            """
            %s: no database logs
            1 database: 1 with findings (1 warn); 1 without the database that was named; \
            TIME, SIZE read
            """
                .formatted(stores.get(1)));
    Cli.run("check", stores.get(1), "--db", "logs")
        .assertRefused(10, "kvsql check: " + stores.get(1) + ": no database logs; it has main");
  }

  @Test
  void aStoreThatIsLockedDoesNotKeepTheOthersFromIt() throws Exception {
    List<Path> stores = Fleet.sound(dir, 2);
    try (var _ = MapDbStore.open(stores.getFirst(), Access.WRITE)) {
      Cli check = Cli.run("check", dir, "--timeout", "0");

      assertThat(check.exit()).isEqualTo(11);
      assertThat(check.out()).startsWith(stores.get(1) + " main: clean\n");
      assertThat(check.err()).hasLineCount(1).contains("open in this program already");
    }
  }

  @Test
  void aFailureOfAnotherKindIsWorseThanAMissingStore() throws Exception {
    // Nobody can read its first byte, root neither; only Linux has it.
    Path unreadable = Path.of("/proc/self/mem");
    assumeTrue(Files.exists(unreadable), "not Linux");

    assertThat(Cli.run("check", dir.resolve("missing"), unreadable).exit()).isEqualTo(1);
  }

  @Test
  void theSummaryIsInTheJsonDocument() throws Exception {
    List<Path> stores = Fleet.sound(dir, 2);
    Fleet.warned(stores.getFirst(), "bad");
    Stores.of(dir.resolve("worse.kv"), Damage.pages22().resize(FileTag.MAIN, 21, 1, 4095).store());

    JsonNode summary = report(dir, "--level", "quick").get("summary");

    assertThat(summary.get("databases").asInt()).isEqualTo(4);
    assertThat(summary.get("clean").asInt()).isEqualTo(2);
    assertThat(summary.get("withFindings").asInt()).isEqualTo(2);
    assertThat(summary.get("failed").asInt()).isZero();
    assertThat(summary.get("findings").toString()).isEqualTo("{\"error\":1,\"warn\":1}");
    assertThat(summary.get("bytesRead").asLong()).isGreaterThan(4 * 22 * 4096L);
  }

  /** Leaves a store as its writer does that is killed after it has made a database. */
  private static void killedWriter(Path store) throws Exception {
    Path log = store.resolveSibling(store.getFileName() + ".redo");
    byte[] base = Files.readAllBytes(store);
    byte[] redo;
    try (MapDbStore open = MapDbStore.open(store, Access.WRITE)) {
      open.createDatabase("late");
      redo = Files.readAllBytes(log);
    }
    Files.write(store, base);
    Files.write(log, redo);
  }

  private static JsonNode report(Path path, Object... options) throws Exception {
    List<Object> args = new ArrayList<>(List.of("check", path, "--json"));
    args.addAll(List.of(options));
    return new ObjectMapper().readTree(Cli.run(args.toArray()).out());
  }

  /** Each thing that a report tells, with its store and database. */
  private static List<String> lines(JsonNode report) {
    List<String> lines = new ArrayList<>();
    for (JsonNode store : report.get("stores")) {
      String name = store.get("store").asText();
      if (store.has("error")) {
        lines.add(name + " failed");
      }
      store.get("findings").forEach(finding -> lines.add(name + " " + finding.get("id").asText()));
      store
          .get("databases")
          .forEach(database -> lines.add(name + " " + database.get("name").asText()));
    }
    return lines;
  }
}
