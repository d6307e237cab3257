/**
 * A file made of chunks: its bytes, its size, the write buffer and the read cache, and what a
 * truncate does to all of them. May use {@code chunk} and {@code disk}.
 */
@NullMarked
package dev.kvsql.file;

import org.jspecify.annotations.NullMarked;
