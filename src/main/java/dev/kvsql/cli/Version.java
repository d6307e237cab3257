package dev.kvsql.cli;

import java.io.PrintWriter;
import java.util.Optional;
import org.sqlite.SQLiteJDBCLoader;
import picocli.CommandLine.IVersionProvider;

/** The versions that matter for a bug report. */
final class Version implements IVersionProvider {
  void print(PrintWriter out) {
    for (String line : getVersion()) {
      out.println(line);
    }
    out.flush();
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "kvsql " + implementation(Version.class).orElse("(unpackaged)"),
      "SQLite "
          + implementation(SQLiteJDBCLoader.class).orElseGet(SQLiteJDBCLoader::getVersion)
          + ", Java "
          + System.getProperty("java.runtime.version")
    };
  }

  /** What the manifest of the jar says, which is at hand without opening the jar. */
  private static Optional<String> implementation(Class<?> type) {
    return Optional.ofNullable(type.getPackage().getImplementationVersion());
  }
}
