package dev.kvsql.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workplace leaves its surroundings as they were. */
final class WorkplaceTest {
  @TempDir private Path dir = Path.of("");

  @Test
  void closingRemovesTheWorkplaceAndLeavesItsNeighbours() throws Exception {
    Path neighbour = Files.writeString(dir.resolve("neighbour"), "x");

    try (Workplace place = Workplace.in(dir)) {
      assertThat(place.directory()).hasParent(dir).isEmptyDirectory();
      assertThat(place.directory().getFileName().toString()).startsWith("kvsql-bench-");
      Files.writeString(place.fresh("below").resolve("file"), "x");
    }

    assertThat(dir).isDirectoryNotContaining(path -> !path.equals(neighbour));
  }

  @Test
  void directoriesThatHadToBeMadeGoToo() throws Exception {
    try (Workplace place = Workplace.in(dir.resolve("new/place"))) {
      assertThat(place.directory()).hasParent(dir.resolve("new/place"));
    }

    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void whatSomebodyElsePutThereMeanwhileStays() throws Exception {
    Path foreign = dir.resolve("new/foreign");

    try (Workplace place = Workplace.in(dir.resolve("new/place"))) {
      assertThat(place.directory()).isDirectory();
      Files.writeString(foreign, "x");
    }

    assertThat(foreign).exists();
    assertThat(dir.resolve("new/place")).doesNotExist();
  }

  @Test
  void aFileIsNoPlaceAndStays() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "x");

    assertThatThrownBy(() -> Workplace.in(file)).isInstanceOf(IOException.class);

    assertThat(file).hasContent("x");
  }

  @Test
  void theEnvironmentSaysWhereAndWithWhat() throws Exception {
    try (Workplace place = Workplace.in(dir)) {
      Environment environment = place.environment();

      assertThat(environment.directory()).isEqualTo(dir);
      assertThat(environment.sqlite()).startsWith("3.");
      assertThat(environment.java()).isEqualTo(Runtime.version().toString());
      assertThat(environment.disk()).isEqualTo(Files.getFileStore(dir).name());
      assertThat(environment.fileSystem()).isEqualTo(Files.getFileStore(dir).type());
    }
  }
}
