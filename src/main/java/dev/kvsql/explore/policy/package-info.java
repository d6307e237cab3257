/**
 * How programs keep a SQLite file in a key-value store: this one, and the VFSes of Rivet before and
 * after its pull request 4637, each as a small class over the same store. May use {@code file} and
 * {@code chunk}.
 */
@NullMarked
package dev.kvsql.explore.policy;

import org.jspecify.annotations.NullMarked;
