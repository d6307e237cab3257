package dev.kvsql.sqlite;

import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A program whose threads go down to the end of their stacks, call JDBC at each depth, and print
 * how that ended; then it prints what is in the database.
 */
@SuppressWarnings("InfiniteRecursion")
final class StackExhaustion {
  private static final List<String> WORK =
      List.of(
          "SELECT sum(length(a)) FROM t",
          "UPDATE t SET a = zeroblob(2000) WHERE id = 7",
          "CREATE TABLE IF NOT EXISTS u(a, b); DROP TABLE IF EXISTS u",
          "SELECT " + "(1+".repeat(90) + "1" + ")".repeat(90) + " FROM t JOIN t AS s USING(id)");

  private final Connection connection;
  private final List<String> statements;

  private StackExhaustion(Connection connection, List<String> statements) {
    this.connection = connection;
    this.statements = statements;
  }

  /** Arguments: path of the store, KiB of a stack. */
  public static void main(String[] args) throws Exception {
    Path path = Path.of(args[0]);
    try (MapDbStore store = MapDbStore.create(path);
        Mount mount =
            Mount.of(
                store.createDatabase("main"), new MountOptions(0, MountOptions.Use.READ_WRITE));
        Connection connection = mount.connect()) {
      MountTest.fill(connection, 50, 3000);
      for (String work : WORK) {
        StackExhaustion run = new StackExhaustion(connection, List.of(work.split("; ")));
        inThread(args[1], () -> run.narrow(0));
        inThread(args[1], () -> run.wide(1, 2, 3, 4, 5, 6, 7, 8, 9));
        // The connection still works.
        run.call();
      }
      inThread(args[1], () -> connect(mount));
    }
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE);
        Mount mount = Mount.of(store.database("main"), MountOptions.defaults());
        Connection connection = mount.connect()) {
      System.out.println(Sql.one(connection, "PRAGMA integrity_check"));
      System.out.println(Sql.one(connection, "SELECT count(*) FROM t"));
    }
  }

  private static void inThread(String kibibytes, Runnable task) throws InterruptedException {
    Runnable deep =
        () -> {
          try {
            task.run();
          } catch (StackOverflowError e) {
            System.out.println("overflow");
          }
        };
    Thread thread = new Thread(null, deep, "deep", Long.parseLong(kibibytes) << 10);
    thread.start();
    thread.join();
  }

  /** Its frames are as small as they can be: not each makes a difference. */
  private void narrow(int depth) {
    if (depth % 8 == 0) {
      call();
    }
    narrow(depth + 1);
  }

  private long wide(long a, long b, long c, long d, long e, long f, long g, long h, long i) {
    call();
    return a + wide(b, c, d, e, f, g, h, i, a) + i;
  }

  private void call() {
    try {
      Sql.run(connection, statements.toArray(String[]::new));
    } catch (SQLException e) {
      // It was not to come so far: the upcalls were without room.
      System.out.println(e);
    }
  }

  private static void connect(Mount mount) {
    try (Connection connection = mount.connect()) {
      Sql.run(connection, "SELECT count(*) FROM t");
    } catch (SQLException e) {
      System.out.println(e);
    }
    connect(mount);
  }
}
