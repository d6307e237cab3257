package dev.kvsql.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CsvRowPrinterTest {

  @Test
  void valuesAreQuotedOnlyWhereNeeded() {
    Printed result =
        Printed.of("n", "a,b")
            .with(-1, "plain")
            .with(20_000_000_000L, "a,b")
            .with(0.1, "say \"hi\"")
            .with(Double.POSITIVE_INFINITY, "two\nlines");

    assertThat(result.as(RowMode.CSV))
        .isEqualTo(
            """
            n,"a,b"
            -1,plain
            20000000000,"a,b"
            0.1,"say ""hi""\"
            Inf,"two
            lines"
            """);
  }

  @Test
  void nullIsAnEmptyFieldAndEmptyTextIsQuoted() {
    Printed result = Printed.of("a", "b", "c").with(null, "", null).with("", null, "");

    assertThat(result.as(RowMode.CSV)).isEqualTo("a,b,c\n,\"\",\n\"\",,\"\"\n");
  }

  @Test
  void blobsAreLowerCaseHex() {
    assertThat(Printed.of("a").with(new byte[] {0x0a, -1}).as(RowMode.CSV)).isEqualTo("a\n0aff\n");
  }

  @Test
  void withoutRowsThereIsTheHeader() {
    assertThat(Printed.of("a", "b").as(RowMode.CSV)).isEqualTo("a,b\n");
  }

  @Test
  void controlCharactersAreKeptForFiles() {
    Printed result = Printed.of("a").with("x\u001b[2J");

    assertThat(result.as(RowMode.CSV, new RowOptions(Escaping.NONE))).isEqualTo("a\nx\u001b[2J\n");
  }

  @Test
  void controlCharactersAreEscapedForTerminals() {
    Printed result = Printed.of("a\u0007").with("x\u001b[2J").with("y\nz");

    assertThat(result.as(RowMode.CSV, new RowOptions(Escaping.CONTROL)))
        .isEqualTo("a\\u0007\nx\\u001b[2J\ny\\nz\n");
  }
}
