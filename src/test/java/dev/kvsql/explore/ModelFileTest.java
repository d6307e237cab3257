package dev.kvsql.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.Seeds;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The model is a byte array in pieces: the same as one in a piece. */
final class ModelFileTest {
  static LongStream seeds() {
    return Seeds.of(10);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void itIsAPlainByteArray(long seed) {
    Random random = new Random(seed);
    byte[] plain = new byte[0];
    ModelFile model = ModelFile.EMPTY;
    for (int i = 0; i < 300; i++) {
      ModelFile before = model;
      byte[] plainBefore = plain;
      if (random.nextInt(3) == 0) {
        int size = random.nextInt(20_000);
        plain = Arrays.copyOf(plain, size);
        model = model.truncate(size);
      } else {
        int offset = random.nextInt(16_000);
        int length = 1 + random.nextInt(random.nextBoolean() ? 5000 : 3);
        plain = Arrays.copyOf(plain, Math.max(plain.length, offset + length));
        Arrays.fill(plain, offset, offset + length, (byte) i);
        model = model.write(offset, length, (byte) i);
      }
      assertThat(bytes(model)).isEqualTo(plain);
      assertThat(bytes(before)).as("what was before stays").isEqualTo(plainBefore);
    }
  }

  private static byte[] bytes(ModelFile model) {
    byte[] bytes = new byte[(int) model.sizeBytes()];
    for (int i = 0; i < model.pieceCount(); i++) {
      int from = i * 4096;
      System.arraycopy(model.piece(i), 0, bytes, from, Math.min(4096, bytes.length - from));
      assertThat(Arrays.copyOfRange(model.piece(i), Math.min(4096, bytes.length - from), 4096))
          .as("past the end of the file")
          .isEqualTo(new byte[4096 - Math.min(4096, bytes.length - from)]);
    }
    return bytes;
  }
}
