/**
 * Test suites that others wrote, run on mounted databases: the sqllogictest corpus, which tells
 * what every query must find, and SQLite's speedtest1, which must do the same as on a file. Only
 * tests are here.
 */
@NullMarked
package dev.kvsql.suites;

import org.jspecify.annotations.NullMarked;
