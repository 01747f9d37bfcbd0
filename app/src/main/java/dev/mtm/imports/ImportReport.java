package dev.mtm.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an import read, and a verdict for every row of it.
///
/// @param importId   the number of the run; null when nothing was kept: a dry run, or nothing to read
/// @param files      the files that were read, in order
/// @param passedOver files that are no listening history, with what was found instead
/// @param troubles   files that could not be read, or not to their end
public record ImportReport(
        @Nullable Long importId,
        boolean dryRun,
        List<FileReport> files,
        List<PassedOver> passedOver,
        List<Trouble> troubles) {
    public ImportReport {
        files = List.copyOf(files);
        passedOver = List.copyOf(passedOver);
        troubles = List.copyOf(troubles);
    }

    /// The sums over all files.
    public Counts total() {
        return files.stream().map(FileReport::counts).reduce(Counts.NONE, Counts::plus);
    }

    /// How many rows were read, and what became of them; the five verdicts add up to the rows.
    public record Counts(long rows, long fresh, long known, long samePlay, long notMusic, long rejected) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

        public Counts {
            if (rows != fresh + known + samePlay + notMusic + rejected) {
                throw new IllegalArgumentException("the verdicts do not add up to " + rows + " rows");
            }
        }

        /// Whether there were rows, and not one of them could be understood.
        public boolean noneTaken() {
            return rows > 0 && rejected == rows;
        }

        Counts plus(Counts other) {
            return new Counts(
                    rows + other.rows,
                    fresh + other.fresh,
                    known + other.known,
                    samePlay + other.samePlay,
                    notMusic + other.notMusic,
                    rejected + other.rejected);
        }
    }

    /// One file.
    ///
    /// @param path       as given; a member of an archive follows it after a slash
    /// @param rejections every rejected row
    public record FileReport(String path, String format, Counts counts, List<Rejection> rejections) {
        public FileReport {
            rejections = List.copyOf(rejections);
        }
    }

    /// A file that is no listening history.
    public record PassedOver(String path, String what) {}

    /// A file that could not be read, or not to its end.
    ///
    /// @param fix what the reader can do
    public record Trouble(String path, String what, String fix) {}
}
