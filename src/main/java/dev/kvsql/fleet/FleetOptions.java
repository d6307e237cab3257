package dev.kvsql.fleet;

import dev.kvsql.check.Level;
import dev.kvsql.check.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What to check, and how.
 *
 * @param database the only one to check in each store, if there is one
 * @param failOn from which severity on findings count
 * @param shard the share of the work to do
 * @param jobs how many databases to check at a time
 * @param patience how long to wait for a store that another process has
 * @param limit how long the check of one database may take, if there is a limit
 * @param cache a KV dump of what some process has cached of the only database, if there is one
 */
public record FleetOptions(
    Optional<String> database,
    Level level,
    Severity failOn,
    Optional<Shard> shard,
    int jobs,
    Duration patience,
    Optional<Duration> limit,
    Optional<Path> cache) {}
