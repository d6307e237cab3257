package dev.kvsql.image;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/** A Java runtime with just the modules that the program uses, made by jlink. */
record JavaRuntime(Path home) {

  /** Whether it is there already, made of the JDK that runs this. */
  boolean isOfThisJdk() throws IOException {
    Path release = home.resolve("release");
    return Files.exists(release)
        && Files.readString(release).contains("\"" + System.getProperty("java.version") + "\"")
        && Files.exists(home.resolve("bin/java"));
  }

  /** Makes it, for a program that is one jar. */
  void link(Path program) throws IOException {
    run(
        "jlink",
        "--add-modules",
        modules(program),
        "--output",
        home.toString(),
        "--strip-java-debug-attributes",
        "--compress",
        "zip-6",
        "--generate-cds-archive",
        "--no-header-files",
        "--no-man-pages");
    // The archive for heaps of 32 GiB and more, which the launcher does not ask for.
    Files.deleteIfExists(home.resolve("lib/server/classes_nocoops.jsa"));
  }

  private static String modules(Path program) throws IOException {
    return run(
            "jdeps",
            "--multi-release",
            String.valueOf(Runtime.version().feature()),
            "--ignore-missing-deps",
            "--print-module-deps",
            program.toString())
        .strip();
  }

  private static String run(String name, String... args) throws IOException {
    ToolProvider tool =
        ToolProvider.findFirst(name).orElseThrow(() -> new IOException("this JDK has no " + name));
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    int status = tool.run(writer, writer, args);
    if (status != 0) {
      throw new IOException(name + " failed with status " + status + ": " + out);
    }
    return out.toString();
  }
}
