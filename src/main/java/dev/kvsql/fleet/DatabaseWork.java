package dev.kvsql.fleet;

import dev.kvsql.render.report.Subject;

/**
 * A database to check.
 *
 * @param siblings how many databases its store has, itself counted
 */
record DatabaseWork(FoundStore store, String database, int siblings) {
  Subject subject() {
    return Subject.of(store.name(), database);
  }
}
