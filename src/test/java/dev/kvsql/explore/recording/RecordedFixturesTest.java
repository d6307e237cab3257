package dev.kvsql.explore.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KvDump;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.inspect.RivetFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Rivet's released package did to its store, and what it left there. */
final class RecordedFixturesTest {
  private static final HexFormat HEX = HexFormat.of();

  static Stream<RivetFixture> fixtures() {
    return RivetFixture.all();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void theModelEndsWithTheKeysAndLengthsOfTheStore(RivetFixture fixture) throws Exception {
    Map<String, Integer> stored = new TreeMap<>();
    try (KvDump.Reader dump = new KvDump.Reader(Files.newInputStream(fixture.dump()))) {
      for (var next = dump.next(); next.isPresent(); next = dump.next()) {
        stored.put(HEX.formatHex(next.get().key()), next.get().value().length);
      }
    }
    Map<String, Integer> model = new TreeMap<>();
    replayed(fixture).keys().forEach((key, bytes) -> model.put(HEX.formatHex(key), bytes));
    assertThat(model).isEqualTo(stored);
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void theSizeInTheStoreIsWithinWhatTheModelKnows(RivetFixture fixture) throws Exception {
    OperationReplay replay = replayed(fixture);
    JsonNode sizes = fixture.expected().get("meta_sizes");
    for (FileTag file : FileTag.values()) {
      JsonNode size = sizes.path(HEX.formatHex(StoreKey.meta(file)));
      assertThat(replay.file(file).isPresent()).isEqualTo(!size.isMissingNode());
      replay
          .file(file)
          .ifPresent(end ->
              assertThat(size.asLong()).isBetween(end.size().atLeast(), end.size().atMost()));
    }
  }

  private static OperationReplay replayed(RivetFixture fixture) throws IOException {
    OperationReplay replay = new OperationReplay();
    try (RecordedOperations operations = RecordedOperations.open(fixture.recording())) {
      for (var next = operations.next(); next.isPresent(); next = operations.next()) {
        replay.apply(operations.line(), next.get());
      }
    }
    replay.finish();
    return replay;
  }
}
