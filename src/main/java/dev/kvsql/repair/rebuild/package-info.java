/**
 * Rebuilds a damaged database, from every row that can still be read, in a new one beside it:
 * reading goes past SQLite, writing through it. May use {@code check} and what that may use.
 */
@NullMarked
package dev.kvsql.repair.rebuild;

import org.jspecify.annotations.NullMarked;
