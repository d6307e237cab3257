package dev.kvsql.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script is its statements, by test. */
final class SqlScriptTest {
  private static final String TEXT =
      """
      PRAGMA threads=0;
      -- begin test 100 two rows
      INSERT INTO t
        VALUES(1, ';'), (2, 'ä');
      SELECT 1; SELECT 2;
      -- end test 100
      -- begin test 110 nothing
      -- begin test 120 an open end
      VACUUM\
      """;

  @TempDir private Path dir = Path.of("");

  @Test
  void testsAreBetweenTheirMarks() throws Exception {
    assertThat(parts(read(TEXT.getBytes(StandardCharsets.UTF_8))))
        .containsExactly(
            ": PRAGMA threads=0;",
            "100 two rows: INSERT INTO t\n  VALUES(1, ';'), (2, 'ä'); | SELECT 1; | SELECT 2;",
            "120 an open end: VACUUM");
  }

  @Test
  void whatFollowsATestIsNotInIt() throws Exception {
    assertThat(
            parts(
                read(
                    "-- begin test a\nSELECT 1;\n-- end test\nSELECT 2;"
                        .getBytes(StandardCharsets.UTF_8))))
        .containsExactly("a: SELECT 1;", ": SELECT 2;");
  }

  @Test
  void aCompressedScriptIsTheSame() throws Exception {
    SqlScript plain = read(TEXT.getBytes(StandardCharsets.UTF_8));

    assertThat(read(compressed(TEXT)).parts()).isEqualTo(plain.parts());
    assertThat(plain.statements()).isEqualTo(5);
  }

  @Test
  void aScriptWithoutStatementsIsRefused() {
    assertThatThrownBy(() -> read("-- nothing\n".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessage(dir.resolve("script") + ": no statement in it");
  }

  @Test
  void aCompressedScriptThatIsCutShortIsRefused() throws Exception {
    byte[] whole = compressed(TEXT);

    assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length - 9)))
        .isInstanceOf(IOException.class)
        .hasMessage(dir.resolve("script") + ": Unexpected end of ZLIB input stream");
  }

  @Test
  void aFileThatIsNotThereIsTold() {
    assertThatThrownBy(() -> SqlScript.read(dir.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void speedtest1IsInTheProgramWithAllItsTests() throws Exception {
    SqlScript script = SqlScript.speedtest1();

    List<String> tests = script.parts().stream().map(SqlScript.Part::test).toList();
    assertThat(tests)
        .hasSize(33)
        .startsWith("", "100 12500 INSERTs into table with no index")
        .endsWith("980 PRAGMA integrity_check", "990 ANALYZE");
    assertThat(script.statements()).isEqualTo(147_625);
  }

  private SqlScript read(byte[] bytes) throws IOException {
    return SqlScript.read(Files.write(dir.resolve("script"), bytes));
  }

  private static byte[] compressed(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private static List<String> parts(SqlScript script) {
    return script.parts().stream()
        .map(part ->
            part.test()
                + ": "
                + String.join(
                    " | ", part.statements().stream().map(statement -> statement.text()).toList()))
        .toList();
  }
}
