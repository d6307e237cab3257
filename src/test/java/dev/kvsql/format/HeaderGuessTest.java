package dev.kvsql.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.format.HeaderGuess.Origin;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file must have had in its header. */
final class HeaderGuessTest {
  @TempDir private Path dir = Path.of("");
  private byte[] file = new byte[0];

  @BeforeEach
  void write() throws Exception {
    try (RealDatabase database =
        RealDatabase.open(
            dir.resolve("x.db"),
            "PRAGMA page_size=1024",
            "PRAGMA encoding='UTF-16le'",
            "PRAGMA user_version=9",
            "CREATE TABLE t(a)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                + " INSERT INTO t SELECT 'text ' || i FROM n")) {
      file = database.bytes();
    }
  }

  private HeaderGuess guess() {
    return HeaderGuess.of(ByteSource.of(file)).orElseThrow();
  }

  @Test
  void aSoundHeaderIsRead() {
    assertThat(guess()).isEqualTo(new HeaderGuess(RealDatabase.header(file), Origin.READ));
  }

  @Test
  void withoutTheMagicTheOtherFieldsStillCount() {
    DatabaseHeader sound = RealDatabase.header(file);
    file[0] = 'X';

    assertThat(guess()).isEqualTo(new HeaderGuess(sound, Origin.INFERRED));
  }

  @Test
  void withoutAnyFieldThePagesTellTheirSizeAndEncoding() {
    Arrays.fill(file, 0, DatabaseHeader.SIZE_BYTES, (byte) 0);

    assertThat(guess().origin()).isEqualTo(Origin.INFERRED);
    assertThat(guess().header().pageSize()).isEqualTo(1024);
    assertThat(guess().header().encodingName()).isEqualTo("UTF-16le");
    assertThat(guess().header().userVersion()).isZero();
  }

  @Test
  void reservedBytesThatThePagesUseAreNone() {
    file[20] = 100;

    assertThat(guess().header().reservedBytes()).isZero();
    assertThat(guess().header().userVersion()).isEqualTo(9);
  }

  @Test
  void aFileWithoutABTreePageTellsNothing() {
    assertThat(HeaderGuess.of(ByteSource.of(new byte[50_000]))).isEmpty();
    assertThat(HeaderGuess.of(ByteSource.of(new byte[0]))).isEmpty();
  }
}
