package dev.kvsql.cli;

import org.sqlite.SQLiteJDBCLoader;
import picocli.CommandLine.IVersionProvider;

/** The versions that matter for a bug report. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "kvsql " + (version == null ? "(unpackaged)" : version),
      "SQLite " + SQLiteJDBCLoader.getVersion() + ", Java " + Runtime.version()
    };
  }
}
