package dev.kvsql.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.cli.option.ChunkSelection.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Chunks as people name them. */
final class ChunkSelectionTest {
  private static final long ALL = 1L << 32;

  @Test
  void indexesAndRangesKeepTheirOrder() {
    assertThat(ChunkSelection.parse("0").ranges()).containsExactly(new Range(0, 1));
    assertThat(ChunkSelection.parse("3-9").ranges()).containsExactly(new Range(3, 10));
    assertThat(ChunkSelection.parse("3-3").ranges()).containsExactly(new Range(3, 4));
    assertThat(ChunkSelection.parse("7-").ranges()).containsExactly(new Range(7, ALL));
    assertThat(ChunkSelection.parse("9,0,5-6,7-").ranges())
        .containsExactly(new Range(9, 10), new Range(0, 1), new Range(5, 7), new Range(7, ALL));
    assertThat(ChunkSelection.parse("4294967295").ranges())
        .containsExactly(new Range(ALL - 1, ALL));
    assertThat(ChunkSelection.all().ranges()).containsExactly(new Range(0, ALL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "-",
        "-3",
        "0,",
        ",0",
        "1--2",
        "1-2-3",
        "0 1",
        "1.5",
        "9-3",
        "4294967296",
        "0-4294967296",
        "99999999999",
        "٣"
      })
  void whatNamesNoChunksIsRefused(String text) {
    assertThatThrownBy(() -> ChunkSelection.parse(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageStartingWith("'" + text + "' names no chunks: ");
  }
}
