/**
 * Everything foreign: SQLite's struct layouts, the VFS linked into sqlite-jdbc and its upcalls, and
 * {@link dev.kvsql.sqlite.Mount}, a JDBC connection on a store. May use {@code vfs}, and {@code
 * chunk.mapdb} to open stores by path.
 */
@NullMarked
package dev.kvsql.sqlite;

import org.jspecify.annotations.NullMarked;
