package dev.kvsql.suites;

import dev.kvsql.sqlite.StatementSplitter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** SQLite's speedtest1 as a script, which {@code kvsql bench} runs as well. */
final class Speedtest {
  private static final String SCRIPT = "/dev/kvsql/bench/speedtest1-size25.sql.gz";

  private Speedtest() {}

  static List<StatementSplitter.Statement> statements() throws IOException {
    StatementSplitter splitter = new StatementSplitter();
    try (InputStream script =
        new GZIPInputStream(
            Objects.requireNonNull(Speedtest.class.getResourceAsStream(SCRIPT), SCRIPT))) {
      splitter.feed(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
    List<StatementSplitter.Statement> found = new ArrayList<>();
    for (var next = splitter.next(); next.isPresent(); next = splitter.next()) {
      found.add(next.get());
    }
    return found;
  }
}
