package dev.mtm.imports;

import dev.mtm.catalog.TrackStore;
import dev.mtm.db.Database;
import dev.mtm.db.IndexesLater;
import dev.mtm.db.RowBatch;
import dev.mtm.db.Session;
import dev.mtm.history.Derivation;
import dev.mtm.history.PlayLog;
import dev.mtm.history.SamePlay;
import dev.mtm.history.Span;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads history files into the log. A run is one transaction: after a crash the store has all of it or nothing, and
/// the
/// run can simply be started again. Importing the same again adds nothing; any order of files gives the same store.
public final class Importer {
    private static final int ANALYZE_FROM = 1_000;

    private final Database database;
    private final Derivation derivation;
    private final Clock clock;
    private final GuardedInput.Limits limits;

    public Importer(Database database, Derivation derivation, Clock clock) {
        this(database, derivation, clock, GuardedInput.Limits.USUAL);
    }

    Importer(Database database, Derivation derivation, Clock clock, GuardedInput.Limits limits) {
        this.database = database;
        this.derivation = derivation;
        this.clock = clock;
        this.limits = limits;
    }

    /// How to run.
    ///
    /// @param format what to read the files as; null: recognise each by its content
    /// @param dryRun do everything except keeping it
    public record Options(@Nullable ImportFormat format, boolean dryRun) {}

    /// Imports files, folders and archives.
    public ImportReport run(List<Path> paths, Options options, ImportProgress progress) {
        return run(paths, options, progress, Companion.NONE);
    }

    /// As [#run(List, Options, ImportProgress)], with what comes along with the plays.
    public ImportReport run(List<Path> paths, Options options, ImportProgress progress, Companion companion) {
        Feed feed = new Feed(paths, options.format(), clock.instant(), limits);
        return run(feed, InputTree.size(paths), options, progress, companion);
    }

    /// Imports plays that come from elsewhere than files.
    public ImportReport run(PlaySource source, boolean dryRun, ImportProgress progress) {
        Feed feed = new Feed(source, clock.instant());
        return run(feed, 0, new Options(null, dryRun), progress, Companion.NONE);
    }

    private ImportReport run(
            Feed source, long totalBytes, Options options, ImportProgress progress, Companion companion) {
        ImportReport report;
        try (Feed feed = source) {
            report = database.writeInBulk(session -> {
                feed.start();
                Run run = new Run(session, options, progress, totalBytes, companion);
                run.take(feed);
                return run.finish();
            });
        }
        if (report.importId() != null && report.total().fresh() >= ANALYZE_FROM) {
            database.analyze();
        }
        return report;
    }

    /// One run inside its transaction.
    private final class Run {
        private final Session session;
        private final Options options;
        private final ImportProgress progress;
        private final long totalBytes;
        private final Companion companion;
        private final IndexesLater indexes;
        private final TrackStore tracks;
        private final PlayLog log;
        private final long importId;
        private final List<ReadFile> files = new ArrayList<>();
        private final List<ImportReport.PassedOver> passedOver = new ArrayList<>();
        private final List<ImportReport.Trouble> troubles = new ArrayList<>();
        private long rows;

        Run(Session session, Options options, ImportProgress progress, long totalBytes, Companion companion)
                throws SQLException {
            this.session = session;
            this.options = options;
            this.progress = progress;
            this.totalBytes = totalBytes;
            this.companion = companion;
            Instant now = clock.instant();
            this.indexes = new IndexesLater(session);
            if (session.number("select count(*) from (select 1 from play_history limit 1) as one") == 0) {
                indexes.drop("play_history_by_track");
                indexes.drop("tracks_by_name_key");
                indexes.drop("idx_tracks_artist");
            }
            this.tracks = new TrackStore(session, now);
            this.log = new PlayLog(session, derivation.account(), tracks);
            this.importId = session.number("select coalesce(max(import_id), 0) + 1 from import_run");
            session.update(
                    "insert into import_run (import_id, account_id, started_at, finished_at) values (?, ?, ?, ?)",
                    importId,
                    derivation.account(),
                    now,
                    now);
        }

        void take(Feed feed) throws SQLException {
            ReadFile file = null;
            while (true) {
                switch (feed.next()) {
                    case Feed.Start start -> {
                        file = new ReadFile(start.path(), start.format(), log.nextId());
                        log.startFile();
                    }
                    case Feed.Rows batch -> {
                        ReadFile current = Objects.requireNonNull(file);
                        for (Feed.Row row : batch.rows()) {
                            take(row, current);
                        }
                        progress.at(current.path, rows, batch.bytes(), totalBytes);
                    }
                    case Feed.End end -> {
                        ReadFile current = Objects.requireNonNull(file);
                        current.added = log.endFile();
                        current.endPlayId = log.nextId();
                        current.readToEnd = end.readToEnd();
                        files.add(current);
                        if (!end.readToEnd()) {
                            troubles.add(current.broken());
                        }
                    }
                    case Feed.PassedOver other -> passedOver.add(other.file());
                    case Feed.Trouble trouble -> troubles.add(trouble.trouble());
                    case Feed.Failed failed -> throw new IllegalStateException("reading failed", failed.cause());
                    case Feed.Done done -> {
                        return;
                    }
                }
            }
        }

        private void take(Feed.Row row, ReadFile file) throws SQLException {
            rows++;
            if (row.play() != null) {
                log.add(row.play());
            } else if (row.rejection() != null) {
                file.rejections.add(row.rejection());
            }
        }

        ImportReport finish() throws SQLException {
            indexes.make();
            Set<Long> changed = tracks.finish(importId, log.basis());
            Companion.Touched touched = companion.arrive(session);
            changed.addAll(touched.tracks());
            if (companion != Companion.NONE) {
                changed.addAll(TrackStore.settle(session));
            }
            Span span = Span.hull(log.span(), touched.plays());
            derivation.refresh(session, span, changed);
            List<ImportReport.FileReport> reports = new ArrayList<>();
            for (ReadFile file : files) {
                reports.add(
                        file.report(span == null ? 0 : SamePlay.toldAgain(session, file.firstPlayId, file.endPlayId)));
            }
            boolean nothing = files.isEmpty() && companion == Companion.NONE;
            if (options.dryRun() || nothing) {
                session.rollBackAtTheEnd();
            } else {
                keep(reports);
            }
            return new ImportReport(
                    options.dryRun() || nothing ? null : importId, options.dryRun(), reports, passedOver, troubles);
        }

        private void keep(List<ImportReport.FileReport> reports) throws SQLException {
            long fileId = session.number("select coalesce(max(file_id), 0) from import_file");
            RowBatch rejections = new RowBatch(
                    session, "insert into import_rejection (file_id, row_number, reason, row_text)", 4, "");
            for (int i = 0; i < reports.size(); i++) {
                ReadFile file = files.get(i);
                ImportReport.Counts counts = reports.get(i).counts();
                fileId++;
                session.update(
                        """
                        insert into import_file (
                            file_id, import_id, path, format, rows_read, new_plays, known, same_play, not_music, rejected,
                            read_to_end, first_play_id, end_play_id
                        )
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                        fileId,
                        importId,
                        file.path,
                        file.format,
                        counts.rows(),
                        counts.fresh(),
                        counts.known(),
                        counts.samePlay(),
                        counts.notMusic(),
                        counts.rejected(),
                        file.readToEnd,
                        file.firstPlayId,
                        file.endPlayId);
                for (Rejection rejection : file.rejections) {
                    rejections.add(fileId, rejection.row(), rejection.reason(), rejection.text());
                }
            }
            rejections.flush();
            for (long earlier : log.basis()) {
                session.update("insert into import_basis (import_id, based_on) values (?, ?)", importId, earlier);
            }
            session.update("update import_run set finished_at = ? where import_id = ?", clock.instant(), importId);
        }
    }

    /// A file while it is read.
    private static final class ReadFile {
        private final String path;
        private final String format;
        private final long firstPlayId;
        private final List<Rejection> rejections = new ArrayList<>();
        private PlayLog.Added added = new PlayLog.Added(0, 0, 0);
        private long endPlayId;
        private boolean readToEnd;

        ReadFile(String path, String format, long firstPlayId) {
            this.path = path;
            this.format = format;
            this.firstPlayId = firstPlayId;
            this.endPlayId = firstPlayId;
        }

        ImportReport.FileReport report(long toldAgain) {
            return new ImportReport.FileReport(
                    path,
                    format,
                    new ImportReport.Counts(
                            added.newMusic() + added.newNotMusic() + added.known() + rejections.size(),
                            added.newMusic() - toldAgain,
                            added.known(),
                            toldAgain,
                            added.newNotMusic(),
                            rejections.size()),
                    rejections);
        }

        ImportReport.Trouble broken() {
            Rejection last = rejections.getLast();
            return new ImportReport.Trouble(
                    path,
                    "row " + last.row() + ": " + last.reason(),
                    "The rows before it were imported. Fetch the file again and import that: rows that are here already"
                            + " are recognised.");
        }
    }
}
