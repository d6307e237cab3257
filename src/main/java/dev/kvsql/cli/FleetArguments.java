package dev.kvsql.cli;

import dev.kvsql.check.Level;
import dev.kvsql.fleet.ResumeFile;
import dev.kvsql.fleet.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How the work of checking many stores is shared among threads, machines and runs. */
final class FleetArguments {
  /** What the check of a database takes at most, but for huge ones: its cache, and its findings. */
  private static final long BYTES_A_JOB = 192L << 20;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "How many databases to check at a time (default: as many as there are processors, and"
              + " memory for). The report does not depend on it.")
  private @Nullable Integer jobs;

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      converter = ShardConverter.class,
      description =
          "Check one of N shares of the databases, with I from 1 to N: every database is in exactly"
              + " one, on every machine in the same.")
  private @Nullable Shard shard;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description =
          "Write down what is finished, and skip what FILE says an earlier run finished, unless the"
              + " store has changed since.")
  private @Nullable Path resume;

  private static final class ShardConverter implements ITypeConverter<Shard> {
    @Override
    public Shard convert(String text) {
      return Shard.parse(text)
          .orElseThrow(() ->
              new TypeConversionException(
                  "'" + text + "' is no share: expected I/N with I from 1 to N, such as 1/4"));
    }
  }

  Optional<Shard> shard() {
    return Optional.ofNullable(shard);
  }

  int jobs() {
    if (jobs == null) {
      Runtime runtime = Runtime.getRuntime();
      return Math.clamp(runtime.maxMemory() / BYTES_A_JOB, 1, runtime.availableProcessors());
    }
    if (jobs < 1 || jobs > 1024) {
      throw new UsageException("--jobs is a number from 1 to 1024");
    }
    return jobs;
  }

  boolean resumes() {
    return resume != null;
  }

  /** The file that was named, opened, or none. */
  ResumeFile openResumeFile(Level level) throws IOException {
    if (resume == null) {
      return ResumeFile.none();
    }
    try {
      return ResumeFile.open(resume, level);
    } catch (ResumeFile.RefusedException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
