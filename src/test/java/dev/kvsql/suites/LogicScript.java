package dev.kvsql.suites;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A sqllogictest script.
 *
 * @param name how failures call it: its path, below the folder that it was found in if it was
 */
record LogicScript(String name, List<LogicRecord> records) {
  /**
   * The scripts of a file, or of all files named {@code *.test} or {@code *.test.gz} below a
   * folder.
   *
   * @throws IllegalArgumentException when there are none, or one of them cannot be understood
   */
  static List<LogicScript> at(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      List<LogicScript> found =
          files.filter(LogicScript::isScript).sorted().map(file -> read(place, file)).toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException("no *.test or *.test.gz at " + place);
      }
      return found;
    }
  }

  private static boolean isScript(Path file) {
    String name = file.toString();
    return Files.isRegularFile(file) && (name.endsWith(".test") || name.endsWith(".test.gz"));
  }

  private static LogicScript read(Path place, Path file) {
    String name = (file.equals(place) ? file : place.relativize(file)).toString();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(content(file), StandardCharsets.UTF_8))) {
      return new LogicParser(name, lines.readAllLines()).script();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream content(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
  }
}
