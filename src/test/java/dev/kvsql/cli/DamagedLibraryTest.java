package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.FindingId;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.damage.library.DamagedStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The damaged library: stores that are kept, each with everything that the commands say of it, from
 * the first check to the undo.
 *
 * <p>{@code -Dkvsql.damaged.write=true} writes what the commands say now, and for stores that are
 * not kept yet the stores; with {@code -Dkvsql.damaged.write=stores} all stores anew. Read the
 * difference as somebody who is called at night: is each finding true, is it as bad as it says, is
 * anything missed, is the next command the right one?
 */
final class DamagedLibraryTest {
  private static final String WRITE = System.getProperty("kvsql.damaged.write", "");
  private static final long MOST_BYTES = 2 << 20;

  @TempDir private Path dir = Path.of("");

  static Stream<LibraryCase> stores() {
    return DamagedStores.all().stream().map(LibraryCase::new);
  }

  @BeforeAll
  static void write() throws Exception {
    for (LibraryCase library : WRITE.isEmpty() ? List.<LibraryCase>of() : stores().toList()) {
      Path temporary = Files.createTempDirectory("library");
      if (WRITE.equals("stores")
          || !Files.exists(LibraryCase.LIBRARY.resolve(library.toString()))) {
        library.store().maker().make(temporary.resolve("made.kv"));
        library.pack(temporary.resolve("made.kv"));
      }
      Path run = Files.createDirectory(temporary.resolve("run"));
      library.writeExpected(LibraryTranscript.of(library, run));
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void theCommandsSayWhatIsWritten(LibraryCase library) throws Exception {
    assertThat(LibraryTranscript.of(library, dir)).isEqualTo(library.expected());
  }

  @ParameterizedTest
  @MethodSource("stores")
  void theStoreIsMadeAgainAsItIsKept(LibraryCase library) throws Exception {
    Path made = dir.resolve("made.kv");
    library.store().maker().make(made);
    Path kept = Files.createDirectory(dir.resolve("kept")).resolve("made.kv");
    library.unpack(kept);

    assertThat(content(made)).isEqualTo(content(kept));
  }

  /** The keys; of what is no store the bytes. */
  private String content(Path store) throws IOException {
    try {
      return StoreKeys.ofRepeatable(store);
    } catch (StoreException e) {
      String problem = String.valueOf(e.getMessage()).replace(store.toString(), "STORE");
      return problem + ", " + Files.size(store) + " bytes";
    }
  }

  @Test
  void everyFindingIsInTwoStoresAtLeast() throws Exception {
    Map<FindingId, Integer> stores = new EnumMap<>(FindingId.class);
    for (LibraryCase library : stores().toList()) {
      String text = library.expected();
      Arrays.stream(FindingId.values())
          .filter(id -> text.contains(" " + id.text() + "  "))
          .forEach(id -> stores.merge(id, 1, Integer::sum));
    }
    assertThat(FindingId.values())
        .filteredOn(id -> id != FindingId.STORE_CHANGED) // that takes a second process
        .allSatisfy(id -> assertThat(stores.getOrDefault(id, 0)).as(id.text()).isGreaterThan(1));
  }

  @Test
  void theLibraryIsSmallAndHasNothingElse() throws Exception {
    assertThat(LibraryCase.libraryBytes()).isLessThan(MOST_BYTES);
    try (Stream<Path> kept = Files.list(LibraryCase.LIBRARY)) {
      assertThat(kept.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrderElementsOf(stores().map(LibraryCase::toString).toList());
    }
  }
}
