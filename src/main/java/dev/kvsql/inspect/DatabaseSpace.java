package dev.kvsql.inspect;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.format.ByteSource;
import dev.kvsql.format.DatabaseHeader;
import dev.kvsql.format.DatabaseRows;
import dev.kvsql.format.PageCensus;
import dev.kvsql.format.SchemaEntry;
import dev.kvsql.format.TreeListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each page of a database is used for and which table or index has it, found by walking
 * everything that page 1 leads to. Takes about five bytes of memory a page. Immutable.
 *
 * <p>A damaged database has an answer as well: a page that two trees claim belongs to the first,
 * and what no pointer leads to belongs to none.
 */
public final class DatabaseSpace {
  private final DatabaseHeader header;
  private final PageCensus census;
  private final PageOwners owners;
  private final List<TableSpace> trees;

  private DatabaseSpace(
      DatabaseHeader header, PageCensus census, PageOwners owners, List<TableSpace> trees) {
    this.header = header;
    this.census = census;
    this.owners = owners;
    this.trees = trees;
  }

  /**
   * Walks a database as it is stored, a hot journal not applied; nothing without a valid header or
   * while the size of the main file is not known.
   */
  public static Optional<DatabaseSpace> of(ChunkStore store, DatabaseOverview overview) {
    return overview
        .validHeader()
        .filter(_ -> overview.isSized())
        .flatMap(header -> FileBytes.of(store, FileTag.MAIN).map(bytes -> of(header, bytes)));
  }

  /** Walks {@code main}, whose header is {@code header}. */
  static DatabaseSpace of(DatabaseHeader header, ByteSource main) {
    Walk walk = new Walk();
    PageCensus census = PageCensus.of(header, main, walk);
    Map<Long, SchemaEntry> entries = new HashMap<>();
    for (SchemaEntry entry : DatabaseRows.of(header, main).schema().entries()) {
      entries.putIfAbsent(entry.root(), entry);
    }
    List<TableSpace> trees =
        walk.trees.stream()
            .map(tree ->
                tree.finish(Optional.ofNullable(entries.get(tree.root())), header.pageSize()))
            .toList();
    return new DatabaseSpace(header, census, walk.owners, trees);
  }

  /** Bytes in a page. */
  public int pageSize() {
    return header.pageSize();
  }

  /** What the pages are used for. */
  public PageCensus census() {
    return census;
  }

  /** Every table and index, the largest first. */
  public List<TableSpace> tables() {
    return trees.stream().sorted(TableSpace.LARGEST_FIRST).toList();
  }

  /** The table or index with this number, which {@link #ownerOf} gave. */
  TableSpace tree(int owner) {
    return trees.get(owner);
  }

  /**
   * A number for the table or index that has a page; {@link PageOwners#NONE} when none has.
   *
   * @param page 1-based
   */
  int ownerOf(long page) {
    return owners.get(page);
  }

  private static final class Walk implements TreeListener {
    private final PageOwners owners = new PageOwners();
    private final List<TreeTally> trees = new ArrayList<>();

    @Override
    public void tree(long root) {
      trees.add(new TreeTally(root));
    }

    @Override
    public void page(TreePage page) {
      trees.getLast().page(page);
      owners.set(page.number(), trees.size() - 1);
    }

    @Override
    public void overflow(long page, int unusedBytes) {
      trees.getLast().overflow(unusedBytes);
      owners.set(page, trees.size() - 1);
    }
  }
}
