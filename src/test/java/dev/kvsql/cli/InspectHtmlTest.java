package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.damage.library.DamagedStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A store as one HTML page, as text; what a browser makes of it is tested elsewhere. */
final class InspectHtmlTest {
  @TempDir private Path dir = Path.of("");

  @Test
  void thePageSaysWhichDatabasesItShowsAndHowDeepTheyWereChecked() throws Exception {
    Path store = Stores.of(dir.resolve("app.kv"), Damage.pages22().store());
    Stores.of(store, "second", Damage.empty().store());

    String quick = page(store);

    assertThat(quick)
        .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
        .endsWith("</html>\n")
        .contains("<span class=\"verdict v-clean\">clean</span>")
        .contains("<span>check of level quick</span>")
        .contains("<h2>Database <bdi>main</bdi></h2>", "<h2>Database <bdi>second</bdi></h2>")
        .contains("<p>No file.</p>");
    assertThat(page(store, "--level", "full", "--db", "second"))
        .contains("<span>check of level full</span>", "<span>1 database</span>")
        .doesNotContain("<bdi>main</bdi>");
  }

  @Test
  void aFindingLeadsToItsCellAndTheCellToTheFinding() throws Exception {
    Path store =
        Stores.of(dir.resolve("app.kv"), Damage.pages22().resize(FileTag.MAIN, 9, 2, 96).store());

    assertThat(page(store))
        .contains("<a href=\"#d1mainc9\">main chunks 9-10 (byte 36864)</a>")
        .contains(
            "<a class=\"c mark k-short\" id=\"d1mainc9\" href=\"#d1f1\" tabindex=\"-1\""
                + " title=\"chunk 9 · 96 bytes · too short · t · CHUNK-SHORT\"></a>")
        .contains("<li id=\"d1f1\" class=\"finding f-error\">")
        .contains("<code>kvsql dump " + store + " 9-10</code>");
  }

  @Test
  void anEmptyStoreHasAPage() throws Exception {
    Path store = dir.resolve("app.kv");
    Cli.clean("create", store);

    assertThat(page(store)).contains("Nothing was found.", "No chunk to show.");
  }

  @Test
  void millionsOfChunksAreStillASmallPage() throws Exception {
    Damage database =
        Damage.pages22().size(FileTag.MAIN, 5_000_000L * 4096).size(FileTag.WAL, 1L << 40);
    for (int chunk = 6_000_000; chunk < 6_000_400; chunk += 2) {
      database.put(FileTag.MAIN, chunk, new byte[1]);
    }
    Path store = Stores.of(dir.resolve("app.kv"), database.store());

    assertThat(page(store).length()).isLessThan(3_000_000);
  }

  static Stream<LibraryCase> library() {
    return DamagedStores.all().stream().map(LibraryCase::new);
  }

  @ParameterizedTest
  @MethodSource("library")
  void everyDamagedStoreThatCanBeInspectedHasItsPictures(LibraryCase library) throws Exception {
    Path store = dir.resolve("app.kv");
    Path page = dir.resolve("page.html");
    library.unpack(store);
    Cli plain = Cli.run("inspect", store);

    Cli pictures = Cli.run("inspect", store, "--map", "--tables");
    Cli html = Cli.run("inspect", store, "--html", page);

    assertThat(pictures.exit()).isEqualTo(plain.exit());
    assertThat(pictures.err()).isEqualTo(plain.err());
    assertThat(html).isEqualTo(new Cli(plain.exit(), "", plain.err()));
    assertThat(Files.exists(page)).isEqualTo(plain.exit() == 0);
  }

  @Test
  void aPageThatIsThereStaysAsItIs() throws Exception {
    Path store = Stores.small(dir.resolve("app.kv"));
    Path page = Files.writeString(dir.resolve("page.html"), "kept");

    Cli.run("inspect", store, "--html", page)
        .assertRefused(
            2,
            "kvsql inspect: " + page + ": exists already; choose another name or remove it first");
    assertThat(page).hasContent("kept");
  }

  @Test
  void aPageHasEverythingSoOtherFormsDoNotGoWithIt() {
    Path store = Stores.small(dir.resolve("app.kv"));
    for (String other : new String[] {"--map", "--tables", "--json"}) {
      Cli.run("inspect", store, other, "--html", dir.resolve("page.html"))
          .assertRefused(
              2,
              "kvsql inspect: --html has everything, and goes with none of --map, --tables,"
                  + " --json");
    }
    Cli.run("inspect", store, "--level", "full")
        .assertRefused(2, "kvsql inspect: --level is of the check that --html makes: use both");
  }

  private String page(Object... command) throws Exception {
    Path page = dir.resolve("page.html");
    Files.deleteIfExists(page);
    Object[] words = new Object[command.length + 3];
    words[0] = "inspect";
    System.arraycopy(command, 0, words, 1, command.length);
    words[command.length + 1] = "--html";
    words[command.length + 2] = page;
    assertThat(Cli.clean(words)).isEmpty();
    return Files.readString(page);
  }
}
