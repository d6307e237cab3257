package dev.kvsql.cli.failure;

import dev.kvsql.chunk.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;

/** What an exception says to people. */
public final class FailureText {
  private FailureText() {}

  /** One line about a failure, not escaped: what went wrong, where, and what to do about it. */
  public static String of(Exception failure) {
    return switch (failure) {
      case StoreException.Missing missing ->
          missing.getMessage() + Suggestions.didYouMean(missing.sought(), missing.present());
      case StoreException.Damaged damaged -> damaged.getMessage() + "; kvsql check tells more";
      case StoreException store -> String.valueOf(store.getMessage());
      case UncheckedIOException io when io.getCause() != null -> of(io.getCause());
      case IOException io -> text(io);
      case SQLException sql -> String.valueOf(sql.getMessage());
      default -> "internal error: " + failure + "; --debug shows where";
    };
  }

  private static String text(IOException failure) {
    return switch (failure) {
      case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
      case FileAlreadyExistsException there ->
          there.getFile() + ": exists already; nothing was changed";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case FileSystemException file when file.getReason() != null ->
          file.getFile() + ": " + file.getReason();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
