package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One damaged store, and every command that must come to terms with it. */
final class HostileCase {
  private static final Pattern JAVA =
      Pattern.compile("internal error|\\tat |Exception|[a-z]\\.[a-z]+\\.[A-Z]\\w+|Error:|null");
  private static final int MOST_CHARACTERS = 2_000_000;

  private final StoreBytes damaged;
  private final Path dir;
  private final Path store;
  private final Path results;

  /**
   * @param dir empty, for the store
   * @param results for what is exported
   */
  HostileCase(StoreBytes damaged, Path dir, Path results) {
    this.damaged = damaged;
    this.dir = dir;
    this.results = results;
    store = dir.resolve("app.kv");
  }

  /** The damage that a seed stands for. */
  static StoreBytes damaged(HostileStores stores, long seed) {
    Random random = new Random(seed);
    HostileDamage[] kinds = HostileDamage.values();
    StoreBytes files = (random.nextBoolean() ? stores.closed() : stores.pending()).copy();
    files = kinds[(int) Math.floorMod(seed, (long) kinds.length)].to(files, stores, random);
    return random.nextInt(4) == 0
        ? kinds[random.nextInt(kinds.length)].to(
            files.base().length == 0 ? stores.pending().copy() : files, stores, random)
        : files;
  }

  void run() throws IOException {
    damaged.write(store);
    Snapshot before = Snapshot.of(dir);
    reading();
    assertThat(Snapshot.of(dir)).as("after reading").isEqualTo(before);
    told("repair", store);
    assertThat(Snapshot.of(dir)).as("after a plan").isEqualTo(before);
    for (String[] more : new String[][] {{}, {"STORE-LOG"}, {"RECORD-UNREADABLE"}}) {
      repair(more);
    }
  }

  private void reading() throws IOException {
    told("inspect", store);
    told("inspect", store, "--map", "--tables");
    Files.deleteIfExists(results.resolve("page.html"));
    told("inspect", store, "--html", results.resolve("page.html"));
    told("dump", store, "--db", "main", "--limit", "5");
    told("check", store, "--level", "quick");
    told("check", store);
    for (String database : new String[] {"main", "kept"}) {
      told("sql", store, "--read-only", "--db", database, "SELECT count(*), max(body) FROM t");
      Path export = results.resolve("export-" + database);
      Files.deleteIfExists(export);
      told("export", store, export, "--db", database);
    }
  }

  private void repair(String... allowed) throws IOException {
    Snapshot before = Snapshot.of(dir);
    StoreBytes files = StoreBytes.of(store);
    List<Object> command = new ArrayList<>(List.of("repair", store, "--apply", "--yes"));
    for (String id : allowed) {
      command.addAll(List.of("--allow", id));
    }
    Cli repair = told(command.toArray());
    if (Snapshot.of(dir).equals(before)) {
      return;
    }
    Cli check = told("check", store);
    boolean cut = repair.out().contains("\ncut; ");
    assertThat(!cut && check.out().contains("STORE-DIRTY"))
        .as("%s then %s", repair, check)
        .isFalse();
    assertThat(check.exit()).as("%s then %s", repair, check).isIn(0, 3, 5);
    for (String name : List.of("app.kv.damaged", "app.kv.damaged.redo", "app.kv.redo.damaged")) {
      boolean isNew = !before.files().containsKey(name) && Files.exists(dir.resolve(name));
      byte[] original = name.equals("app.kv.damaged") ? files.base() : files.log();
      assertThat(!isNew || Arrays.equals(Files.readAllBytes(dir.resolve(name)), original))
          .as("%s of %s", name, repair)
          .isTrue();
    }
  }

  /** Runs a command, whose answer must be one for people. */
  private Cli told(Object... command) {
    Cli run = Cli.run(command);
    String said = Stream.of(command).map(String::valueOf).toList() + ": " + run;
    assertThat(run.exit()).as(said).isIn(0, 1, 3, 5, 10);
    assertThat(run.out().length() + run.err().length()).isLessThan(MOST_CHARACTERS);
    assertThat(JAVA.matcher(run.err()).find()).as(said).isFalse();
    assertThat(command[0].equals("check") && JAVA.matcher(run.out()).find()).as(said).isFalse();
    assertThat(run.err().lines().filter(line -> !line.contains(": warning: ")).count())
        .as(said)
        .isLessThanOrEqualTo(1);
    assertThat(run.exit() == 0 || !run.out().isEmpty() || !run.err().isEmpty()).as(said).isTrue();
    assertThat(run.exit() == 1 && run.err().isEmpty()).as(said).isFalse();
    return run;
  }
}
