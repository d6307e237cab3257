package dev.kvsql.fuzz;

import dev.kvsql.sqlite.Said;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteErrorCode;

/** A connection to the file and one to the mount, which must say the same to every statement. */
final class TwinConnection implements AutoCloseable {
  private static final String WITHIN = "within a transaction";
  static final String KEEPS_LOCKS = "PRAGMA locking_mode=EXCLUSIVE";

  private final OneSide plain;
  private final OneSide mounted;
  private boolean inTransaction;
  private boolean keepsLocks;

  private TwinConnection(OneSide plain, OneSide mounted) {
    this.plain = plain;
    this.mounted = mounted;
  }

  /**
   * Connects to the first of some databases; the last one is there to be attached.
   *
   * @throws SQLException when neither side lets anybody in, for the same reason; a mount that is
   *     busy is not asked, as it would wait for seconds
   */
  static TwinConnection open(List<TwinDatabase> databases) throws SQLException, IOException {
    TwinDatabase main = databases.getFirst();
    TwinDatabase other = databases.getLast();
    OneSide plain;
    try {
      plain = new OneSide(main.connectFile(), other.fileName());
    } catch (SQLException e) {
      if (e.getErrorCode() != SQLiteErrorCode.SQLITE_BUSY.code) {
        requireMountRefuses(main, e);
      }
      throw e;
    }
    try {
      OneSide mounted = new OneSide(main.connectMount(), other.mountedName());
      TwinConnection both = new TwinConnection(plain, mounted);
      both.say("PRAGMA busy_timeout=0");
      return both;
    } catch (SQLException | RuntimeException e) {
      plain.close();
      throw new AssertionError("the file lets a connection in, the mount does not: " + e, e);
    }
  }

  private static void requireMountRefuses(TwinDatabase database, SQLException asTheFile) {
    try (Connection _ = database.connectMount()) {
      throw new AssertionError("the mount lets a connection in, the file does not: " + asTheFile);
    } catch (SQLException e) {
      same(Said.error(asTheFile), Said.error(e));
    }
  }

  /** Runs a statement on both sides; returns what both said. */
  String say(String sql) {
    String said = same(plain.say(sql), mounted.say(sql));
    keepsLocks |= sql.equals(KEEPS_LOCKS);
    noteTransaction();
    return said;
  }

  /** Reads one row of a query on both sides and stays there; returns what both read. */
  String look(String sql) throws SQLException {
    String seen = same(plain.look(sql), mounted.look(sql));
    noteTransaction();
    return seen;
  }

  /** A transaction that does nothing asks for no lock, and is refused within another one. */
  private void noteTransaction() {
    String said = same(plain.say("BEGIN"), mounted.say("BEGIN"));
    inTransaction = said.contains(WITHIN);
    if (!inTransaction) {
      same(plain.say("COMMIT"), mounted.say("COMMIT"));
    }
  }

  /** Whether everything that this connection wrote must be in the store now. */
  boolean isAtRest() {
    return !inTransaction && !keepsLocks;
  }

  private static String same(String byFile, String byMount) {
    if (!byFile.equals(byMount)) {
      throw new AssertionError("the file says\n" + byFile + "\nand the mount says\n" + byMount);
    }
    return byFile;
  }

  @Override
  public void close() throws SQLException {
    plain.close();
    mounted.close();
  }

  /** One of the two, with the result that it is reading. */
  private static final class OneSide implements AutoCloseable {
    private final Connection connection;
    private final String otherName;
    private final Statement looking;

    /**
     * @param otherName what stands for {@code {1}} in statements
     */
    OneSide(Connection connection, String otherName) throws SQLException {
      this.connection = connection;
      this.otherName = otherName;
      looking = connection.createStatement();
    }

    String say(String sql) {
      return masked(Said.by(connection, sql.replace("{1}", otherName)));
    }

    String look(String sql) {
      try {
        ResultSet rows = looking.executeQuery(sql);
        return rows.next() ? String.valueOf(rows.getString(1)) : "no row";
      } catch (SQLException e) {
        return masked(Said.error(e));
      }
    }

    private String masked(String said) {
      return said.replace(otherName, "{1}");
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
