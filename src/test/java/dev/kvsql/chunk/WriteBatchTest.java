package dev.kvsql.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.AbstractList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WriteBatchTest {
  private int made;

  @Test
  void putsThatAreMadeOnDemandAreMadeEachTimeTheyAreWalked() {
    WriteBatch batch =
        WriteBatch.builder()
            .delete(new byte[] {1})
            .putAll(counted(3))
            .delete(new byte[] {2})
            .build();
    assertThat(made).isZero();
    assertThat(batch.isEmpty()).isFalse();
    for (int walk = 1; walk <= 2; walk++) {
      assertThat(batch.operations().stream().map(Object::getClass).map(Class::getSimpleName))
          .containsExactly("Delete", "Put", "Put", "Put", "Delete");
      assertThat(made).isEqualTo(3 * walk);
    }
  }

  @Test
  void anotherBatchOfTheSameOperationsMakesThemOnDemandAsWell() {
    WriteBatch batch = WriteBatch.builder().putAll(counted(3)).build();
    WriteBatch same = new WriteBatch(batch.operations());
    assertThat(made).isZero();
    assertThat(same.operations()).hasSize(3);
  }

  @Test
  void aBatchOfNoPutsIsEmpty() {
    assertThat(WriteBatch.builder().putAll(List.of()).build().isEmpty()).isTrue();
  }

  @Test
  void thereIsNoOperationPastTheLast() {
    WriteBatch batch = WriteBatch.builder().putAll(counted(3)).build();
    assertThatThrownBy(() -> batch.operations().get(3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private List<WriteBatch.Put> counted(int count) {
    return new AbstractList<>() {
      @Override
      public int size() {
        return count;
      }

      @Override
      public WriteBatch.Put get(int index) {
        made++;
        return new WriteBatch.Put(new byte[] {(byte) index}, new byte[0]);
      }
    };
  }
}
