package dev.kvsql.cli;

import java.util.Arrays;
import java.util.Random;

/** What disks, programs and people do to a store's files. */
enum HostileDamage {
  FLIPPED_BITS {
    @Override
    StoreBytes to(StoreBytes files, HostileStores all, Random random) {
      byte[] bytes = either(files, random);
      int from = random.nextInt(bytes.length);
      int reach = Math.min(bytes.length - from, 1 << random.nextInt(3, 21));
      for (int i = random.nextInt(1, 30); i > 0; i--) {
        bytes[from + random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
      }
      return files;
    }
  },
  /** Where the numbers are that lead to everything else. */
  FLIPPED_BITS_OF_THE_HEAD {
    @Override
    StoreBytes to(StoreBytes files, HostileStores all, Random random) {
      byte[] bytes = either(files, random);
      int reach = Math.min(bytes.length, random.nextBoolean() ? 64 : 1 << 16);
      for (int i = random.nextInt(1, 10); i > 0; i--) {
        bytes[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
      }
      return files;
    }
  },
  LOST_BLOCKS {
    @Override
    StoreBytes to(StoreBytes files, HostileStores all, Random random) {
      byte[] bytes = either(files, random);
      int size = random.nextBoolean() ? 512 : 4096;
      boolean zeros = random.nextBoolean();
      for (int i = random.nextInt(1, 20); i > 0; i--) {
        int at = block(bytes, size, random);
        byte[] block = new byte[Math.min(size, bytes.length - at)];
        if (!zeros) {
          random.nextBytes(block);
        }
        System.arraycopy(block, 0, bytes, at, block.length);
      }
      return files;
    }
  },
  SWAPPED_BLOCKS {
    @Override
    StoreBytes to(StoreBytes files, HostileStores all, Random random) {
      byte[] bytes = either(files, random);
      int size = random.nextBoolean() ? 512 : 4096;
      for (int i = random.nextInt(1, 10); i > 0; i--) {
        int one = block(bytes, size, random);
        int two = block(bytes, size, random);
        int count = Math.min(size, bytes.length - Math.max(one, two));
        byte[] kept = Arrays.copyOfRange(bytes, one, one + count);
        System.arraycopy(bytes, two, bytes, one, count);
        System.arraycopy(kept, 0, bytes, two, count);
      }
      return files;
    }
  },
  /** Writes that went to the wrong place, or to no place. */
  STALE_BLOCKS {
    @Override
    StoreBytes to(StoreBytes files, HostileStores all, Random random) {
      byte[] source = random.nextBoolean() ? all.closed().base() : all.later().base();
      byte[] bytes = files.base();
      for (int i = random.nextInt(1, 40); i > 0; i--) {
        int at = block(bytes, 4096, random);
        int from = random.nextInt(4) == 0 ? block(source, 4096, random) : at;
        int count = Math.min(4096, Math.min(bytes.length - at, source.length - from));
        if (count > 0) {
          System.arraycopy(source, from, bytes, at, count);
        }
      }
      return files;
    }
  },
  CUT {
    @Override
    StoreBytes to(StoreBytes files, HostileStores all, Random random) {
      if (files.log().length > 0 && random.nextBoolean()) {
        return files.withLog(Arrays.copyOf(files.log(), random.nextInt(files.log().length)));
      }
      int length = random.nextInt(random.nextBoolean() ? files.base().length : 70_000);
      return files.withBase(Arrays.copyOf(files.base(), length));
    }
  },
  GARBAGE_BEHIND {
    @Override
    StoreBytes to(StoreBytes files, HostileStores all, Random random) {
      byte[] garbage = new byte[random.nextInt(1, 70_000)];
      random.nextBytes(garbage);
      return files.log().length > 0 && random.nextBoolean()
          ? files.withLog(joined(files.log(), garbage))
          : files.withBase(joined(files.base(), garbage));
    }
  },
  FIRST_BLOCK_ZEROED {
    @Override
    StoreBytes to(StoreBytes files, HostileStores all, Random random) {
      byte[] bytes = either(files, random);
      Arrays.fill(bytes, 0, Math.min(bytes.length, random.nextBoolean() ? 512 : 4096), (byte) 0);
      return files;
    }
  },
  ZEROS {
    @Override
    StoreBytes to(StoreBytes files, HostileStores all, Random random) {
      Arrays.fill(either(files, random), (byte) 0);
      return files;
    }
  },
  ANOTHER_FILE {
    @Override
    StoreBytes to(StoreBytes files, HostileStores all, Random random) {
      byte[][] found = {
        all.sqlite(),
        all.undo(),
        all.pending().log(),
        all.other().log(),
        all.later().log(),
        all.closed().base(),
        all.pending().base(),
        all.later().base(),
        all.other().base()
      };
      byte[] one = found[random.nextInt(found.length)].clone();
      return random.nextBoolean() ? files.withLog(one) : files.withBase(one);
    }
  },
  BASE_AND_LOG_EXCHANGED {
    @Override
    StoreBytes to(StoreBytes files, HostileStores all, Random random) {
      return new StoreBytes(all.pending().log().clone(), files.base());
    }
  },
  /** Records in each other's place, so that a tree's links lead anywhere, also back. */
  EXCHANGED_RECORDS {
    @Override
    StoreBytes to(StoreBytes files, HostileStores all, Random random) {
      HostileIndex index = new HostileIndex(files.base());
      for (int i = 1 << random.nextInt(6); i > 0; i--) {
        index.exchange(random);
      }
      return files;
    }
  },
  /** Large records whose parts never end. */
  ENDLESS_RECORDS {
    @Override
    StoreBytes to(StoreBytes files, HostileStores all, Random random) {
      HostileIndex index = new HostileIndex(files.base());
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        index.makeEndless(random);
      }
      return files;
    }
  },
  /** Blocks of frames that are sound by themselves. */
  SWAPPED_FRAMES {
    @Override
    StoreBytes to(StoreBytes files, HostileStores all, Random random) {
      StoreBytes pending = all.pending().copy();
      HostileLog.swapFrames(pending.log(), random);
      return pending;
    }
  },
  /** Numbers that no program wrote, with checksums that hold. */
  LYING_FRAMES {
    @Override
    StoreBytes to(StoreBytes files, HostileStores all, Random random) {
      StoreBytes pending = all.pending().copy();
      HostileLog.lie(pending.log(), random);
      return pending;
    }
  },
  /** A log that changes pages of the store as no program would. */
  LYING_PAGES {
    @Override
    StoreBytes to(StoreBytes files, HostileStores all, Random random) {
      StoreBytes pending = all.pending().copy();
      HostileLog.damagePages(pending.log(), random);
      return pending;
    }
  };

  /** Damages a copy of a store's files, in place or by making others. */
  abstract StoreBytes to(StoreBytes files, HostileStores all, Random random);

  private static byte[] either(StoreBytes files, Random random) {
    return files.log().length > 0 && random.nextInt(3) == 0 ? files.log() : files.base();
  }

  /** Half of them where a small store has most of what it has. */
  private static int block(byte[] bytes, int size, Random random) {
    int blocks = (bytes.length + size - 1) / size;
    return size * random.nextInt(random.nextBoolean() ? blocks : Math.min(blocks, 40));
  }

  private static byte[] joined(byte[] one, byte[] two) {
    byte[] all = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, all, one.length, two.length);
    return all;
  }
}
