package dev.kvsql.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sqlite.util.OSInfo;

/**
 * Makes the directory that people run: {@code bin/kvsql}, a Java runtime with just the modules that
 * the program uses, the program with its libraries as one jar, SQLite's library for this platform,
 * and an AOT cache (JEP 483, 514). The build runs it from source, on the JDK that the runtime is
 * made of.
 */
final class BuildImage {
  private final Path image;
  private final Instant time;

  private BuildImage(Path image, Instant time) {
    this.image = image;
    this.time = time;
  }

  /**
   * Arguments: the directory to make, the program's jar with all libraries in it, the directory of
   * what is copied as it is, and the time that files get, as for the build.
   */
  public static void main(String[] args) throws Exception {
    new BuildImage(Path.of(args[0]), Instant.parse(args[3]))
        .build(Path.of(args[1]), Path.of(args[2]));
  }

  private void build(Path program, Path asIs) throws Exception {
    Path lib = image.resolve("lib");
    emptied(lib);
    emptied(image.resolve("bin"));
    copy(asIs);
    Path jar = lib.resolve("kvsql.jar");
    RecentClasses.copy(program, jar);
    // The AOT cache knows the jar by its time, which archives keep as whole seconds.
    Files.setLastModifiedTime(jar, FileTime.from(time));
    copySqlite(lib);
    JavaRuntime runtime = new JavaRuntime(image.resolve("runtime"));
    if (!runtime.isOfThisJdk()) {
      emptied(runtime.home());
      Files.delete(runtime.home());
      runtime.link(jar);
    }
    rehearse();
  }

  /** SQLite for this platform, so that no start has to unpack it. */
  private void copySqlite(Path lib) throws IOException {
    String name = System.mapLibraryName("sqlitejdbc");
    String resource =
        "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/" + name;
    try (InputStream library = OSInfo.class.getResourceAsStream(resource)) {
      if (library == null) {
        throw new IOException("sqlite-jdbc has no library for this platform: " + resource);
      }
      Files.copy(library, lib.resolve(name));
    }
  }

  /** The launcher, and files that it names. */
  private void copy(Path asIs) throws IOException {
    try (Stream<Path> files = Files.walk(asIs)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = image.resolve(asIs.relativize(file).toString());
        Files.copy(
            file, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Runs what people run first; Java writes down which classes that took, ready to use. */
  private void rehearse() throws IOException, InterruptedException {
    Path cache = image.resolve("lib/kvsql.aot").toAbsolutePath();
    Path scratch = Files.createTempDirectory("kvsql-rehearsal-");
    // No profiles: with them the compiler starts on what ends before it would be done.
    ProcessBuilder rehearsal =
        new ProcessBuilder(
                image.resolve("bin/kvsql").toAbsolutePath().toString(),
                "rehearse",
                scratch.toString())
            .redirectErrorStream(true)
            .redirectOutput(scratch.resolve("log").toFile());
    rehearsal
        .environment()
        .put(
            "KVSQL_OPTS",
            "-XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -XX:AOTCacheOutput=" + cache);
    int status = rehearsal.start().waitFor();
    if (status != 0 || !Files.exists(cache)) {
      System.err.println(Files.readString(scratch.resolve("log")));
      throw new IOException("the rehearsal for the AOT cache failed with status " + status);
    }
    emptied(scratch);
    Files.delete(scratch);
  }

  /** A directory without anything in it, made when it is not there. */
  private static void emptied(Path directory) throws IOException {
    Files.createDirectories(directory);
    List<Path> below = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      files.skip(1).forEach(below::add);
    }
    for (Path file : below.reversed()) {
      Files.delete(file);
    }
  }
}
