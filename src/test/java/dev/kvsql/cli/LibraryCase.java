package dev.kvsql.cli;

import dev.kvsql.damage.library.DamagedStore;
import dev.kvsql.damage.library.Making;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A store of the damaged library as it is kept: its file and its redo log, compressed, and what the
 * commands say of it.
 */
record LibraryCase(DamagedStore store) {
  /** Below the directory that the build runs in, so that they can be written anew. */
  static final Path LIBRARY = Path.of("src", "test", "resources", "damaged");

  private static final String EXPECTED = "expected.txt";
  private static final String STORE = "store.kv.gz";
  private static final String LOG = "store.kv.redo.gz";
  private static final String CACHE = "cache.jsonl.gz";

  private Path dir() {
    return LIBRARY.resolve(store.name());
  }

  /** What the commands say. */
  String expected() throws IOException {
    return Files.readString(dir().resolve(EXPECTED));
  }

  void writeExpected(String text) throws IOException {
    Files.createDirectories(dir());
    Files.writeString(dir().resolve(EXPECTED), text, StandardCharsets.UTF_8);
  }

  /** Puts the store that is kept there, with its log if it has one. */
  void unpack(Path path) throws IOException {
    Files.write(path, decompressed(dir().resolve(STORE)));
    if (Files.exists(dir().resolve(LOG))) {
      Files.write(log(path), decompressed(dir().resolve(LOG)));
    }
    if (Files.exists(dir().resolve(CACHE))) {
      Files.write(Making.cacheOf(path), decompressed(dir().resolve(CACHE)));
    }
  }

  /** Keeps the store that is there. */
  void pack(Path path) throws IOException {
    Files.createDirectories(dir());
    Files.write(dir().resolve(STORE), compressed(Files.readAllBytes(path)));
    Files.deleteIfExists(dir().resolve(LOG));
    if (Files.exists(log(path))) {
      Files.write(dir().resolve(LOG), compressed(Files.readAllBytes(log(path))));
    }
    if (Files.exists(Making.cacheOf(path))) {
      Files.write(dir().resolve(CACHE), compressed(Files.readAllBytes(Making.cacheOf(path))));
    }
  }

  private static Path log(Path store) {
    return Path.of(store + ".redo");
  }

  private static byte[] decompressed(Path file) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    }
  }

  private static byte[] compressed(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  /** Bytes of all files that are kept. */
  static long libraryBytes() throws IOException {
    try (Stream<Path> files = Files.walk(LIBRARY)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Override
  public String toString() {
    return store.name();
  }
}
