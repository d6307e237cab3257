/**
 * The check of many stores: which they are, which share of them is to be checked here, several at a
 * time, and what an interrupted run has finished already. The reports come in the order in which
 * the stores were named, whatever is finished first. Opens stores; checks with {@code check}.
 */
@NullMarked
package dev.kvsql.fleet;

import org.jspecify.annotations.NullMarked;
