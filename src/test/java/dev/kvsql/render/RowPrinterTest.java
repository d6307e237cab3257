package dev.kvsql.render;

import static dev.kvsql.render.Printed.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowPrinterTest {

  private static final RowOptions OPTIONS = new RowOptions(Escaping.NONE);

  @Test
  void modesAreNamedInLowerCase() {
    assertThat(Arrays.stream(RowMode.values()).map(RowMode::toString))
        .containsExactly("table", "box", "csv", "json", "jsonl", "line", "markdown");
  }

  @ParameterizedTest
  @EnumSource
  void theWriterIsFlushedAtTheEndAndNeverClosed(RowMode mode) {
    Watched target = new Watched();
    RowPrinter printer = RowPrinter.of(mode, new PrintWriter(target), OPTIONS);
    printer.begin(List.of("a"));
    for (int i = 0; i < 2_000; i++) {
      printer.row(row("some text"));
    }
    assertThat(target.flushed).isZero();

    printer.end();
    assertThat(target.flushed).isPositive();
    assertThat(target.closed).isZero();
    assertThat(target.toString()).endsWith("\n");
  }

  @ParameterizedTest
  @EnumSource
  void twoResultsCanFollowEachOtherOnOneWriter(RowMode mode) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    for (int i = 0; i < 2; i++) {
      RowPrinter printer = RowPrinter.of(mode, out, OPTIONS);
      printer.begin(List.of("a"));
      printer.row(row(1));
      printer.end();
    }

    assertThat(text.toString()).isEqualTo(Printed.of("a").with(1).as(mode).repeat(2));
  }

  @ParameterizedTest
  @EnumSource
  void aValueThatSqliteDoesNotGiveIsRefused(RowMode mode) {
    RowPrinter printer = RowPrinter.of(mode, new PrintWriter(Writer.nullWriter()), OPTIONS);
    printer.begin(List.of("a"));

    assertThatThrownBy(() -> printer.row(row('c')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected null, Integer, Long, Double, String or byte[], found java.lang.Character");
  }

  /** Counts what is asked of it. */
  private static final class Watched extends StringWriter {

    private int flushed;
    private int closed;

    @Override
    public void flush() {
      flushed++;
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
