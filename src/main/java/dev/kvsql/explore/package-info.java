/**
 * Truncates simulated: what they plan, do to store and cache, and whether the two still agree. May
 * use {@code file} and what that may use.
 */
@NullMarked
package dev.kvsql.explore;

import org.jspecify.annotations.NullMarked;
