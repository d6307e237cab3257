package dev.kvsql.fuzz;

import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.sqlite.Mount;
import dev.kvsql.sqlite.MountOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A program whose threads work at a bank in a store until it is killed. It prints {@code writer
 * number} for each commit that has returned.
 */
final class BankProcess implements BankThreads.Teller {
  private final PrintStream out = System.out;
  private final Path store;
  private final String mode;
  private final String synchronous;

  private BankProcess(Path store, String mode, String synchronous) {
    this.store = store;
    this.mode = mode;
    this.synchronous = synchronous;
  }

  /** Arguments: the store, the journal mode, what synchronous is, and a seed. */
  public static void main(String[] arguments) throws SQLException {
    Path store = Path.of(arguments[0]);
    // A killed process leaves the driver's library behind; there the test removes it.
    System.setProperty("org.sqlite.tmpdir", String.valueOf(store.getParent()));
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    warmUp();
    BankProcess process = new BankProcess(store, arguments[1], arguments[2]);
    process.out.println("opens");
    new BankThreads(process, Long.parseLong(arguments[3])).start();
  }

  /** Loads what takes long to load, so that a process can be killed as it opens the store. */
  private static void warmUp() throws SQLException {
    try (Mount mount = Mount.of(new MemoryChunkStore(), MountOptions.defaults());
        Connection warm = mount.connect()) {
      Bank.run(warm, "CREATE TABLE t(a)");
    }
  }

  @Override
  public Connection connect() throws SQLException {
    return settled(Mount.open(store, "main"), mode, synchronous);
  }

  /** So few pages in memory that some transactions do not fit, and little patience. */
  static Connection settled(Connection connection, String mode, String synchronous)
      throws SQLException {
    try {
      Bank.run(
          connection,
          "PRAGMA busy_timeout=300",
          "PRAGMA journal_mode=" + mode,
          "PRAGMA synchronous=" + synchronous,
          "PRAGMA cache_size=12",
          "PRAGMA wal_autocheckpoint=50");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void committed(int writer, int number) {
    out.println(writer + " " + number);
  }

  @Override
  public boolean mayFail(Exception failure) {
    return false;
  }

  @Override
  public void broken(String what) {
    out.println("broken: " + what);
  }

  /** Nobody reads any more when the test itself was killed. */
  @Override
  public boolean isOpen() {
    return !out.checkError();
  }
}
