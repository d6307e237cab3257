package dev.kvsql.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * Draws the steps of a script. It guesses who is in a transaction, so that most transactions end;
 * what SQLite makes of a wrong guess is as good a test.
 */
final class StepDraw {
  private static final int FEWEST = 25;
  private static final int MORE = 40;

  private final Dice dice;
  private final Setup setup;
  private final List<Step> steps = new ArrayList<>();
  private final boolean[] inTransaction;
  private final RowSql rows;
  private final SchemaSql schema;
  private final PragmaSql pragmas;

  StepDraw(Dice dice, Setup setup) {
    this.dice = dice;
    this.setup = setup;
    inTransaction = new boolean[setup.connections()];
    rows = new RowSql(dice);
    schema = new SchemaSql(dice);
    pragmas = new PragmaSql(dice, setup.wal());
  }

  List<Step> steps() {
    begin();
    for (int count = FEWEST + dice.below(MORE), i = 0, who = 0; i < count; i++) {
      who = dice.oneIn(3) ? dice.below(setup.connections()) : who;
      if (dice.oneIn(20)) {
        reopen(who);
      } else {
        act(who);
      }
    }
    return List.copyOf(steps);
  }

  private void begin() {
    open(0);
    execute(0, "PRAGMA page_size=" + dice.of(PragmaSql.PAGE_SIZES));
    execute(0, "PRAGMA auto_vacuum=" + dice.of("NONE", "NONE", "FULL", "INCREMENTAL"));
    if (dice.oneIn(8)) {
      execute(0, "PRAGMA encoding='UTF-16'");
    }
    for (int table = 0; table < 3; table++) {
      execute(0, schema.table(table));
    }
    execute(0, rows.insertMany());
    for (int who = 1; who < setup.connections(); who++) {
      open(who);
    }
  }

  /** Without syncs, which are what the file's side takes its time for, all but a few times. */
  private void open(int who) {
    steps.add(new Step.Open(who));
    execute(who, "PRAGMA synchronous=" + (dice.oneIn(12) ? dice.of("NORMAL", "FULL") : "OFF"));
    if (dice.oneIn(2)) {
      execute(who, pragmas.cacheSize());
    }
    if (!setup.wal() && dice.oneIn(2)) {
      execute(who, pragmas.journalMode());
    }
    if (dice.oneIn(2)) {
      execute(who, schema.temporaryTable());
    }
    if (Features.ATTACH && dice.oneIn(3)) {
      execute(who, "ATTACH '{1}' AS aux");
    }
  }

  /** Everybody leaves at times, so that the next one finds what is in the store. */
  private void reopen(int who) {
    if (dice.oneIn(2)) {
      close(who);
      open(who);
      return;
    }
    for (int each = 0; each < setup.connections(); each++) {
      close(each);
    }
    for (int each = 0; each < setup.connections(); each++) {
      open(each);
    }
  }

  private void close(int who) {
    steps.add(new Step.Close(who));
    inTransaction[who] = false;
  }

  private void act(int who) {
    String sql = inTransaction[who] && dice.oneIn(6) ? end(who) : statement(who);
    if (dice.oneIn(60)) {
      execute(who, sql.substring(0, dice.below(sql.length())));
    } else {
      execute(who, sql);
    }
  }

  private String statement(int who) {
    int kind = dice.below(100);
    if (kind < 50) {
      return rows.change();
    } else if (kind < 60) {
      return rows.query();
    } else if (kind < 64) {
      steps.add(new Step.Look(who, rows.query()));
      return rows.query();
    } else if (kind < 74) {
      return schema.change();
    } else if (kind < 86) {
      return pragmas.any();
    } else if (kind < 89) {
      return dice.of("VACUUM", "REINDEX", "ANALYZE", "PRAGMA incremental_vacuum");
    }
    return transaction(who);
  }

  private String transaction(int who) {
    if (inTransaction[who]) {
      String name = "s" + dice.below(3);
      return dice.of("SAVEPOINT ", "SAVEPOINT ", "ROLLBACK TO ", "RELEASE ") + name;
    }
    inTransaction[who] = true;
    return dice.of("BEGIN", "BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE", "SAVEPOINT s0");
  }

  private String end(int who) {
    inTransaction[who] = false;
    return dice.of("COMMIT", "COMMIT", "ROLLBACK");
  }

  private void execute(int who, String sql) {
    steps.add(new Step.Execute(who, sql));
  }
}
