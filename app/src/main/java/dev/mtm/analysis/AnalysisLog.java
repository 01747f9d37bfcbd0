package dev.mtm.analysis;

import dev.mtm.db.Database;
import dev.mtm.db.Json;
import dev.mtm.db.Postgres;
import dev.mtm.db.Session;
import dev.mtm.db.Sqlite;
import dev.mtm.listening.HomeZone;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The analyses that were frozen. One is added where the figures of its days are not yet kept as they are; what was
/// measured is never changed.
public final class AnalysisLog {
    private static final String SELECT = """
            select
                analysis_id, analysed_at, period_start, period_end, period_label, metrics_payload, narrative_report, model_used,
                playlist_theme, playlist_theme_reasoning
            from analysis_snapshots
            where account_id = ?
            """;

    private final Database database;
    private final long account;

    public AnalysisLog(Database database, long account) {
        this.database = database;
        this.account = account;
    }

    /// An analysis as it is kept.
    ///
    /// @param from    when its days begin; null where another program did not tell
    /// @param until   when they are over; null likewise
    /// @param label   null likewise
    /// @param metrics a JSON document; of another program, in its own form; null likewise
    /// @param report  what is told of them, a JSON document; null: nothing
    /// @param model   who told it; null: nobody, or not known
    public record Frozen(
            long id,
            Instant analysedAt,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable String label,
            @Nullable String metrics,
            @Nullable String report,
            @Nullable String model,
            @Nullable String theme,
            @Nullable String reasoning) {
        /// @throws MtmException when they were not made by this program
        public Metrics measured() {
            return MetricsJson.read(metrics == null ? "null" : metrics);
        }

        /// Whether this program made it.
        public boolean isOurs() {
            return metrics != null && MetricsJson.isOne(metrics);
        }
    }

    /// What is told of an analysis.
    ///
    /// @param report a JSON document
    /// @param model  who told it
    public record Telling(String report, String model, String theme, String reasoning) {}

    /// All that tell of a period, the latest first; how managed playlists came about is kept beside them.
    public List<Frozen> all() {
        return database.read(session -> session.list(
                SELECT + " and (metrics_payload is not null or narrative_report is not null)"
                        + " order by analysed_at desc, analysis_id desc",
                AnalysisLog::frozen,
                account));
    }

    /// @throws MtmException when there is none of that number
    public Frozen named(long id) {
        return database.read(
                        session -> session.first(SELECT + " and analysis_id = ?", AnalysisLog::frozen, account, id))
                .orElseThrow(() -> new MtmException(
                        ErrorCode.NOT_FOUND,
                        "there is no analysis of this number",
                        String.valueOf(id),
                        "`mtm analyses` lists them."));
    }

    /// The last one of the same days, where its figures are these.
    public Optional<Frozen> find(Metrics metrics) {
        return database.read(session -> last(session, metrics));
    }

    /// Whether a period was frozen after it was over.
    public boolean hasClosed(Window window) {
        return database.read(session -> ofLabel(session, window.label())).stream()
                .filter(Frozen::isOurs)
                .anyMatch(frozen -> frozen.measured().closed());
    }

    /// Keeps an analysis, unless it is kept already.
    public Frozen keep(Metrics metrics, Telling telling, Instant now) {
        HomeZone zone = new HomeZone(metrics.zone());
        long id = database.write(session -> {
            lock(session);
            Optional<Frozen> known = last(session, metrics);
            if (known.isPresent()) {
                return known.get().id();
            }
            long next = 1 + session.number("select max(analysis_id) from analysis_snapshots");
            session.update(
                    """
                    insert into analysis_snapshots (
                        analysis_id, account_id, analysed_at, period_start, period_end, period_label, metrics_payload,
                        narrative_report, model_used, playlist_theme, playlist_theme_reasoning
                    )
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    next,
                    account,
                    now,
                    zone.startOf(metrics.from()),
                    zone.startOf(metrics.until().plusDays(1)),
                    metrics.label(),
                    new Json(MetricsJson.text(metrics)),
                    new Json(telling.report()),
                    telling.model(),
                    telling.theme(),
                    telling.reasoning());
            return next;
        });
        return named(id);
    }

    /// Two processes that keep the same at once keep it once.
    private static void lock(Session session) throws SQLException {
        switch (session.dialect()) {
            case Sqlite sqlite -> {
                // Who writes is alone.
            }
            case Postgres postgres -> session.execute("lock table analysis_snapshots in share row exclusive mode");
        }
    }

    /// Tells of an analysis anew; its figures stay.
    public Frozen tell(long id, Telling telling) {
        database.write(session -> session.update(
                """
                update analysis_snapshots
                set narrative_report = ?, model_used = ?, playlist_theme = ?, playlist_theme_reasoning = ?
                where account_id = ? and analysis_id = ?
                """, new Json(telling.report()), telling.model(), telling.theme(), telling.reasoning(), account, id));
        return named(id);
    }

    private Optional<Frozen> last(Session session, Metrics metrics) throws SQLException {
        String text = MetricsJson.text(metrics);
        return ofLabel(session, metrics.label()).stream()
                .filter(Frozen::isOurs)
                .filter(frozen -> frozen.measured().from().equals(metrics.from()))
                .findFirst()
                .filter(frozen -> MetricsJson.text(frozen.measured()).equals(text));
    }

    private List<Frozen> ofLabel(Session session, String label) throws SQLException {
        return session.list(
                SELECT + " and period_label = ? order by analysed_at desc, analysis_id desc",
                AnalysisLog::frozen,
                account,
                label);
    }

    private static Frozen frozen(dev.mtm.db.Row row) throws SQLException {
        return new Frozen(
                row.number(1),
                row.instant(2),
                row.instantOrNull(3),
                row.instantOrNull(4),
                row.textOrNull(5),
                row.textOrNull(6),
                row.textOrNull(7),
                row.textOrNull(8),
                row.textOrNull(9),
                row.textOrNull(10));
    }
}
