package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.StoreException;
import dev.kvsql.damage.library.Making;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an operator sees who finds a damaged store: check, the plan, the repair, check again, and
 * undo; then, from the start again, each lossy repair that the first check proposes.
 */
final class LibraryTranscript {
  private static final Pattern LOSSY = Pattern.compile("--allow ([A-Z-]+)");

  private final Path dir;
  private final Path store;
  private final LibraryCase library;
  private final StringBuilder text = new StringBuilder();

  private LibraryTranscript(LibraryCase library, Path dir) {
    this.library = library;
    this.dir = dir;
    store = dir.resolve("app.kv");
  }

  /**
   * Runs every command on a store that is kept.
   *
   * @param dir an empty directory
   */
  static String of(LibraryCase library, Path dir) throws IOException {
    LibraryTranscript transcript = new LibraryTranscript(library, dir);
    transcript.text.append(library.store().story()).append('\n');
    transcript.run();
    return transcript.text.toString();
  }

  private void run() throws IOException {
    library.unpack(store);
    byte[] damaged = Files.readAllBytes(store);
    String before = keys();
    String found = command("check", store);
    command("repair", store);
    assertThat(Files.readAllBytes(store)).as("after check and a plan").isEqualTo(damaged);
    command("repair", store, "--apply", "--yes");
    if (!Files.exists(kept()) && !keys().equals(before)) {
      command("check", store);
    }
    undo(before, damaged);
    if (Files.exists(Making.cacheOf(store))) {
      command("check", store, "--cache", Making.cacheOf(store));
    }
    for (String id :
        new TreeSet<>(LOSSY.matcher(found).results().map(hit -> hit.group(1)).toList())) {
      lossy(id, damaged);
    }
  }

  private Path kept() {
    return dir.resolve("app.kv.damaged");
  }

  private void undo(String before, byte[] damaged) throws IOException {
    for (Path record : undoRecords()) {
      command("undo", store, record);
      Files.delete(record);
    }
    if (Files.exists(kept())) {
      assertThat(Files.readAllBytes(kept())).as("what is kept").isEqualTo(damaged);
    } else {
      assertThat(keys()).as("every key after the undo").isEqualTo(before);
    }
  }

  private List<Path> undoRecords() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files
          .filter(file -> file.getFileName().toString().contains(".undo-"))
          .sorted()
          .toList();
    }
  }

  private void lossy(String id, byte[] damaged) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    library.unpack(store);
    text.append("\n-- once more, with what may be lost --\n");
    command("repair", store, "--apply", "--yes", "--allow", id);
    if (!Arrays.equals(Files.readAllBytes(store), damaged)) {
      command("check", store);
    }
    for (Path record : undoRecords()) {
      command("undo", store, record);
    }
    if (Files.exists(kept())) {
      assertThat(Files.readAllBytes(kept())).as("what is kept").isEqualTo(damaged);
    }
  }

  /** Every key of every database, or why they cannot be read. */
  private String keys() throws IOException {
    Path copy = dir.resolve("copy.kv");
    Files.copy(store, copy, StandardCopyOption.REPLACE_EXISTING);
    Path log = dir.resolve("app.kv.redo");
    if (Files.exists(log)) {
      Files.copy(log, dir.resolve("copy.kv.redo"), StandardCopyOption.REPLACE_EXISTING);
    }
    try {
      return StoreKeys.of(copy);
    } catch (StoreException e) {
      return String.valueOf(e.getMessage());
    } finally {
      Files.deleteIfExists(copy);
      Files.deleteIfExists(dir.resolve("copy.kv.redo"));
    }
  }

  private String command(Object... words) {
    Cli run = Cli.run(words);
    text.append("\n$ kvsql");
    for (Object word : words) {
      text.append(' ').append(word);
    }
    text.append('\n').append(run.out());
    run.err().lines().forEach(line -> text.append("stderr: ").append(line).append('\n'));
    text.append("exit ").append(run.exit()).append('\n');
    String said = text.toString().replace(dir + "/", "");
    text.setLength(0);
    text.append(withoutTimes(said));
    return run.out();
  }

  private static String withoutTimes(String text) {
    Matcher names = Pattern.compile("undo-\\d{8}-\\d{6}").matcher(text);
    return names
        .replaceAll("undo-TIME")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "TIME")
        .replaceAll("; [\\d.]+ [nµm]?s, [\\d.,]+ \\w+ read", "; TIME, BYTES read");
  }
}
