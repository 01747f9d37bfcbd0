package dev.mtm.imports;

import dev.mtm.catalog.TrackStore;
import dev.mtm.db.Database;
import dev.mtm.db.Session;
import dev.mtm.history.Derivation;
import dev.mtm.history.SamePlay;
import dev.mtm.history.Span;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The imports that were made: what each read, and taking one back.
public final class ImportLog {
    private static final String COUNTS =
            "coalesce(sum(f.rows_read), 0), coalesce(sum(f.new_plays), 0), coalesce(sum(f.known), 0),"
                    + " coalesce(sum(f.same_play), 0), coalesce(sum(f.not_music), 0), coalesce(sum(f.rejected), 0)";

    private final Database database;
    private final Derivation derivation;
    private final Clock clock;

    public ImportLog(Database database, Derivation derivation, Clock clock) {
        this.database = database;
        this.derivation = derivation;
        this.clock = clock;
    }

    /// One run.
    ///
    /// @param undoneAt null: it stands
    public record Run(
            long importId, Instant startedAt, @Nullable Instant undoneAt, long files, ImportReport.Counts counts) {}

    /// All runs, the newest first.
    public List<Run> runs() {
        return database.read(session -> session.list(
                """
                select
                    r.import_id,
                    r.started_at,
                    r.undone_at,
                    count(f.file_id),
                    %s
                from import_run as r
                left join import_file as f on f.import_id = r.import_id
                where r.account_id = ?
                group by r.import_id, r.started_at, r.undone_at
                order by r.import_id desc
                """.formatted(COUNTS),
                row -> new Run(
                        row.number(1),
                        row.instant(2),
                        row.instantOrNull(3),
                        row.number(4),
                        new ImportReport.Counts(
                                row.number(5),
                                row.number(6),
                                row.number(7),
                                row.number(8),
                                row.number(9),
                                row.number(10))),
                derivation.account()));
    }

    /// The files of a run, with every rejected row.
    ///
    /// @throws MtmException when there is no such run
    public List<ImportReport.FileReport> files(long importId) {
        return database.read(session -> {
            requireRun(session, importId);
            List<StoredFile> files = session.list(
                    """
                    select
                        file_id,
                        path,
                        format,
                        rows_read,
                        new_plays,
                        known,
                        same_play,
                        not_music,
                        rejected
                    from import_file
                    where import_id = ?
                    order by file_id
                    """,
                    row -> new StoredFile(
                            row.number(1),
                            row.text(2),
                            row.text(3),
                            new ImportReport.Counts(
                                    row.number(4),
                                    row.number(5),
                                    row.number(6),
                                    row.number(7),
                                    row.number(8),
                                    row.number(9))),
                    importId);
            List<ImportReport.FileReport> reports = new java.util.ArrayList<>();
            for (StoredFile file : files) {
                reports.add(new ImportReport.FileReport(
                        file.path(), file.format(), file.counts(), rejections(session, file.fileId())));
            }
            return reports;
        });
    }

    /// Takes back exactly what a run added. The run stays in the list, marked as undone.
    ///
    /// @return how many plays went
    /// @throws MtmException when there is no such run, it is undone already, or a later run built on it
    public long undo(long importId) {
        return database.write(session -> {
            Instant undone = requireRun(session, importId).orElse(null);
            if (undone != null) {
                throw new MtmException(
                        ErrorCode.CONFLICT,
                        "import " + importId + " was undone already, at " + undone,
                        "mtm imports undo " + importId,
                        "`mtm imports` lists the imports that stand.");
            }
            requireNothingBuiltOn(session, importId);
            Span span = span(session, importId);
            session.update("update import_run set undone_at = ? where import_id = ?", clock.instant(), importId);
            long gone = session.update("""
                    delete from play_history
                    where exists (
                        select 1
                        from import_file as f
                        where f.import_id = ?
                            and play_history.play_id >= f.first_play_id
                            and play_history.play_id < f.end_play_id
                    )
                    """, importId);
            session.update("delete from import_basis where import_id = ?", importId);
            Set<Long> changed = TrackStore.forget(session, importId);
            // With a play went the marks of its witnesses, which may have started on the day before.
            derivation.refresh(session, span == null ? null : span.widened(SamePlay.MARGIN), changed);
            return gone;
        });
    }

    private void requireNothingBuiltOn(Session session, long importId) throws SQLException {
        List<Long> later = session.list("""
                select b.import_id
                from import_basis as b
                join import_run as r on r.import_id = b.import_id
                where b.based_on = ? and r.undone_at is null
                order by b.import_id desc
                """, row -> row.number(1), importId);
        if (!later.isEmpty()) {
            String runs = later.stream().map(String::valueOf).collect(Collectors.joining(", "));
            throw new MtmException(
                    ErrorCode.CONFLICT,
                    "a later import (" + runs + ") found rows that were here already thanks to import " + importId
                            + "; undoing this one would lose plays that the later one also told of",
                    "mtm imports undo " + importId,
                    "Undo " + runs + " first, then " + importId + "; both can be imported again at any time.");
        }
    }

    private static @Nullable Span span(Session session, long importId) throws SQLException {
        return session.first("""
                        select
                            min(p.played_at),
                            max(p.played_at)
                        from import_file as f
                        join play_history as p on p.play_id >= f.first_play_id and p.play_id < f.end_play_id
                        where f.import_id = ?
                        having count(*) > 0
                        """, row -> new Span(row.instant(1), row.instant(2)), importId)
                .orElse(null);
    }

    private Optional<Instant> requireRun(Session session, long importId) throws SQLException {
        List<@Nullable Instant> found = new java.util.ArrayList<>();
        session.each(
                "select undone_at from import_run where import_id = ? and account_id = ?",
                row -> found.add(row.instantOrNull(1)),
                importId,
                derivation.account());
        if (found.isEmpty()) {
            throw new MtmException(
                    ErrorCode.NOT_FOUND,
                    "there is no import " + importId,
                    "mtm imports",
                    "`mtm imports` lists them with their numbers.");
        }
        return Optional.ofNullable(found.getFirst());
    }

    private static List<Rejection> rejections(Session session, long fileId) throws SQLException {
        return session.list(
                "select row_number, reason, row_text from import_rejection where file_id = ? order by row_number",
                row -> new Rejection(row.number(1), row.text(2), row.textOrNull(3)),
                fileId);
    }

    private record StoredFile(long fileId, String path, String format, ImportReport.Counts counts) {}
}
