/**
 * Damages of every kind, done to real databases, and what check, repair and undo make of them. Only
 * tests are here: a corrupter that draws damages by chance.
 */
@NullMarked
package dev.kvsql.damage;

import org.jspecify.annotations.NullMarked;
