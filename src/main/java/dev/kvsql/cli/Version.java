package dev.kvsql.cli;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import picocli.CommandLine.IVersionProvider;

/** The versions that matter for a bug report. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "kvsql " + (version == null ? "(unpackaged)" : version),
      "SQLite " + sqlite() + ", Java " + Runtime.version()
    };
  }

  private static String sqlite() {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      return connection.getMetaData().getDatabaseProductVersion();
    } catch (SQLException | LinkageError e) {
      return "unknown (" + e.getMessage() + ")";
    }
  }
}
