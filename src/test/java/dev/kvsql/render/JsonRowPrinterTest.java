package dev.kvsql.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JsonRowPrinterTest {

  private static final Printed TWO =
      Printed.of("i", "d", "s", "b")
          .with(1, 0.1, "é漢😀", new byte[] {0x0a, -1})
          .with(9_007_199_254_740_993L, -1e100, "say \"hi\" \\ /", null);

  @Test
  void jsonIsOneArrayWithARowOnEachLine() {
    assertThat(TWO.as(RowMode.JSON))
        .isEqualTo(
            """
            [{"i":1,"d":0.1,"s":"é漢😀","b":"0aff"},
            {"i":9007199254740993,"d":-1.0e+100,"s":"say \\"hi\\" \\\\ /","b":null}]
            """);
  }

  @Test
  void jsonlIsOneObjectALine() {
    assertThat(TWO.as(RowMode.JSONL))
        .isEqualTo(
            """
            {"i":1,"d":0.1,"s":"é漢😀","b":"0aff"}
            {"i":9007199254740993,"d":-1.0e+100,"s":"say \\"hi\\" \\\\ /","b":null}
            """);
  }

  @Test
  void jsonWithoutRowsIsAnEmptyArray() {
    assertThat(Printed.of("a").as(RowMode.JSON)).isEqualTo("[]\n");
  }

  @Test
  void jsonlWithoutRowsIsEmpty() {
    assertThat(Printed.of("a").as(RowMode.JSONL)).isEmpty();
  }

  @Test
  void doublesThatAreNotFiniteAreStrings() {
    Printed result = Printed.of("a", "b").with(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    assertThat(result.as(RowMode.JSONL)).isEqualTo("{\"a\":\"Infinity\",\"b\":\"-Infinity\"}\n");
  }

  @Test
  void charactersThatCommandATerminalAreEscapedInNamesAndValues() {
    Printed result = Printed.of("a\u009b").with("\n\u001b\u007f\u0085\u2028\u202e\u2066\u200d");

    assertThat(result.as(RowMode.JSONL))
        .isEqualTo(
            """
            {"a\\u009b":"\\n\\u001b\\u007f\\u0085\\u2028\\u202e\\u2066\u200d"}
            """);
  }

  @Test
  void aLoneSurrogateIsEscapedWithAllThatIsNotAsciiInItsText() {
    Printed result = Printed.of("a").with("x\ud800é😀").with("é😀");

    assertThat(result.as(RowMode.JSONL))
        .isEqualTo(
            """
            {"a":"x\\ud800\\u00e9\\ud83d\\ude00"}
            {"a":"é😀"}
            """);
  }

  @Test
  void laterColumnsOfTheSameNameAreNumbered() {
    Printed result = Printed.of("a", "a", "b", "a").with(1, 2, 3, 4);

    assertThat(result.as(RowMode.JSONL)).isEqualTo("{\"a\":1,\"a:1\":2,\"b\":3,\"a:2\":4}\n");
  }

  @Test
  void aNumberedNameNeverTakesThatOfAnotherColumn() {
    Printed result = Printed.of("a", "a", "a:1", "a:1").with(1, 2, 3, 4);

    assertThat(result.as(RowMode.JSONL)).isEqualTo("{\"a\":1,\"a:2\":2,\"a:1\":3,\"a:1:1\":4}\n");
  }

  @Test
  void whatIsPrintedCanBeReadBack() throws JsonProcessingException {
    String text =
        IntStream.range(0, 0x3000)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    String json = Printed.of(text).with(text).as(RowMode.JSON);

    assertThat(new ObjectMapper().readTree(json).get(0).get(text).textValue()).isEqualTo(text);
  }

  @Test
  void manyRowsArePrintedOnceEach() {
    Printed ones = Printed.of("a");
    for (int i = 0; i < 5_000; i++) {
      ones.with(1);
    }

    String json = ones.as(RowMode.JSON);

    assertThat(json.lines()).hasSize(5_000);
    assertThat(json.lines().skip(1).limit(4_998)).containsOnly("{\"a\":1},");
  }
}
