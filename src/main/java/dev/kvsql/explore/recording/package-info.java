/**
 * Recordings of the operations that a VFS asked its store for, replayed on a model of what the
 * store then holds. May use {@code file} and {@code chunk}.
 */
@NullMarked
package dev.kvsql.explore.recording;

import org.jspecify.annotations.NullMarked;
