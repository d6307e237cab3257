package dev.kvsql.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kvsql.chunk.KvDump;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.file.DatabaseImport;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A store that Rivet's released package wrote: a KV dump, the SQL that made it, and what Rivet said
 * about it.
 */
public record RivetFixture(String name) {
  /** Every fixture there is. */
  public static Stream<RivetFixture> all() {
    return Stream.of(
            "basic-rows",
            "hot-journal-mid-commit",
            "journal-persist",
            "page1024-batch-write-loss",
            "truncate-interrupted-orphans",
            "vacuum-shrink-aligned")
        .map(RivetFixture::new);
  }

  /** The KV dump, compressed. */
  public Path dump() {
    return file("kv.jsonl.gz");
  }

  /** Every key-value operation that Rivet made, compressed. */
  public Path recording() {
    return file("ops.jsonl.gz");
  }

  /** What a replay of them says, as JSON. */
  public String replay() throws IOException {
    return Files.readString(file("explore-ops.json"));
  }

  /** The statements that Rivet ran. */
  public String workload() throws IOException {
    return Files.readString(file("workload.sql"));
  }

  /** What Rivet found: sizes, chunk counts and rows. */
  public JsonNode expected() throws IOException {
    return new ObjectMapper().readTree(file("expect.json").toFile());
  }

  /** The dump as a database in memory. */
  public MemoryChunkStore load() throws IOException {
    MemoryChunkStore store = new MemoryChunkStore();
    try (KvDump.Reader reader = new KvDump.Reader(Files.newInputStream(dump()))) {
      DatabaseImport.dump(reader, store);
    }
    return store;
  }

  private Path file(String file) {
    URL resource = RivetFixture.class.getResource("/rivet/" + name + "/" + file);
    try {
      return Path.of(Objects.requireNonNull(resource, file).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
