/**
 * Times this machine: the same work through SQLite's own file VFS and through kvsql, in turn, and
 * opening stores. Holds the measuring and its results as values. May use {@code chunk}, {@code
 * chunk.mapdb}, {@code file} and {@code sqlite}.
 */
@NullMarked
package dev.kvsql.bench;

import org.jspecify.annotations.NullMarked;
