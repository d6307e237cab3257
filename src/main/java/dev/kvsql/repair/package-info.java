/**
 * Mending what a check found: a plan of actions, an undo record, and the execution of exactly that
 * plan. May use {@code check} and what that may use, and {@code disk}.
 */
@NullMarked
package dev.kvsql.repair;

import org.jspecify.annotations.NullMarked;
