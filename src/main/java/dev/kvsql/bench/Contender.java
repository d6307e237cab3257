package dev.kvsql.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;

/** One side of a measure. */
interface Contender {
  Side side();

  /**
   * Does the work of one round; what depends on chance depends on the number only, so that it is
   * the same for every side.
   *
   * @param number of the round; 0 is the one to warm up
   * @return the samples by figure, in nanoseconds
   */
  Map<Figure, long[]> round(int number) throws SQLException, IOException;
}
