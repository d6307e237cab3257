package dev.kvsql.render;

import static dev.kvsql.render.Printed.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FramedPrinterTest {

  private static final Printed PEOPLE =
      Printed.of("id", "name", "score")
          .with(1, "Ada", 0.1)
          .with(20_000_000_000L, null, -1e100)
          .with(3, "Böb", null);

  private static final Printed NOTHING = Printed.of("id", "名前");

  @Test
  void tableFramesInAscii() {
    assertThat(PEOPLE.as(RowMode.TABLE))
        .isEqualTo(
            """
            +-------------+------+-----------+
            |          id | name |     score |
            +-------------+------+-----------+
            |           1 | Ada  |       0.1 |
            | 20000000000 | NULL | -1.0e+100 |
            |           3 | Böb  |      NULL |
            +-------------+------+-----------+
            """);
  }

  @Test
  void boxFramesInBoxDrawing() {
    assertThat(PEOPLE.as(RowMode.BOX))
        .isEqualTo(
            """
            ┌─────────────┬──────┬───────────┐
            │          id │ name │     score │
            ├─────────────┼──────┼───────────┤
            │           1 │ Ada  │       0.1 │
            │ 20000000000 │ NULL │ -1.0e+100 │
            │           3 │ Böb  │      NULL │
            └─────────────┴──────┴───────────┘
            """);
  }

  @Test
  void markdownSaysItsAlignments() {
    assertThat(PEOPLE.as(RowMode.MARKDOWN))
        .isEqualTo(
            """
            |          id | name |     score |
            |------------:|------|----------:|
            |           1 | Ada  |       0.1 |
            | 20000000000 | NULL | -1.0e+100 |
            |           3 | Böb  |      NULL |
            """);
  }

  @Test
  void aTableWithoutRowsIsItsHeaderFramed() {
    assertThat(NOTHING.as(RowMode.TABLE))
        .isEqualTo(
            """
            +----+------+
            | id | 名前 |
            +----+------+
            """);
  }

  @Test
  void aBoxWithoutRowsIsItsHeaderFramed() {
    assertThat(NOTHING.as(RowMode.BOX))
        .isEqualTo(
            """
            ┌────┬──────┐
            │ id │ 名前 │
            └────┴──────┘
            """);
  }

  @Test
  void markdownWithoutRowsIsStillATable() {
    assertThat(NOTHING.as(RowMode.MARKDOWN))
        .isEqualTo(
            """
            | id | 名前 |
            |----|------|
            """);
  }

  @Test
  void cellsAreAsWideAsTheyLook() {
    Printed wide =
        Printed.of("text", "n").with("漢字", 1).with("😀", 2).with("e\u0301a\u0308", 3).with("", 4);

    assertThat(wide.as(RowMode.TABLE))
        .isEqualTo(
            """
            +------+---+
            | text | n |
            +------+---+
            | 漢字 | 1 |
            | 😀   | 2 |
            | e\u0301a\u0308   | 3 |
            |      | 4 |
            +------+---+
            """);
  }

  @Test
  void controlCharactersBreakNeitherFrameNorTerminal() {
    Printed hostile =
        Printed.of("a\nb").with("x\ty\r\n").with("\u001b[2J").with("\u202eabc\u2069").with("C:\\n");

    assertThat(hostile.as(RowMode.BOX))
        .isEqualTo(
            """
            ┌─────────────────┐
            │ a\\nb            │
            ├─────────────────┤
            │ x\\ty\\r\\n        │
            │ \\u001b[2J       │
            │ \\u202eabc\\u2069 │
            │ C:\\n            │
            └─────────────────┘
            """);
  }

  @Test
  void blobsAreWrittenWholeAsLiterals() {
    Printed blobs = Printed.of("blob").with(new byte[] {0x0a, 0x1b, -1}).with(new byte[0]);

    assertThat(blobs.as(RowMode.TABLE))
        .isEqualTo(
            """
            +-----------+
            | blob      |
            +-----------+
            | X'0A1BFF' |
            | X''       |
            +-----------+
            """);
  }

  @Test
  void aColumnOfNumbersAndTextIsAlignedLeftAndOneOfNullsToo() {
    Printed mixed = Printed.of("mixed", "nulls").with(1, null).with("two", null);

    assertThat(mixed.as(RowMode.TABLE, new RowOptions("-", Escaping.NONE)))
        .isEqualTo(
            """
            +-------+-------+
            | mixed | nulls |
            +-------+-------+
            | 1     | -     |
            | two   | -     |
            +-------+-------+
            """);
  }

  @Test
  void markdownKeepsBarsInsideTheirCell() {
    assertThat(Printed.of("a|b").with("x|y|z").as(RowMode.MARKDOWN))
        .isEqualTo(
            """
            | a\\|b    |
            |---------|
            | x\\|y\\|z |
            """);
  }

  @Test
  void theNullTextIsMadeSafeToo() {
    assertThat(
            Printed.of("a")
                .with((Object) null)
                .as(RowMode.TABLE, new RowOptions("\u001b", Escaping.NONE)))
        .isEqualTo(
            """
            +--------+
            | a      |
            +--------+
            | \\u001b |
            +--------+
            """);
  }

  @ParameterizedTest
  @EnumSource(names = {"TABLE", "BOX", "MARKDOWN"})
  void rowsBeyondTheMeasuredOnesArePrintedAtOnceWithTheWidthsFound(RowMode mode) {
    StringWriter text = new StringWriter();
    RowPrinter printer = RowPrinter.of(mode, new PrintWriter(text), new RowOptions(Escaping.NONE));
    printer.begin(List.of("n"));
    for (int i = 1; i < FramedPrinter.MEASURED_ROWS; i++) {
      printer.row(row(i));
    }
    assertThat(text.toString()).isEmpty();

    printer.row(row(1_000));
    assertThat(text.toString()).contains("n").contains("  999 ").contains(" 1000 ");

    int before = text.getBuffer().length();
    printer.row(row(7));
    printer.row(row(1_234_567));
    assertThat(text.toString().substring(before).replace('│', '|'))
        .isEqualTo("|    7 |\n| 1234567 |\n");

    before = text.getBuffer().length();
    printer.end();
    assertThat(text.toString().substring(before))
        .isEqualTo(
            switch (mode) {
              case TABLE -> "+------+\n";
              case BOX -> "└──────┘\n";
              case MARKDOWN, CSV, JSON, JSONL, LINE -> "";
            });
  }

  @Test
  void everyRowOfALongResultIsPrintedOnce() {
    Printed ones = Printed.of("n");
    for (int i = 0; i < 2_500; i++) {
      ones.with(1);
    }

    List<String> lines = ones.as(RowMode.TABLE).lines().toList();

    assertThat(lines).hasSize(2_504);
    assertThat(lines.subList(3, 2_503)).containsOnly("| 1 |");
  }

  @Test
  void hugeCellsEndTheMeasuringEarly() {
    StringWriter text = new StringWriter();
    RowPrinter printer =
        RowPrinter.of(RowMode.TABLE, new PrintWriter(text), new RowOptions(Escaping.NONE));
    printer.begin(List.of("a"));
    printer.row(row("x".repeat(FramedPrinter.MEASURED_CHARS)));

    assertThat(text.getBuffer()).hasSizeGreaterThan(FramedPrinter.MEASURED_CHARS);
  }
}
