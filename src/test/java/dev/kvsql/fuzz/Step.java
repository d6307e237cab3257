package dev.kvsql.fuzz;

/** One thing that one connection of a script does. Who is not connected does nothing. */
sealed interface Step {
  /** Number of the connection, from 0 on. */
  int connection();

  /** Connects, unless connected. */
  record Open(int connection) implements Step {
    @Override
    public String toString() {
      return "c" + connection + " opens";
    }
  }

  /** Lets go of what is open, in whatever state it is. */
  record Close(int connection) implements Step {
    @Override
    public String toString() {
      return "c" + connection + " closes";
    }
  }

  /** Runs a statement to its end. {@code {1}} in it stands for the name of the second database. */
  record Execute(int connection, String sql) implements Step {
    @Override
    public String toString() {
      return "c" + connection + ": " + sql;
    }
  }

  /** Reads the first row of a query and stays on it until the next look: a lock that stays. */
  record Look(int connection, String sql) implements Step {
    @Override
    public String toString() {
      return "c" + connection + " looks: " + sql;
    }
  }
}
