package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each table and index takes. */
final class InspectTablesTest {
  private static final String HOSTILE = "表\u001b[31m\u202e\n<script>";

  @TempDir private Path dir = Path.of("");

  @Test
  void everyTableAndIndexIsShownTheLargestFirst() throws Exception {
    Path store =
        Stores.of(
            dir.resolve("app.kv"),
            Damage.pages22()
                .run(
                    "CREATE TABLE w(k TEXT PRIMARY KEY, v) WITHOUT ROWID",
                    "CREATE INDEX \"" + HOSTILE + "\" ON t(id)",
                    "CREATE TABLE \"" + HOSTILE + "2\"(x UNIQUE)",
                    "INSERT INTO \"" + HOSTILE + "2\" VALUES(zeroblob(10000))",
                    "DELETE FROM t WHERE id > 18")
                .put(FileTag.MAIN, 99, new byte[4096])
                .store());
    Stores.of(store, "broken", Damage.pages22().poke(0, 0).store());

    assertThat(Cli.clean("inspect", store, "--tables"))
        .isEqualTo(
            """
            STORE: 2 databases

            broken: no valid header and size, so nothing is known of its tables

            main: 31 pages of 4,096 bytes
                bytes   share  pages  overflow  depth   fill  entries  kind                 name
               77,824   61.3%     19         0      2  69.9%       18  table                t
               16,384   12.9%      4         3      1  61.2%        1  automatic index      \
            sqlite_autoindex_HOSTILE2_1 of HOSTILE2
               12,288    9.7%      3         2      1  81.6%        1  table                HOSTILE2
                4,096    3.2%      1         0      1  12.4%        5  schema               \
            sqlite_schema
                4,096    3.2%      1         0      1   0.2%        0  table without rowid  w
                4,096    3.2%      1         0      1   3.7%       18  index                \
            HOSTILE of t
                8,192    6.5%      2                                   freelist
              126,976  100.0%     31         5                         total
            """
                .replace("STORE", store.toString())
                .replace("HOSTILE", "表\\u001b[31m\\u202e\\n<script>"));
  }

  @Test
  void aDamagedDatabaseIsShownAsFarAsItCanBeRead() throws Exception {
    Path store =
        Stores.of(dir.resolve("app.kv"), Damage.pages22().delete(FileTag.MAIN, 3, 2).store());

    assertThat(Cli.clean("inspect", store, "--tables"))
        .isEqualTo(
            """
            STORE: 1 database

            main: 22 pages of 4,096 bytes
               bytes   share  pages  overflow  depth   fill  entries  kind    name
              86,016   95.5%     21         0      2  72.8%       18  table   t
               4,096    4.5%      1         0      1   4.3%        1  schema  sqlite_schema
              90,112  100.0%     22         0                         total
              the walk met damage in 2 places: pages behind it are counted as not reached
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void mapAndTablesGoTogether() {
    Path store = Stores.small(dir.resolve("app.kv"));

    assertThat(Cli.clean("inspect", store, "--map", "--tables"))
        .isEqualTo(
            """
            STORE: 1 database

            main: main file, 2 chunks, 8,192 bytes
              0  ◆■
              ◆ header and schema  1 chunk  4,096 bytes
              ■ table, leaf        1 chunk  4,096 bytes

            main: 2 pages of 4,096 bytes
              bytes   share  pages  overflow  depth  fill  entries  kind    name
              4,096   50.0%      1         0      1  4.3%        1  schema  sqlite_schema
              4,096   50.0%      1         0      1  0.9%        3  table   t
              8,192  100.0%      2         0                        total
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void jsonIsAsItWasWithTheTablesOfEachDatabaseBesides() throws Exception {
    Path store =
        Stores.of(
            dir.resolve("app.kv"), Damage.database("CREATE TABLE \"" + HOSTILE + "\"(x)").store());
    ObjectMapper mapper = new ObjectMapper();

    ObjectNode with =
        (ObjectNode) mapper.readTree(Cli.clean("inspect", store, "--json", "--tables"));
    JsonNode tables = ((ObjectNode) ((ArrayNode) with.get("databases")).get(0)).remove("tables");

    assertThat(with).isEqualTo(mapper.readTree(Cli.clean("inspect", store, "--json")));
    assertThat(tables)
        .isEqualTo(
            mapper.readTree(
                """
                [{"name":"sqlite_schema","kind":"schema","table":"sqlite_schema","root":1,"entries":1,
                  "bytes":4096,"pages":1,"leafPages":1,"interiorPages":0,"overflowPages":0,"depth":1,
                  "unusedBytes":3894},
                 {"name":"NAME","kind":"table","table":"NAME","root":2,"entries":0,
                  "bytes":4096,"pages":1,"leafPages":1,"interiorPages":0,"overflowPages":0,"depth":1,
                  "unusedBytes":4088}]\
                """
                    .replace("NAME", "表\\u001b[31m\\u202e\\n<script>")));
  }
}
