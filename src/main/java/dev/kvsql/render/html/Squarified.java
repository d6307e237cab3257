package dev.kvsql.render.html;

import java.util.ArrayList;
import java.util.List;

/**
 * Divides a rectangle into parts in proportion to weights that are as near to squares as can be
 * (Bruls, Huizing, van Wijk: Squarified Treemaps, 2000): row after row along the shorter side, each
 * as long as another part makes its worst part no narrower.
 */
final class Squarified {
  private final List<Rectangle> parts = new ArrayList<>();
  private final double unitsPerWeight;
  private Rectangle free;

  private Squarified(Rectangle whole, double total) {
    free = whole;
    unitsPerWeight = whole.area() / total;
  }

  /**
   * The parts.
   *
   * @param weights above 0, the largest first
   */
  static List<Rectangle> divide(Rectangle whole, List<Long> weights) {
    double total = weights.stream().mapToDouble(Long::doubleValue).sum();
    Squarified division = new Squarified(whole, total);
    for (int start = 0; start < weights.size(); ) {
      int end = start + 1;
      while (end < weights.size()
          && division.worst(weights.subList(start, end + 1))
              <= division.worst(weights.subList(start, end))) {
        end++;
      }
      division.row(weights.subList(start, end));
      start = end;
    }
    return division.parts;
  }

  private double worst(List<Long> row) {
    double side = Math.min(free.width(), free.height());
    double sum = area(row);
    double largest = row.getFirst() * unitsPerWeight;
    double smallest = row.getLast() * unitsPerWeight;
    return Math.max(side * side * largest / (sum * sum), sum * sum / (side * side * smallest));
  }

  private double area(List<Long> row) {
    return row.stream().mapToDouble(Long::doubleValue).sum() * unitsPerWeight;
  }

  private void row(List<Long> row) {
    boolean upright = free.width() >= free.height();
    double length = upright ? free.height() : free.width();
    double depth = length == 0 ? 0 : area(row) / length;
    double at = 0;
    for (long weight : row) {
      double extent = depth == 0 ? 0 : weight * unitsPerWeight / depth;
      parts.add(
          upright
              ? new Rectangle(free.x(), free.y() + at, depth, extent)
              : new Rectangle(free.x() + at, free.y(), extent, depth));
      at += extent;
    }
    free =
        upright
            ? new Rectangle(
                free.x() + depth, free.y(), Math.max(0, free.width() - depth), free.height())
            : new Rectangle(
                free.x(), free.y() + depth, free.width(), Math.max(0, free.height() - depth));
  }
}
