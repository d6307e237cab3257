package dev.kvsql.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that must keep to a width. */
final class FittedTableTest {
  private static String table(int columns, Style style, List<String> names, Object[]... rows) {
    StringWriter text = new StringWriter();
    RowPrinter printer =
        RowPrinter.of(
            RowMode.BOX,
            new PrintWriter(text),
            new RowOptions("NULL", Escaping.CONTROL, RowOptions.Header.SHOWN, columns, style));
    printer.begin(names);
    for (Object[] row : rows) {
      printer.row(Collections.unmodifiableList(Arrays.asList(row)));
    }
    printer.end();
    return text.toString();
  }

  @Test
  void theWidestTextIsCutAndNumbersAreNot() {
    assertThat(
            table(
                32,
                Style.PLAIN,
                List.of("id", "text", "名前"),
                new Object[] {1234567890L, "a long text that is cut", "山田太郎さん"}))
        .isEqualTo(
            """
            ┌────────────┬────────┬────────┐
            │         id │ text   │ 名前   │
            ├────────────┼────────┼────────┤
            │ 1234567890 │ a lon… │ 山田…  │
            └────────────┴────────┴────────┘
            """);
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 31, 40, 57, 80})
  void noLineIsWiderThanTheScreen(int columns) {
    String text =
        table(
            columns,
            Style.PLAIN,
            List.of("a", "b", "c"),
            new Object[] {"x".repeat(100), "名".repeat(30), "y\n".repeat(40)},
            new Object[] {"short", null, 5L});

    assertThat(text.lines())
        .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isEqualTo(columns));
  }

  @Test
  void laterRowsAreCutToTheWidthsOfTheFirst() {
    Object[][] rows = new Object[FramedPrinter.MEASURED_ROWS + 1][];
    Arrays.fill(rows, new Object[] {"short"});
    rows[FramedPrinter.MEASURED_ROWS] = new Object[] {"a text that is longer"};

    assertThat(table(20, Style.PLAIN, List.of("a"), rows)).endsWith("│ a te… │\n└───────┘\n");
  }

  @Test
  void withColoursNullLooksDifferentFromItsText() {
    assertThat(table(0, Style.ANSI, List.of("a"), new Object[] {null}, new Object[] {"NULL"}))
        .isEqualTo(
            """
            ┌──────┐
            │ a    │
            ├──────┤
            │ \u001b[2mNULL\u001b[0m │
            │ NULL │
            └──────┘
            """);
  }
}
