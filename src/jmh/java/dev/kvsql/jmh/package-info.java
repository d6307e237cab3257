/**
 * Microbenchmarks of what a statement through a mount is made of, to see which part a change made
 * faster or slower. What people notice, {@code kvsql bench} measures.
 */
@NullMarked
package dev.kvsql.jmh;

import org.jspecify.annotations.NullMarked;
