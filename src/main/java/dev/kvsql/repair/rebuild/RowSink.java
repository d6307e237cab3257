package dev.kvsql.repair.rebuild;

import dev.kvsql.format.SchemaEntry;
import dev.kvsql.format.TreeItem;
import java.sql.SQLException;
import java.util.List;

/** Takes what a {@link SalvageWalk} reads, in its order. */
interface RowSink {
  /** Takes it and does nothing. */
  RowSink NONE =
      new RowSink() {
        @Override
        public void schema(List<SchemaEntry> entries) {}

        @Override
        public void row(SchemaEntry table, TreeItem.Row row) {}

        @Override
        public void end(SchemaEntry table, Losses losses) {}

        @Override
        public void orphan(long root, TreeItem.Row row) {}
      };

  /** Comes first. */
  void schema(List<SchemaEntry> entries) throws SQLException;

  /** A row in the pages of a table. */
  void row(SchemaEntry table, TreeItem.Row row) throws SQLException;

  /** There are no more rows of a table. */
  void end(SchemaEntry table, Losses losses) throws SQLException;

  /** A row that no table is known for; {@code root} is the highest page that leads to it. */
  void orphan(long root, TreeItem.Row row) throws SQLException;
}
