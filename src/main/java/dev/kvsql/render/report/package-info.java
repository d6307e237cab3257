/**
 * What a check of many stores found, flat: no more than texts, numbers and states, so that every
 * format renders the same and a report can be written down and read again. One class a format. May
 * use the value types of {@code check} and {@code chunk}, and what {@code render} has for text.
 */
@NullMarked
package dev.kvsql.render.report;

import org.jspecify.annotations.NullMarked;
