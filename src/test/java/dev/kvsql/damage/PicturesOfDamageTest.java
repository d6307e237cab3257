package dev.kvsql.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.CheckReport;
import dev.kvsql.check.Level;
import dev.kvsql.check.Severity;
import dev.kvsql.check.StoreCheck;
import dev.kvsql.chunk.Seeds;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.inspect.ChunkKind;
import dev.kvsql.inspect.ChunkMap;
import dev.kvsql.inspect.DatabaseInspection;
import dev.kvsql.inspect.FoldedMap;
import dev.kvsql.inspect.StoreInspection;
import dev.kvsql.inspect.TableSpace;
import dev.kvsql.render.Glyphs;
import dev.kvsql.render.MapRender;
import dev.kvsql.render.Style;
import dev.kvsql.render.TablesRender;
import dev.kvsql.render.html.StorePage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every damaged store has its pictures: whatever lies in it, no page and no chunk is forgotten. */
final class PicturesOfDamageTest {
  private static final int STORES = 120;

  @TempDir private static Path dir = Path.of("");

  @Test
  void everyDamagedStoreHasItsMapsItsTablesAndItsPage() throws Exception {
    List<BaseDatabase> bases = BaseDatabases.make();
    List<String> failures = new ArrayList<>();
    Seeds.of(STORES)
        .forEach(seed -> {
          CorruptedStore corrupted = CorruptedStore.of(bases, seed, dir);
          try (Store store = corrupted.open(Access.READ)) {
            verify(store);
          } catch (IOException | AssertionError | RuntimeException e) {
            failures.add(corrupted + "\n" + e);
          } finally {
            corrupted.remove();
          }
        });

    assertThat(failures).isEmpty();
  }

  private static void verify(Store store) throws IOException {
    StoreInspection inspection =
        StoreInspection.of(store, store.databases(), DatabaseInspection.Detail.OWNERS);
    inspection.databases().forEach(PicturesOfDamageTest::verify);
    CheckReport check = StoreCheck.of(store, store.databases(), Level.QUICK, Severity.WARN);
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    new MapRender(80, Style.PLAIN, Glyphs.UNICODE, printer).text(inspection);
    TablesRender.text(inspection, Style.PLAIN, printer);
    assertThat(out.toString()).startsWith("\nmain: ");
    StringWriter page = new StringWriter();
    StorePage.write(inspection, check, Level.QUICK, Instant.EPOCH, page);
    assertThat(page.toString())
        .endsWith("</html>\n")
        .hasSizeLessThan(4_000_000)
        .contains("<span class=\"verdict v-" + check.verdict().text());
  }

  private static void verify(DatabaseInspection database) {
    for (ChunkMap map : database.maps()) {
      FoldedMap folded = FoldedMap.of(map, 50, 5);
      long within =
          folded.totals().entrySet().stream()
              .filter(total -> total.getKey() != ChunkKind.ORPHAN)
              .mapToLong(total -> total.getValue().chunks())
              .sum();
      assertThat(within).as(map.file().file() + " chunks").isEqualTo(map.file().expectedChunks());
      assertThat(folded.within().cells().size()).isLessThanOrEqualTo(50);
      assertThat(folded.past().cells().size()).isLessThanOrEqualTo(5);
    }
    database
        .space()
        .ifPresent(space -> {
          long ofTrees = space.tables().stream().mapToLong(TableSpace::pages).sum();
          assertThat(ofTrees).isLessThanOrEqualTo(space.census().pageCount());
          assertThat(space.tables())
              .allMatch(tree -> tree.unusedBytes() >= 0 && tree.unusedBytes() <= tree.bytes());
        });
  }
}
