package dev.kvsql.explore;

/**
 * What a process that opens the store afresh would see.
 *
 * @param sizeBytes the file's size
 * @param content whose content it reads
 * @param grown what does not hold once that process has let the file grow back
 */
public record Reopened(long sizeBytes, Content content, Regrown grown) {
  /** Which content a file has; before and after a truncate that changes nothing: after. */
  public enum Content {
    BEFORE,
    AFTER,
    NEITHER
  }

  /** Whether it is one content or the other, and stays so when the file grows. */
  public boolean isSound() {
    return content != Content.NEITHER && grown.holds();
  }
}
