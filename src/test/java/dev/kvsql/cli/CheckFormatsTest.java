package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.mapdb.ForeignDatabase;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports for other programs: JUnit, SARIF, annotations of GitHub. */
final class CheckFormatsTest {
  private static final String KEY_UNKNOWN =
      "expected no other key with first byte 08, found 1 key, the first 0801";

  private static final Validator SARIF =
      new ValidatorFactory().withJsonNodeFactory(new JacksonNode.Factory()).createValidator();
  private static final URI SCHEMA = SARIF.registerSchema(schema());

  @TempDir private Path dir = Path.of("");

  /** A warning and a notice, a recovery that is pending, a store that is none, and a clean one. */
  private void fleet() throws Exception {
    Stores.of(
        dir.resolve("a.kv"), "main", Damage.pages22().key("0801").size(FileTag.JOURNAL, 0).store());
    Stores.of(dir.resolve("a.kv"), "other", Damage.pages22().store());
    Stores.of(
        dir.resolve("b.kv"),
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id = 1").store());
    Files.writeString(dir.resolve("c.kv"), "ruined");
  }

  @Test
  void junitHasASuiteForEachStoreAndACaseForEachDatabase() throws Exception {
    fleet();

    Cli check = Cli.run("check", dir, "--format", "junit", "--level", "quick");

    assertThat(check.exit()).isEqualTo(10);
    assertThat(check.out())
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="kvsql check" tests="4" failures="1" errors="1">
              <testsuite name="DIR/a.kv" tests="2" failures="1" errors="0">
                <testcase name="main" classname="DIR/a.kv">
                  <failure message="1 warn" type="KEY-UNKNOWN">
            warn KEY-UNKNOWN  database: FOUND; repair: manual; \
            try: kvsql dump DIR/a.kv --db main --format jsonl
            </failure>
                  <system-out>
            notice JOURNAL-STALE  journal: expected no file that SQLite ignores, \
            found one without a byte, 0 bytes; repair: safe; \
            try: kvsql repair DIR/a.kv --db main --apply
            </system-out>
                </testcase>
                <testcase name="other" classname="DIR/a.kv">
                </testcase>
              </testsuite>
              <testsuite name="DIR/b.kv" tests="1" failures="0" errors="0">
                <testcase name="main" classname="DIR/b.kv">
                  <system-out>
            recovery-pending JOURNAL-HOT  journal: expected no hot journal, found 2 pages of an \
            unfinished transaction; SQLite rolls it back at the next open; repair: safe; \
            try: kvsql repair DIR/b.kv --apply
            </system-out>
                </testcase>
              </testsuite>
              <testsuite name="DIR/c.kv" tests="1" failures="0" errors="1">
                <testcase name="(store)" classname="DIR/c.kv">
                  <error message="DIR/c.kv: not a store: it does not start as MapDB files do" \
            type="failed"></error>
                </testcase>
              </testsuite>
            </testsuites>
            """
                .replace("FOUND", KEY_UNKNOWN)
                .replace("DIR", dir.toString()));
    assertValidJunit(check.out());
  }

  @Test
  void githubGetsAnAnnotationForEachFindingWorstFirst() throws Exception {
    fleet();

    Cli check = Cli.run("check", dir, "--format", "github", "--level", "quick");

    assertThat(Fleet.withoutEffort(check.out()))
        .isEqualTo(
            """
            ::error file=DIR/c.kv,title=failed::\
            DIR/c.kv: not a store: it does not start as MapDB files do
            ::warning file=DIR/a.kv,title=KEY-UNKNOWN::DIR/a.kv main, database: FOUND%0A\
            try: kvsql dump DIR/a.kv --db main --format jsonl
            ::notice file=DIR/a.kv,title=JOURNAL-STALE::DIR/a.kv main, journal: \
            expected no file that SQLite ignores, found one without a byte, 0 bytes%0A\
            try: kvsql repair DIR/a.kv --db main --apply
            ::warning file=DIR/b.kv,title=JOURNAL-HOT::DIR/b.kv main, journal: \
            expected no hot journal, found 2 pages of an unfinished transaction; \
            SQLite rolls it back at the next open%0Atry: kvsql repair DIR/b.kv --apply
            3 databases: 1 clean, 1 with findings (1 warn, 1 notice), 1 with a recovery pending; \
            1 store: 1 failed; TIME, SIZE read
            """
                .replace("FOUND", KEY_UNKNOWN)
                .replace("DIR", dir.toString()));
  }

  @Test
  void githubShowsTenOfAKindSoTheOthersAreCounted() throws Exception {
    Path store = dir.resolve("50%,a:b.kv");
    for (int i = 10; i < 25; i++) {
      Fleet.warned(store, "d" + i);
    }

    Cli check = Cli.run("check", store, "--format", "github", "--level", "quick");

    String name = dir + "/50%25%2Ca%3Ab.kv";
    List<String> lines = check.out().lines().toList();
    assertThat(lines).hasSize(12);
    assertThat(lines.subList(0, 10))
        .allMatch(line -> line.startsWith("::warning file=" + name + ",title=KEY-UNKNOWN::"));
    assertThat(lines.getFirst()).contains("::" + dir + "/50%25,a:b.kv d10, database: ");
    assertThat(lines.get(10))
        .isEqualTo(
            "::notice title=kvsql check::5 more annotations left out; --format text or json has"
                + " everything");
    assertThat(lines.get(11)).startsWith("15 databases: 15 with findings (15 warn); ");
  }

  @Test
  void sarifSaysWhatWasFoundWhere() throws Exception {
    fleet();

    Cli check = Cli.run("check", dir, "--format", "sarif", "--level", "quick");

    JsonNode run = new ObjectMapper().readTree(check.out()).at("/runs/0");
    assertValidSarif(check.out());
    assertThat(run.at("/invocations/0").toPrettyString())
        .isEqualTo(
            """
            {
              "executionSuccessful" : false,
              "exitCode" : 10,
              "toolExecutionNotifications" : [ {
                "level" : "error",
                "message" : {
                  "text" : "DIR/c.kv: DIR/c.kv: not a store: it does not start as MapDB files do"
                },
                "locations" : [ {
                  "physicalLocation" : {
                    "artifactLocation" : {
                      "uri" : "file://DIR/c.kv"
                    }
                  },
                  "logicalLocations" : [ {
                    "fullyQualifiedName" : "DIR/c.kv"
                  } ]
                } ]
              } ]
            }\
            """
                .replace("DIR", dir.toString()));
    JsonNode first = run.at("/results/0");
    assertThat(first.get("ruleId").asText()).isEqualTo("KEY-UNKNOWN");
    assertThat(run.at("/tool/driver/rules").get(first.get("ruleIndex").asInt()).get("id"))
        .isEqualTo(first.get("ruleId"));
    assertThat(first.get("level").asText()).isEqualTo("warning");
    assertThat(first.at("/message/text").asText())
        .isEqualTo(
            "database: "
                + KEY_UNKNOWN
                + "; repair: manual; try: kvsql dump "
                + dir
                + "/a.kv --db main --format jsonl");
    assertThat(first.at("/locations/0/logicalLocations/0/fullyQualifiedName").asText())
        .isEqualTo(dir + "/a.kv/main");
    assertThat(run.at("/results/1/level").asText()).isEqualTo("note");
    assertThat(run.get("results")).hasSize(3);
    assertThat(run.at("/automationDetails/id").asText()).isEqualTo("kvsql/check/");
  }

  @Test
  void sarifKnowsAFindingAgainAndShardsApart() throws Exception {
    Path store = Stores.orphans(dir.resolve("a store.kv"));

    JsonNode once = sarif(store, "--level", "quick").at("/results/0");
    JsonNode again = sarif(store, "--shard", "1/1").at("/results/0");

    assertThat(once.get("partialFingerprints")).isEqualTo(again.get("partialFingerprints"));
    assertThat(once.at("/locations/0/physicalLocation/artifactLocation/uri").asText())
        .isEqualTo("file://" + dir + "/a%20store.kv");
    assertThat(once.at("/locations/0/logicalLocations/0/fullyQualifiedName").asText())
        .isEqualTo(dir + "/a store.kv/main/main/chunk 30");
    assertThat(once.at("/properties/offset").asLong()).isEqualTo(30 * 4096);
    assertThat(sarif(store, "--shard", "1/1").at("/automationDetails/id").asText())
        .isEqualTo("kvsql/check/shard-1-of-1/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "junit", "sarif", "github"})
  void whatAStoreHoldsCommandsNobody(String format) throws Exception {
    Path store = dir.resolve("a.kv");
    ForeignDatabase.add(
        store,
        "\u001b[2J<x>&amp;\"]]>\u0000\u0085\u202e\ufffe\n::error::boo\r[a](http://x)",
        Damage.pages22().key("0801").store());

    Cli check = Cli.run("check", store, "--format", format, "--level", "quick");

    assertThat(check.exit()).isEqualTo(3);
    assertThat(check.out().replace("\n", ""))
        .doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f\\u202e]");
    assertThat(check.out().lines().filter(line -> line.startsWith("::error"))).isEmpty();
    switch (format) {
      case "json" -> new ObjectMapper().readTree(check.out());
      case "sarif" -> assertValidSarif(check.out());
      case "junit" -> assertValidJunit(check.out());
      default -> {}
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"junit", "sarif", "github", "json"})
  void anEmptyShardIsAReportToo(String format) throws Exception {
    Path store = Fleet.sound(dir, 1).getFirst();
    List<String> reports = new ArrayList<>();
    for (String shard : List.of("1/2", "2/2")) {
      reports.add(Cli.clean("check", store, "--shard", shard, "--format", format));
    }
    for (String report : reports) {
      switch (format) {
        case "junit" -> assertValidJunit(report);
        case "sarif" -> assertValidSarif(report);
        default -> assertThat(report).isNotEmpty();
      }
    }
  }

  @Test
  void aFormatOrThresholdThatIsNoneIsRefusedInSmallLetters() throws Exception {
    Path store = Fleet.sound(dir, 1).getFirst();

    Cli.run("check", store, "--format", "xml")
        .assertRefused(
            2,
            "kvsql check: Invalid value for option '--format': expected one of [text, json, junit,"
                + " sarif, github] (case-insensitive) but was 'xml'; try: kvsql check --help");
    Cli.run("check", store, "--fail-on", "incomplete")
        .assertRefused(
            2,
            "kvsql check: Invalid value for option '--fail-on': expected one of [fatal, error, warn,"
                + " notice] (case-insensitive) but was 'incomplete'; try: kvsql check --help");
    Cli.run("check", store, "--level", "deep")
        .assertRefused(
            2,
            "kvsql check: Invalid value for option '--level': expected one of [quick, full]"
                + " (case-insensitive) but was 'deep'; try: kvsql check --help");
  }

  private JsonNode sarif(Path store, Object... options) throws Exception {
    List<Object> args = new ArrayList<>(List.of("check", store, "--format", "sarif"));
    args.addAll(List.of(options));
    Cli check = Cli.run(args.toArray());
    assertValidSarif(check.out());
    return new ObjectMapper().readTree(check.out()).at("/runs/0");
  }

  private static void assertValidJunit(String xml) throws Exception {
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(Path.of("src/test/resources/junit/junit.xsd").toFile())
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
  }

  private static void assertValidSarif(String json) {
    assertThat(SARIF.validate(SCHEMA, json).getErrors()).isEmpty();
  }

  private static String schema() {
    try {
      return Files.readString(Path.of("src/test/resources/sarif/sarif-2.1.0-rtm.5.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
