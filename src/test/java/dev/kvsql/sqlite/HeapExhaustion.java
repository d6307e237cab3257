package dev.kvsql.sqlite;

import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A program that fills its memory, lets a little of it go, commits, which fails more often than
 * not, and goes on with the store opened anew; it prints whether any commit failed, and whether
 * everything that was committed is there.
 */
final class HeapExhaustion {
  private static final int ROUNDS = 16;
  private static final int BLOCK_BYTES = 16 << 10;
  private static final String INSERT = "INSERT INTO t(a) VALUES(zeroblob(100000))";

  private final Path path;
  private final Deque<byte[]> ballast = new ArrayDeque<>();
  private int committed;
  private int failed;

  private HeapExhaustion(Path path) {
    this.path = path;
  }

  /** Argument: path of the store. */
  public static void main(String[] args) throws SQLException {
    HeapExhaustion run = new HeapExhaustion(Path.of(args[0]));
    try (MapDbStore store = MapDbStore.create(run.path)) {
      store.createDatabase("main");
    }
    for (int round = 0; round < ROUNDS; round++) {
      run.round(round);
    }
    System.out.println(run.failed > 0 ? "failed" : "nothing failed");
    try (MapDbStore store = MapDbStore.open(run.path, Access.WRITE);
        Mount mount = Mount.of(store.database("main"), MountOptions.defaults());
        Connection connection = mount.connect()) {
      System.out.println(Sql.one(connection, "PRAGMA integrity_check"));
      int rows = Integer.parseInt(Sql.one(connection, "SELECT count(*) FROM t"));
      // What failed after the store had it is there.
      boolean whole = rows >= run.committed && rows <= run.committed + run.failed;
      System.out.println(whole ? "whole" : rows + " of " + run.committed);
    }
  }

  private void round(int blocks) throws SQLException {
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE);
        Mount mount =
            Mount.of(store.database("main"), new MountOptions(0, MountOptions.Use.READ_WRITE));
        Connection connection = mount.connect()) {
      Sql.run(connection, "CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, a)", INSERT);
      committed++;
      fill();
      for (int block = 0; block < 2 * blocks; block++) {
        ballast.poll();
      }
      insert(connection);
      ballast.clear();
    }
  }

  private void fill() {
    try {
      while (true) {
        ballast.push(new byte[BLOCK_BYTES]);
      }
    } catch (OutOfMemoryError e) {
      // As full as it gets.
    }
  }

  private void insert(Connection connection) {
    try {
      Sql.run(connection, INSERT);
      committed++;
    } catch (SQLException | OutOfMemoryError e) {
      failed++;
    }
  }
}
