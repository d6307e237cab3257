package dev.kvsql.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinePrinterTest {

  @Test
  void namesAreAlignedRightAndRowsAreApart() {
    Printed result =
        Printed.of("id", "name", "名前名").with(1, "a\u001bb", 1.0).with(2, null, new byte[] {1});

    assertThat(result.as(RowMode.LINE))
        .isEqualTo(
            """
                id = 1
              name = a\\u001bb
            名前名 = 1.0

                id = 2
              name = NULL
            名前名 = X'01'
            """);
  }

  @Test
  void namesAreMadeSafeToo() {
    assertThat(Printed.of("a\n", "b").with(1, "x\ny").as(RowMode.LINE))
        .isEqualTo("a\\n = 1\n  b = x\\ny\n");
  }

  @Test
  void nullIsWrittenAsAsked() {
    Printed result = Printed.of("a").with((Object) null);

    assertThat(result.as(RowMode.LINE, new RowOptions("∅", Escaping.NONE))).isEqualTo("a = ∅\n");
  }

  @Test
  void withoutRowsThereIsNothing() {
    assertThat(Printed.of("a").as(RowMode.LINE)).isEmpty();
  }
}
