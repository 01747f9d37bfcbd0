package dev.mtm.history;

import dev.mtm.db.Session;
import dev.mtm.listening.PlayContext;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Rows of one source that differ only in what they tell beside the play: two exports of different years spell the
/// platform differently, or only the later one knows whether a play was skipped. They are one playback; the row that
/// tells most stands for it. Which one that is depends on the rows alone, not on the order in which they came.
final class Retellings {
    private Retellings() {}

    /// That a row tells once more of the playback that another row stands for.
    ///
    /// @param playId the row that gives way
    /// @param of     the row that stands for the playback
    /// @param at     when the playback started
    record Retelling(long playId, long of, Instant at) {}

    /// The retellings among the plays that started in a span.
    ///
    /// @param without rows to leave out
    static List<Retelling> in(Session session, long account, Span span, Set<Long> without) throws SQLException {
        List<Row> rows = session.list(
                """
                select
                    p.play_id,
                    p.context_key,
                    p.skipped,
                    p.played_at,
                    p.track_key,
                    p.source_key,
                    p.listened_ms,
                    p.ordinal
                from (
                    select account_id, played_at, track_key, source_key, coalesce(listened_ms, -1) as ms, ordinal
                    from play_history
                    where account_id = ? and played_at >= ? and played_at <= ?
                    group by account_id, played_at, track_key, source_key, coalesce(listened_ms, -1), ordinal
                    having count(*) > 1
                ) as several
                join play_history as p
                    on p.account_id = several.account_id
                    and p.played_at = several.played_at
                    and p.track_key = several.track_key
                    and p.source_key = several.source_key
                    and coalesce(p.listened_ms, -1) = several.ms
                    and p.ordinal = several.ordinal
                """,
                row -> new Row(
                        row.number(1),
                        row.number(2),
                        row.truthOrNull(3),
                        new Told(row.instant(4), row.number(5), row.number(6), row.numberOrNull(7), row.number(8))),
                account,
                span.first(),
                span.last());
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<Long, PlayContext> contexts = Contexts.byKey(session);
        Comparator<Row> mostTelling = Comparator.comparingLong((Row row) -> -row.facts(contexts))
                .thenComparing(row -> String.valueOf(row.skipped()))
                .thenComparing(row -> String.valueOf(contexts.get(row.context())));
        Map<Told, List<Row>> groups = new HashMap<>();
        rows.stream()
                .filter(row -> !without.contains(row.playId()))
                .forEach(row -> groups.computeIfAbsent(row.told(), told -> new ArrayList<>())
                        .add(row));
        List<Retelling> found = new ArrayList<>();
        groups.forEach((told, group) -> {
            group.sort(mostTelling);
            group.stream()
                    .skip(1)
                    .forEach(row -> found.add(
                            new Retelling(row.playId(), group.getFirst().playId(), told.at())));
        });
        return found;
    }

    /// What retellings have in common.
    private record Told(
            Instant at, long track, long source, @Nullable Long listenedMs, long ordinal) {}

    private record Row(long playId, long context, @Nullable Boolean skipped, Told told) {
        /// How much it tells beside the play.
        long facts(Map<Long, PlayContext> contexts) {
            PlayContext told = contexts.get(context);
            return told == null
                    ? 0
                    : Stream.of(
                                    skipped,
                                    told.platform(),
                                    told.country(),
                                    told.contextUri(),
                                    told.reasonStart(),
                                    told.reasonEnd(),
                                    told.shuffle(),
                                    told.offline(),
                                    told.incognito())
                            .filter(fact -> fact != null)
                            .count();
        }
    }
}
