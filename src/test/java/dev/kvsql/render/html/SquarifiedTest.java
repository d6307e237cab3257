package dev.kvsql.render.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How a treemap divides its frame. */
final class SquarifiedTest {
  @Test
  void theExampleOfThePaperIsDividedAsThere() {
    List<Rectangle> parts =
        Squarified.divide(new Rectangle(0, 0, 6, 4), List.of(6L, 6L, 4L, 3L, 2L, 2L, 1L));

    assertThat(parts.stream().map(SquarifiedTest::text))
        .containsExactly(
            "0.00 0.00 3.00x2.00",
            "0.00 2.00 3.00x2.00",
            "3.00 0.00 1.71x2.33",
            "4.71 0.00 1.29x2.33",
            "3.00 2.33 1.20x1.67",
            "4.20 2.33 1.20x1.67",
            "5.40 2.33 0.60x1.67");
  }

  @Test
  void everyPartHasItsShareOfTheFrameHoweverSmall() {
    List<Long> weights =
        LongStream.rangeClosed(1, 200).mapToObj(i -> 1L << Math.max(0, 40 - i)).toList();
    Rectangle frame = new Rectangle(0, 0, 1000, 360);
    List<Rectangle> parts = Squarified.divide(frame, weights);

    double total = weights.stream().mapToDouble(Long::doubleValue).sum();
    for (int i = 0; i < parts.size(); i++) {
      assertThat(parts.get(i).area())
          .isCloseTo(frame.area() * weights.get(i) / total, within(0.001));
      assertThat(parts.get(i).x() + parts.get(i).width()).isLessThanOrEqualTo(1000.001);
      assertThat(parts.get(i).y() + parts.get(i).height()).isLessThanOrEqualTo(360.001);
    }
  }

  @Test
  void nothingHasNoParts() {
    assertThat(Squarified.divide(new Rectangle(0, 0, 1, 1), List.of())).isEmpty();
  }

  private static String text(Rectangle part) {
    return "%.2f %.2f %.2fx%.2f".formatted(part.x(), part.y(), part.width(), part.height());
  }
}
