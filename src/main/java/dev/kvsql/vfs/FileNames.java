package dev.kvsql.vfs;

import dev.kvsql.chunk.FileTag;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the files of mounted databases are called: {@code DIRECTORY/DATABASE}, and what SQLite
 * appends to that. A database's name is escaped so that it holds neither a slash nor a hyphen: what
 * follows the first hyphen is always SQLite's.
 */
final class FileNames {
  static final char SEPARATOR = '/';
  private static final char SUFFIX_START = '-';

  /** How SQLite calls the super-journal of a main file: {@code NAME-mjXXXXXX9XX}. */
  private static final Pattern SUPER_JOURNAL = Pattern.compile("-mj[0-9A-F]{6}9[0-9A-F]{2}");

  private FileNames() {}

  /**
   * A name in its parts.
   *
   * @param database its own name, no longer escaped
   * @param suffix what SQLite appended, from the hyphen on; empty for the main file
   */
  record Parts(String directory, String database, String suffix) {
    /** Which file of the database it is, if it is one. */
    Optional<FileTag> tag() {
      for (FileTag tag : FileTag.values()) {
        if (tag.suffix().equals(suffix)) {
          return Optional.of(tag);
        }
      }
      return Optional.empty();
    }

    boolean isSuperJournal() {
      return SUPER_JOURNAL.matcher(suffix).matches();
    }
  }

  /** The parts of a name; nothing when it has no directory. */
  static Optional<Parts> parse(String name) {
    int slash = name.lastIndexOf(SEPARATOR);
    if (slash <= 0) {
      return Optional.empty();
    }
    String file = name.substring(slash + 1);
    int hyphen = file.indexOf(SUFFIX_START);
    String database = hyphen < 0 ? file : file.substring(0, hyphen);
    String suffix = hyphen < 0 ? "" : file.substring(hyphen);
    return Optional.of(new Parts(name.substring(0, slash), unescape(database), suffix));
  }

  /** Which database a file of that name belongs to. */
  static String database(String name) {
    return parse(name).map(Parts::database).orElseThrow();
  }

  /** A database's name as it stands in a file's name. */
  static String escape(String database) {
    return database.replace("%", "%25").replace("/", "%2F").replace("-", "%2D");
  }

  private static String unescape(String escaped) {
    return escaped.replace("%2D", "-").replace("%2F", "/").replace("%25", "%");
  }
}
