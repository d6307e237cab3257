package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.MemoryChunkStore;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Random;

/**
 * A program that commits numbered transactions until it is killed, and prints each number once its
 * commit has returned. Transaction n leaves a row n in a table, adds n to a number that is spread
 * over many rows, moves amounts between them, inserts text of up to nine chunks that only says n,
 * and deletes that of n - 12. Between them come rollbacks, VACUUMs into other page sizes, and new
 * connections.
 */
final class NumberedTransactions {
  private static final int ROWS = 300;
  private static final int KEPT = 12;

  /** As often as units says, the number in eight digits. */
  private static final String TEXT = "replace(hex(zeroblob(units)), '00', printf('%08d', n))";

  private final Path store;
  private final JournalMode mode;
  private final String synchronous;
  private final Random random;
  private Connection connection;

  /** How SQLite keeps what it needs to undo, or to redo. */
  enum JournalMode {
    MEMORY,
    DELETE,
    TRUNCATE,
    PERSIST,
    WAL,
    /** Nothing is undone; that a transaction is there whole or not at all is the store's doing. */
    OFF
  }

  private NumberedTransactions(Path store, JournalMode mode, String synchronous, Random random)
      throws SQLException {
    this.store = store;
    this.mode = mode;
    this.synchronous = synchronous;
    this.random = random;
    connection = connect();
  }

  /** Arguments: the store, the journal mode, what synchronous is, and a seed. */
  public static void main(String[] arguments) throws SQLException {
    Path store = Path.of(arguments[0]);
    Random random = new Random(Long.parseLong(arguments[3]));
    // A killed process leaves the driver's library behind; there the test removes it.
    System.setProperty("org.sqlite.tmpdir", String.valueOf(store.getParent()));
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    warmUp();
    PrintStream out = System.out;
    out.println("opens");
    NumberedTransactions transactions =
        new NumberedTransactions(store, JournalMode.valueOf(arguments[1]), arguments[2], random);
    int number = last(transactions.connection);
    // Nobody reads any more when the test itself was killed.
    while (!out.checkError()) {
      number++;
      transactions.commit(number);
      out.println(number);
      transactions.between();
    }
  }

  /** Loads what takes long to load, so that a process can be killed as it opens the store. */
  private static void warmUp() throws SQLException {
    try (Mount mount = Mount.of(new MemoryChunkStore(), MountOptions.defaults());
        Connection warm = mount.connect()) {
      Sql.run(warm, "CREATE TABLE t(a)");
    }
  }

  /** Makes the tables. */
  static void create(Connection connection, int pageSize) throws SQLException {
    Sql.run(
        connection,
        "PRAGMA page_size=" + pageSize,
        "CREATE TABLE done(n INTEGER PRIMARY KEY)",
        "CREATE TABLE account(id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, note TEXT)",
        "CREATE INDEX account_note ON account(note)",
        "CREATE TABLE text(n INTEGER PRIMARY KEY, units INTEGER, a TEXT)",
        "WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i WHERE x < "
            + ROWS
            + ") INSERT INTO account SELECT x, 0, hex(zeroblob(40)) || x FROM i");
  }

  /** The last transaction that is there; every transaction must be there whole. */
  static int requireWhole(Connection connection) throws SQLException {
    assertThat(Sql.all(connection, "PRAGMA integrity_check")).containsExactly("ok");
    int last = last(connection);
    long kept = Math.min(last, KEPT);
    assertThat(Sql.one(connection, "SELECT count(*) FROM done")).isEqualTo(String.valueOf(last));
    assertThat(Sql.one(connection, "SELECT count(*) || ' ' || sum(amount) FROM account"))
        .isEqualTo(ROWS + " " + (long) last * (last + 1) / 2);
    assertThat(Sql.one(connection, "SELECT count(*) || ' ' || max(n) FROM text WHERE a = " + TEXT))
        .isEqualTo(last == 0 ? "null" : kept + " " + last);
    assertThat(Sql.one(connection, "SELECT count(*) FROM text")).isEqualTo(String.valueOf(kept));
    return last;
  }

  private static int last(Connection connection) throws SQLException {
    return Integer.parseInt(Sql.one(connection, "SELECT ifnull(max(n), 0) FROM done"));
  }

  private Connection connect() throws SQLException {
    Connection made = Mount.open(store, "main");
    String wanted = mode.name().toLowerCase(Locale.ROOT);
    if (random.nextInt(4) == 0) {
      Sql.run(made, "PRAGMA locking_mode=EXCLUSIVE");
    }
    String set = Sql.one(made, "PRAGMA journal_mode=" + wanted);
    if (!set.equals(wanted)) {
      throw new SQLException("asked for journal mode " + wanted + ", got " + set);
    }
    // So few pages in memory that some transactions do not fit.
    Sql.run(
        made,
        "PRAGMA synchronous=" + synchronous,
        "PRAGMA cache_size=24",
        "PRAGMA wal_autocheckpoint=100");
    return made;
  }

  private void commit(int number) throws SQLException {
    int first = 1 + random.nextInt(ROWS);
    int last = first + random.nextInt(random.nextInt(6) == 0 ? ROWS : 12);
    int moved = random.nextInt(1000);
    Sql.run(
        connection,
        "BEGIN",
        "INSERT INTO done VALUES(" + number + ")",
        added(number, 1 + number % ROWS),
        added(-moved, first),
        noted(number, first, last),
        "INSERT INTO text(n, units) VALUES(" + number + ", " + (1 + random.nextInt(4500)) + ")",
        "UPDATE text SET a = " + TEXT + " WHERE n = " + number,
        "DELETE FROM text WHERE n <= " + (number - KEPT),
        added(moved, 1 + random.nextInt(ROWS)),
        "COMMIT");
  }

  private static String added(int amount, int id) {
    return "UPDATE account SET amount = amount + %d WHERE id = %d".formatted(amount, id);
  }

  private static String noted(int number, int first, int last) {
    return "UPDATE account SET note = hex(randomblob(90)) || %d WHERE id BETWEEN %d AND %d"
        .formatted(number, first, last);
  }

  /** What happens beside the transactions that count. */
  private void between() throws SQLException {
    switch (random.nextInt(24)) {
      case 0 -> Sql.run(connection, "PRAGMA page_size=" + (512 << random.nextInt(8)), "VACUUM");
      case 1 -> {
        connection.close();
        connection = connect();
      }
      case 2, 3 -> {
        if (mode != JournalMode.OFF) {
          Sql.run(connection, "BEGIN", noted(0, 1, ROWS), "DELETE FROM text", "ROLLBACK");
        }
      }
      default -> {}
    }
  }
}
