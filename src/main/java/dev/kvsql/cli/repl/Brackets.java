package dev.kvsql.cli.repl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Which brackets of a statement stand out while it is typed. */
public final class Brackets {
  private Brackets() {}

  /** Why a bracket stands out. */
  public enum Mark {
    /** It is before the cursor, or the other half of the one that is. */
    MATCHED,
    /** It closes what was not opened. */
    UNMATCHED
  }

  /** Brackets by their offset; those in strings and comments are none. */
  public static Map<Integer, Mark> marks(String sql, int cursor) {
    Map<Integer, Mark> marks = new HashMap<>();
    Deque<Integer> open = new ArrayDeque<>();
    for (SqlToken token : SqlToken.of(sql)) {
      if (token.kind() != SqlToken.Kind.SYMBOL) {
        continue;
      }
      int at = token.start();
      if (sql.charAt(at) == '(') {
        open.push(at);
      } else if (sql.charAt(at) == ')') {
        Integer opening = open.poll();
        if (opening == null) {
          marks.put(at, Mark.UNMATCHED);
        } else if (cursor == at + 1 || cursor == opening + 1) {
          marks.put(at, Mark.MATCHED);
          marks.put(opening, Mark.MATCHED);
        }
      }
    }
    return marks;
  }
}
