package dev.kvsql.fuzz;

import java.util.List;

/** Steps and what they run on: everything that a run depends on. */
record Script(Setup setup, List<Step> steps) {
  /** The script of a seed, always the same. */
  static Script of(long seed) {
    Dice dice = new Dice(seed);
    Setup setup = Setup.draw(dice);
    return new Script(setup, new StepDraw(dice, setup).steps());
  }

  /** The same with other steps. */
  Script with(List<Step> others) {
    return new Script(setup, others);
  }
}
