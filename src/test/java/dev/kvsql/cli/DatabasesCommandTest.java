package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What shells ask for while somebody types. */
final class DatabasesCommandTest {
  private static final Cli NOTHING = new Cli(0, "", "");

  @TempDir private Path dir = Path.of("");
  private Path path = Path.of("");

  @BeforeEach
  void makeStore() {
    path = dir.resolve("app.kv");
    for (String name : new String[] {"my db", "it's", "main"}) {
      Cli.clean("create", path, "--db", name);
    }
  }

  @Test
  void theDatabasesAreListedLineByLine() throws IOException {
    Snapshot before = Snapshot.of(dir);

    assertThat(Cli.clean("__databases", path)).isEqualTo("it's\nmain\nmy db\n");
    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }

  @Test
  void aStoreThatSomebodyWritesToIsNotWaitedFor() {
    long start = System.nanoTime();

    try (Store store = MapDbStore.open(path, Access.WRITE)) {
      assertThat(store.databases()).hasSize(3);
      assertThat(Cli.run("__databases", path)).isEqualTo(NOTHING);
    }
    assertThat(System.nanoTime() - start).isLessThan(4_000_000_000L);
  }

  @Test
  void nothingIsSaidOfWhatIsNoStore() throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    bytes[8]++;
    Path damaged = Files.write(dir.resolve("damaged.kv"), bytes);
    Path other = Files.writeString(dir.resolve("other.kv"), "no store");

    assertThat(Cli.run("__databases", damaged)).isEqualTo(NOTHING);
    assertThat(Cli.run("__databases", other)).isEqualTo(NOTHING);
    assertThat(Cli.run("__databases", dir)).isEqualTo(NOTHING);
    assertThat(Cli.run("__databases", dir.resolve("missing.kv"))).isEqualTo(NOTHING);
    assertThat(Cli.run("check", damaged).exit()).isEqualTo(3);
  }

  @Test
  void noHelpListsIt() {
    assertThat(Cli.clean("help")).doesNotContain("__databases");
  }
}
