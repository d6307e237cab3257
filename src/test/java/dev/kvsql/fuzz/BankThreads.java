package dev.kvsql.fuzz;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Eight threads at one {@link Bank}, each with a connection of its own that it closes at times:
 * some write, the others hold what they see within one transaction against what must be.
 */
final class BankThreads {
  private static final int READERS = 3;
  private static final int MOST_COMMIT_TRIES = 40;

  private final Teller teller;
  private final long seed;
  private final int[] acknowledged = new int[Bank.WRITERS + 1];

  /** Who lets the threads in, and hears what comes of their work; called by all of them. */
  interface Teller {
    /** A new connection, ready to be used. */
    Connection connect() throws SQLException;

    /** A commit has returned. */
    void committed(int writer, int number);

    /** Whether that may happen; a connection that it happened to is closed. */
    boolean mayFail(Exception failure);

    /** What may never be has been seen. */
    void broken(String what);

    /** Whether to go on. */
    boolean isOpen();
  }

  BankThreads(Teller teller, long seed) {
    this.teller = teller;
    this.seed = seed;
  }

  /** Starts the threads, which end when the teller is no longer open. */
  List<Thread> start() {
    List<Thread> threads = new ArrayList<>();
    for (int writer = 1; writer <= Bank.WRITERS; writer++) {
      int number = writer;
      Random random = new Random(seed + number);
      threads.add(
          new Thread(() -> untilClosed(to -> write(to, number, random)), "writer " + number));
    }
    for (int reader = 1; reader <= READERS; reader++) {
      Random random = new Random(seed - reader);
      threads.add(new Thread(() -> untilClosed(to -> read(to, random)), "reader " + reader));
    }
    threads.forEach(Thread::start);
    return threads;
  }

  private interface Work {
    void with(Connection connection) throws SQLException;
  }

  /** On new connections, over and over. */
  private void untilClosed(Work work) {
    while (teller.isOpen()) {
      try (Connection connection = teller.connect()) {
        work.with(connection);
      } catch (SQLException | RuntimeException e) {
        if (!isBusy(e) && !teller.mayFail(e)) {
          teller.broken(Thread.currentThread().getName() + ": " + e);
        }
      } catch (AssertionError e) {
        teller.broken(Thread.currentThread().getName() + ": " + e.getMessage());
      }
    }
  }

  private void write(Connection connection, int writer, Random random) throws SQLException {
    int number = Bank.last(connection, writer);
    if (number < acknowledged[writer]) {
      throw new AssertionError(
          "%d was acknowledged, %d is the last".formatted(acknowledged[writer], number));
    }
    for (int left = 1 + random.nextInt(40); left > 0 && teller.isOpen(); left--) {
      Bank.transact(connection, writer, number + 1, random);
      if (random.nextInt(8) == 0) {
        Bank.run(connection, "ROLLBACK");
      } else {
        commit(connection);
        number++;
        acknowledged[writer] = number;
        teller.committed(writer, number);
      }
    }
    if (random.nextInt(6) == 0) {
      Bank.run(connection, "VACUUM");
    }
  }

  /** Readers may be in the way of a commit, which can then be tried again. */
  private static void commit(Connection connection) throws SQLException {
    for (int tries = 1; ; tries++) {
      try {
        Bank.run(connection, "COMMIT");
        return;
      } catch (SQLException e) {
        if (tries == MOST_COMMIT_TRIES || !isBusy(e)) {
          throw e;
        }
      }
    }
  }

  private void read(Connection connection, Random random) throws SQLException {
    for (int left = 1 + random.nextInt(40); left > 0 && teller.isOpen(); left--) {
      Bank.run(connection, "BEGIN");
      int before = total(connection);
      String off = Bank.discrepancies(connection);
      int after = total(connection);
      Bank.run(connection, "COMMIT");
      if (!off.isEmpty() || before != after) {
        throw new AssertionError(
            "within one transaction total %d, then %d, and off by %s"
                .formatted(before, after, off));
      }
    }
  }

  private static int total(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT n FROM total")) {
      return row.getInt(1);
    }
  }

  private static boolean isBusy(Exception e) {
    return e instanceof SQLiteException busy
        && (busy.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
  }
}
