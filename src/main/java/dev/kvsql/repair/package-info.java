/**
 * Changes that can be taken back: mending what a check found, by a plan of actions, and truncates;
 * the undo record is written first, and exactly the plan is carried out. May use {@code check} and
 * what that may use, and {@code disk}.
 */
@NullMarked
package dev.kvsql.repair;

import org.jspecify.annotations.NullMarked;
