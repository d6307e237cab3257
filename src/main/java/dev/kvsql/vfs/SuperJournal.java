package dev.kvsql.vfs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a store knows of a super-journal: as long as the transaction over several databases that
 * made it may still be rolled back, it is there, and the journals of all those databases count.
 */
sealed interface SuperJournal {
  /**
   * The super-journal itself.
   *
   * @param members the databases of the transaction that keep a journal
   */
  record Kept(List<Member> members) implements SuperJournal {
    public Kept {
      members = List.copyOf(members);
    }
  }

  /**
   * Another store keeps it, because the main database of the connection is there: one of this store
   * was attached to it.
   *
   * @param store how that store is called
   */
  record KeptBy(String store) implements SuperJournal {}

  /**
   * A database with a journal that names the super-journal.
   *
   * @param store how its store is called; nothing for the one that keeps the super-journal
   */
  record Member(Optional<String> store, String database) {}

  byte VERSION = 1;

  /** The value that a store keeps. */
  default byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      switch (this) {
        case Kept(List<Member> members) -> {
          out.writeByte('k');
          out.writeInt(members.size());
          for (Member member : members) {
            out.writeUTF(member.store().orElse(""));
            out.writeUTF(member.database());
          }
        }
        case KeptBy(String store) -> {
          out.writeByte('b');
          out.writeUTF(store);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The super-journal of such a value; nothing when it is none of this version. */
  static Optional<SuperJournal> decode(byte[] value) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
      if (in.readByte() != VERSION) {
        return Optional.empty();
      }
      return switch (in.readByte()) {
        case 'k' -> Optional.of(new Kept(members(in)));
        case 'b' -> Optional.of(new KeptBy(in.readUTF()));
        default -> Optional.empty();
      };
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<Member> members(DataInputStream in) throws IOException {
    List<Member> members = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      String store = in.readUTF();
      members.add(
          new Member(store.isEmpty() ? Optional.empty() : Optional.of(store), in.readUTF()));
    }
    return members;
  }
}
