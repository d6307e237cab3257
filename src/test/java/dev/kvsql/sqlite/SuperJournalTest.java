package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.DatabaseCheck;
import dev.kvsql.check.Finding;
import dev.kvsql.check.JournalFinding;
import dev.kvsql.check.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Transactions over several databases, in processes that die before each of their batches
 * (sqlite.org/atomiccommit.html, "Multi-file Commit").
 */
final class SuperJournalTest {
  private static final int WITHOUT_END = Integer.MAX_VALUE;

  @TempDir Path dir;

  /** Where the second database is. */
  enum Place {
    SAME_STORE,
    OTHER_STORE
  }

  /** What ends the process. */
  enum End {
    KILL,
    POWER_CUT
  }

  /** Two stores, of which the first has the databases a and b, the second has b alone. */
  private record Pair(MortalStore first, MortalStore second) {
    static Pair create(Path dir, MortalStore.Life life) {
      MortalStore first = new MortalStore(dir.resolve("first.kv").toString(), life);
      MortalStore second = new MortalStore(dir.resolve("second.kv").toString(), life);
      first.createDatabase("a");
      first.createDatabase("b");
      second.createDatabase("b");
      return new Pair(first, second);
    }

    MortalStore withB(Place place) {
      return place == Place.SAME_STORE ? first : second;
    }

    Pair after(End end, MortalStore.Life next) {
      return switch (end) {
        case KILL -> new Pair(first.afterKill(next), second.afterKill(next));
        case POWER_CUT -> new Pair(first.afterPowerCut(next), second.afterPowerCut(next));
      };
    }
  }

  static Stream<Arguments> everything() {
    return Stream.of("DELETE", "TRUNCATE", "PERSIST")
        .flatMap(mode ->
            Stream.of(Place.values())
                .flatMap(
                    place -> Stream.of(End.values()).map(end -> Arguments.of(mode, place, end))));
  }

  @ParameterizedTest
  @MethodSource("everything")
  void aTransactionIsInBothDatabasesOrInNone(String mode, Place place, End end) throws Exception {
    boolean seenOld = false;
    boolean seenNew = false;
    boolean over = true;
    for (int batches = 0; over; batches++) {
      MortalStore.Life life = new MortalStore.Life(WITHOUT_END);
      Pair made = Pair.create(dir, life);
      fill(made, place);
      MortalStore.Life shortLife = new MortalStore.Life(batches);
      Pair dying = made.after(End.KILL, shortLife);
      boolean committed = tryUpdate(dying, place, mode, "FULL");
      over = shortLife.isOver();
      String found = recovered(dying.after(end, new MortalStore.Life(WITHOUT_END)), place, batches);
      assertThat(found).as("died before batch %s", batches).isIn("old old", "new new");
      assertThat(committed && found.equals("old old")).as("lost a commit").isFalse();
      seenOld |= found.equals("old old");
      seenNew |= found.equals("new new");
    }
    assertThat(seenOld && seenNew).as("it died before and after the commit").isTrue();
  }

  /** Without any syncs SQLite makes no super-journal. */
  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "TRUNCATE", "PERSIST"})
  void aKillIsHarmlessWithFewSyncsToo(String mode) throws Exception {
    boolean over = true;
    for (int batches = 0; over; batches++) {
      Pair made = Pair.create(dir, new MortalStore.Life(WITHOUT_END));
      fill(made, Place.SAME_STORE);
      MortalStore.Life life = new MortalStore.Life(batches);
      Pair dying = made.after(End.KILL, life);
      tryUpdate(dying, Place.SAME_STORE, mode, "NORMAL");
      over = life.isOver();
      Pair found = dying.after(End.KILL, new MortalStore.Life(WITHOUT_END));
      assertThat(recovered(found, Place.SAME_STORE, batches))
          .as("died before batch %s", batches)
          .isIn("old old", "new new");
    }
  }

  /** The process that recovers dies as well, before each of its batches. */
  @ParameterizedTest
  @MethodSource("everything")
  void aRecoveryThatDiesIsGoneOnWith(String mode, Place place, End end) throws Exception {
    for (int batches = 1; batches < 40; batches += 3) {
      Pair made = Pair.create(dir, new MortalStore.Life(WITHOUT_END));
      fill(made, place);
      MortalStore.Life life = new MortalStore.Life(batches);
      Pair dying = made.after(End.KILL, life);
      tryUpdate(dying, place, mode, "FULL");
      if (!life.isOver()) {
        return;
      }
      for (int steps = 0; steps < 5; steps++) {
        Pair dyingAgain = dying.after(end, new MortalStore.Life(steps));
        tryRecover(dyingAgain, place);
        Pair last = dyingAgain.after(end, new MortalStore.Life(WITHOUT_END));
        assertThat(recovered(last, place, steps))
            .as("died before batch %s, and before batch %s of the recovery", batches, steps)
            .isIn("old old", "new new");
      }
    }
  }

  /** What check says about a journal is what SQLite then makes of it. */
  @ParameterizedTest
  @EnumSource
  void checkKnowsWhetherTheTransactionWasCommitted(End end) throws Exception {
    Set<String> said = new TreeSet<>();
    boolean over = true;
    for (int batches = 0; over; batches++) {
      Pair made = Pair.create(dir, new MortalStore.Life(WITHOUT_END));
      fill(made, Place.SAME_STORE);
      MortalStore.Life life = new MortalStore.Life(batches);
      Pair dying = made.after(End.KILL, life);
      tryUpdate(dying, Place.SAME_STORE, "DELETE", "FULL");
      over = life.isOver();
      Pair found = dying.after(end, new MortalStore.Life(WITHOUT_END));
      String journals = journals(found.first());
      said.add(journals + ": " + recovered(found, Place.SAME_STORE, batches));
    }
    assertThat(said)
        .contains("a hot, b hot: old old", "a committed, b committed: new new")
        .noneMatch(line -> line.contains("hot") && line.endsWith("new new"))
        .noneMatch(line -> line.contains("committed") && line.endsWith("old old"));
  }

  private static String journals(MortalStore store) {
    return Stream.of("a", "b")
        .map(name -> name + " " + journal(DatabaseCheck.of(store, name, Level.QUICK).findings()))
        .collect(Collectors.joining(", "));
  }

  private static String journal(List<Finding> findings) {
    return findings.stream()
        .map(finding ->
            switch (finding) {
              case JournalFinding.Hot _ -> "hot";
              case JournalFinding.Stale(_, JournalFinding.Stale.Reason why, _) ->
                  why.name().toLowerCase(Locale.ROOT);
              default -> "other";
            })
        .findFirst()
        .orElse("none");
  }

  @Test
  void nothingIsLeftOfASuperJournal() throws Exception {
    Pair pair = Pair.create(dir, new MortalStore.Life(WITHOUT_END));
    fill(pair, Place.OTHER_STORE);
    assertThat(tryUpdate(pair, Place.OTHER_STORE, "DELETE", "FULL")).isTrue();
    assertThat(pair.first().superJournalCount()).isZero();
    assertThat(pair.second().superJournalCount()).isZero();
  }

  /** Only the store with the main database knows whether the transaction was committed. */
  @Test
  void aJournalIsNotRolledBackWithoutTheStoreThatHasTheSuperJournal() throws Exception {
    Path first = dir.toRealPath().resolve("first.kv");
    Optional<String> refused = Optional.empty();
    for (int batches = 1; refused.isEmpty(); batches++) {
      Pair made = Pair.create(dir, new MortalStore.Life(WITHOUT_END));
      fill(made, Place.OTHER_STORE);
      Pair dying = made.after(End.KILL, new MortalStore.Life(batches));
      assertThat(tryUpdate(dying, Place.OTHER_STORE, "DELETE", "FULL")).isFalse();
      Pair found = dying.after(End.KILL, new MortalStore.Life(WITHOUT_END));
      if (found.second().superJournalCount() == 1) {
        refused = openingAlone(found.second());
        assertThat(recovered(found, Place.OTHER_STORE, 0)).isEqualTo("old old");
      }
    }
    assertThat(refused)
        .hasValueSatisfying(message ->
            assertThat(message)
                .contains(
                    "the journal belongs to a transaction that was over databases of "
                        + first
                        + " too, and only that store knows whether it was committed; put it back there"));
  }

  /** Why that does not work, if it does not. */
  private static Optional<String> openingAlone(MortalStore second) throws SQLException {
    MortalStore copy = second.afterKill(new MortalStore.Life(WITHOUT_END));
    try (Mount b = Mount.of(copy, "b", MountOptions.defaults())) {
      state(b);
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static void fill(Pair pair, Place place) throws SQLException {
    for (Mount mount :
        List.of(
            Mount.of(pair.first(), "a", MountOptions.defaults()),
            Mount.of(pair.withB(place), "b", MountOptions.defaults()))) {
      try (mount;
          Connection connection = mount.connect()) {
        Sql.run(connection, "CREATE TABLE t(id INTEGER PRIMARY KEY, state, filler)");
        Sql.run(
            connection,
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n WHERE x < 30)"
                + " INSERT INTO t SELECT x, 'old', zeroblob(900) FROM n");
      }
    }
  }

  /** Whether the transaction was committed, as far as its process knows. */
  private static boolean tryUpdate(Pair pair, Place place, String mode, String synchronous)
      throws SQLException {
    try (Mount a = Mount.of(pair.first(), "a", MountOptions.defaults());
        Mount b =
            place == Place.SAME_STORE ? a : Mount.of(pair.second(), "b", MountOptions.defaults())) {
      return update(a, b, mode, synchronous);
    }
  }

  private static boolean update(Mount a, Mount b, String mode, String synchronous) {
    boolean committed = false;
    try (Connection connection = a.connect()) {
      Sql.run(connection, "ATTACH '" + b.name("b") + "' AS b");
      for (String schema : List.of("main", "b")) {
        Sql.run(
            connection,
            "PRAGMA " + schema + ".journal_mode=" + mode,
            "PRAGMA " + schema + ".synchronous=" + synchronous,
            "PRAGMA " + schema + ".cache_size=5");
      }
      Sql.run(
          connection, "BEGIN", "UPDATE main.t SET state = 'new'", "UPDATE b.t SET state = 'new'");
      Sql.run(connection, "COMMIT");
      committed = true;
    } catch (SQLException e) {
      // It has died.
    }
    return committed;
  }

  private static void tryRecover(Pair pair, Place place) {
    try {
      recovered(pair, place, 0);
    } catch (SQLException e) {
      // It has died.
    }
  }

  /** What the two databases hold, each opened alone, in one order or the other. */
  private static String recovered(Pair pair, Place place, int order) throws SQLException {
    try (Mount a = Mount.of(pair.first(), "a", MountOptions.defaults());
        Mount b = Mount.of(pair.withB(place), "b", MountOptions.defaults())) {
      if (order % 2 == 0) {
        String first = state(a);
        return first + " " + state(b);
      }
      String second = state(b);
      return state(a) + " " + second;
    }
  }

  private static String state(Mount mount) throws SQLException {
    try (Connection connection = mount.connect()) {
      assertThat(Sql.all(connection, "PRAGMA integrity_check")).containsExactly("ok");
      return Sql.one(connection, "SELECT group_concat(DISTINCT state) FROM t");
    }
  }
}
