package dev.kvsql.render.html;

/** A rectangle in a picture, in its units. */
record Rectangle(double x, double y, double width, double height) {
  double area() {
    return width * height;
  }

  /** The same with a margin taken off on each side, as far as there is room. */
  Rectangle inset(double margin) {
    double dx = Math.min(margin, width / 2);
    double dy = Math.min(margin, height / 2);
    return new Rectangle(x + dx, y + dy, width - 2 * dx, height - 2 * dy);
  }
}
