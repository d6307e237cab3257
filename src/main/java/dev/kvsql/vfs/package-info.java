/**
 * What SQLite asks of a file system (sqlite.org/c3ref/vfs.html), in pure Java: a database's files
 * by tag, opening, deleting, and the locks between connections. May use {@code file}.
 */
@NullMarked
package dev.kvsql.vfs;

import org.jspecify.annotations.NullMarked;
