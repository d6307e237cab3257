/**
 * SQLite's file format, read-only: the database header, which page is used for what, and what
 * SQLite would do with a rollback journal or a WAL.
 *
 * <p>Whatever the bytes are, nothing here throws, loops for ever or allocates without bound: the
 * answer is data. Rules come from <a href="https://www.sqlite.org/fileformat2.html">Database File
 * Format</a>; "section" in the Javadoc means a section of that page. Uses the JDK and nothing else.
 */
@NullMarked
package dev.kvsql.format;

import org.jspecify.annotations.NullMarked;
