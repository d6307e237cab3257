/**
 * Values to text, JSON and the like; nothing decides here. Printers know a {@code PrintWriter} and
 * never stdout. May use Jackson, commons-csv and JLine's character widths.
 */
@NullMarked
package dev.kvsql.render;

import org.jspecify.annotations.NullMarked;
