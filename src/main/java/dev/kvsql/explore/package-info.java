/**
 * Truncates simulated, by each policy and with operations that fail: what they plan, do to store
 * and cache, whether the two still agree, and what comes back when the file grows. May use {@code
 * file} and what that may use.
 */
@NullMarked
package dev.kvsql.explore;

import org.jspecify.annotations.NullMarked;
