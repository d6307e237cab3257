package dev.kvsql.bench;

import dev.kvsql.sqlite.StatementSplitter;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Statements that are timed as text, one after the other, as a file has them.
 *
 * <p>A line {@code -- begin test NAME} begins a test, which has all statements that end before
 * {@code -- end test}, the next test, or the end of the file.
 *
 * @param name what messages call it
 * @param parts the tests, and the statements before, between and after them; none is empty
 */
public record SqlScript(String name, List<Part> parts) {
  private static final String SPEEDTEST1 = "speedtest1-size25.sql.gz";
  private static final Pattern MARK =
      Pattern.compile("-- (?:begin test (.*\\S)|end test\\b.*)\\s*");
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * Some statements.
   *
   * @param test what test they are; empty when they are none
   */
  record Part(String test, List<StatementSplitter.Statement> statements) {}

  /**
   * SQLite's own benchmark: what its program speedtest1 (test/speedtest1.c of SQLite's sources,
   * public domain) runs with {@code --size 25 --testset main}. There, values are bound to
   * statements that are used again; here each statement is text, on every side.
   *
   * @throws IOException when the program lacks it
   */
  static SqlScript speedtest1() throws IOException {
    try (InputStream in = SqlScript.class.getResourceAsStream(SPEEDTEST1)) {
      if (in == null) {
        throw new FileNotFoundException(SPEEDTEST1 + " is missing from the program");
      }
      return read(SPEEDTEST1, in);
    }
  }

  /**
   * Reads a script; memory for all of it.
   *
   * @param file UTF-8, maybe compressed with gzip
   * @throws IOException when the file cannot be read or has no statement
   */
  public static SqlScript read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in);
    }
  }

  private static SqlScript read(String name, InputStream in) throws IOException {
    List<Part> parts = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(unzipped(in), StandardCharsets.UTF_8))) {
      read(lines, parts);
    } catch (IOException e) {
      throw new IOException(name + ": " + e.getMessage(), e);
    }
    parts.removeIf(part -> part.statements().isEmpty());
    if (parts.isEmpty()) {
      throw new IOException(name + ": no statement in it");
    }
    return new SqlScript(name, List.copyOf(parts));
  }

  private static void read(BufferedReader lines, List<Part> parts) throws IOException {
    StatementSplitter splitter = new StatementSplitter();
    parts.add(new Part("", new ArrayList<>()));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher mark = MARK.matcher(line);
      if (mark.matches()) {
        String test = mark.group(1);
        parts.add(new Part(test == null ? "" : test, new ArrayList<>()));
      }
      splitter.feed(line + "\n");
      Optional<StatementSplitter.Statement> next = splitter.next();
      while (next.isPresent()) {
        parts.getLast().statements().add(next.get());
        next = splitter.next();
      }
    }
    splitter.rest().ifPresent(parts.getLast().statements()::add);
  }

  private static InputStream unzipped(InputStream source) throws IOException {
    PushbackInputStream in = new PushbackInputStream(source, 2);
    byte[] start = in.readNBytes(2);
    in.unread(start);
    boolean gzip = start.length == 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
    return gzip ? new GZIPInputStream(in, BUFFER_BYTES) : in;
  }

  /** How many statements it has. */
  int statements() {
    return parts.stream().mapToInt(part -> part.statements().size()).sum();
  }
}
