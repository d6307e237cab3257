package dev.kvsql.fuzz;

import dev.kvsql.chunk.MemoryStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.sqlite.Said;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One run of a script on both sides. */
final class Duel {
  private final Story story = new Story();
  private final Map<Integer, TwinConnection> open = new TreeMap<>();
  private final List<TwinDatabase> databases;

  private Duel(List<TwinDatabase> databases) {
    this.databases = databases;
  }

  /**
   * Runs a script.
   *
   * @param parent directory for a directory that is gone afterwards
   */
  static Story run(Path parent, Script script) {
    try {
      Path dir = Files.createTempDirectory(parent, "duel");
      try {
        return runIn(dir, script);
      } finally {
        remove(dir);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Story runIn(Path dir, Script script) throws IOException {
    int count = Features.ATTACH ? 2 : 1;
    Path path = dir.resolve("a.kv");
    Store store =
        switch (script.setup().place()) {
          case MAPDB -> MapDbStore.create(path);
          case MEMORY -> new MemoryStore(path.toString());
        };
    List<TwinDatabase> databases = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        databases.add(new TwinDatabase(dir.resolve("db" + i), store, script.setup().cacheBytes()));
      }
      return new Duel(databases).run(script);
    } catch (SQLException e) {
      throw new AssertionError("an empty database cannot be mounted", e);
    } finally {
      databases.forEach(TwinDatabase::close);
      store.close();
    }
  }

  private Story run(Script script) {
    try {
      for (Step step : script.steps()) {
        story.does(step);
        take(step, script.setup());
        compare();
      }
      end();
    } catch (AssertionError | Exception e) {
      story.differs(e);
    } finally {
      abandon();
    }
    return story;
  }

  private void take(Step step, Setup setup) throws SQLException, IOException {
    TwinConnection connection = open.get(step.connection());
    switch (step) {
      case Step.Open(int number) when connection == null -> open(number, setup);
      case Step.Close(int number) when connection != null -> {
        open.remove(number);
        connection.close();
      }
      case Step.Execute(int _, String sql) when connection != null ->
          story.said(connection.say(sql));
      case Step.Look(int _, String sql) when connection != null -> story.said(connection.look(sql));
      case Step _ -> story.nothing();
    }
  }

  private void open(int number, Setup setup) throws IOException {
    TwinConnection made;
    try {
      made = TwinConnection.open(databases);
    } catch (SQLException e) {
      story.said(Said.error(e));
      return;
    }
    open.put(number, made);
    if (setup.wal()) {
      story.said(made.say(TwinConnection.KEEPS_LOCKS));
      story.said(made.say("PRAGMA journal_mode=WAL"));
    }
  }

  private void compare() throws IOException {
    boolean rest = open.values().stream().allMatch(TwinConnection::isAtRest);
    for (TwinDatabase database : databases) {
      database.compareSeen();
      if (open.isEmpty() || (rest && !database.isWal())) {
        database.compareStored();
      }
    }
  }

  /** When everybody has gone, the next one finds the same on both sides, on cold caches. */
  private void end() throws SQLException, IOException {
    closeAll();
    compare();
    try (TwinConnection last = TwinConnection.open(databases)) {
      story.said(last.say("PRAGMA integrity_check"));
    } catch (SQLException e) {
      story.said(Said.error(e));
    }
    compare();
  }

  private void closeAll() throws SQLException {
    List<TwinConnection> all = List.copyOf(open.values());
    open.clear();
    for (TwinConnection each : all) {
      each.close();
    }
  }

  private void abandon() {
    try {
      closeAll();
    } catch (SQLException | RuntimeException e) {
      story.differs(e);
    }
  }

  private static void remove(Path dir) throws IOException {
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
