package dev.mtm.history;

import dev.mtm.db.IndexesLater;
import dev.mtm.db.Postgres;
import dev.mtm.db.RowBatch;
import dev.mtm.db.Session;
import dev.mtm.db.Sqlite;
import dev.mtm.listening.HomeZone;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Derives what counts from the log: `listens`, their sums `listening_hours` and `heard_tracks`, and the calendar
/// `days`.
/// Refreshing the days that were touched gives the same rows as deriving everything from scratch.
public final class ListenProjection {
    /// How far the calendar reaches past the first and the last play.
    private static final int MONTHS_AROUND = 2;

    /// Where more tracks were touched, summing all of them costs less than one after the other.
    private static final int ONE_BY_ONE = 200;

    private final Session session;
    private final long account;
    private final HomeZone zone;
    private final CountingRule rule;

    public ListenProjection(Session session, long account, HomeZone zone, CountingRule rule) {
        this.session = session;
        this.account = account;
        this.zone = zone;
        this.rule = rule;
    }

    /// Derives the local days anew in which plays of a span started.
    ///
    /// @param touched null: nothing was touched
    public void refresh(@Nullable Span touched) throws SQLException {
        Optional<Span> log = log();
        if (touched == null) {
            return;
        }
        if (log.isEmpty()) {
            clear();
            return;
        }
        settleDays(log.get());
        LocalDate first = zone.dayOf(touched.first());
        LocalDate last = zone.dayOf(touched.last());
        boolean everything = !touched.first().isAfter(log.get().first())
                && !touched.last().isBefore(log.get().last());
        Set<Long> tracks = new HashSet<>();
        if (everything) {
            session.update("delete from listens where account_id = ?", account);
            session.update("delete from listening_hours where account_id = ?", account);
        } else {
            tracks.addAll(tracks(first, last));
            session.update(
                    "delete from listens where account_id = ? and played_at >= ? and played_at < ?",
                    account,
                    zone.startOf(first),
                    zone.startOf(last.plusDays(1)));
            session.update(
                    "delete from listening_hours where account_id = ? and local_date >= ? and local_date <= ?",
                    account,
                    first,
                    last);
        }
        boolean indexLater =
                everything && session.number("select count(*) from (select 1 from listens limit 1) as one") == 0;
        IndexesLater indexes = new IndexesLater(session);
        if (indexLater) {
            indexes.drop("listens_by_track");
        }
        fillSlots(first, last);
        if (everything) {
            session.execute("create temp table counted (track_key integer primary key, counts_as integer not null,"
                    + " artist_key integer, duration_ms integer)");
            session.execute("insert into counted " + COUNTED);
        }
        Object[] span = span(first, last);
        session.update(listens(everything ? "counted" : "(" + COUNTED + ")"), span);
        indexes.make();
        tellPlanner(first, last, "listens");
        session.update(HOURS.formatted(within("l")), span);
        session.update(PLAYS, account, first, last);
        if (everything) {
            sumTracks();
        } else {
            tracks.addAll(tracks(first, last));
            sumTracks(tracks);
        }
        session.execute("drop table hour_slot");
        if (everything) {
            session.execute("drop table counted");
        }
    }

    /// Derives everything from scratch.
    public void rebuild() throws SQLException {
        clear();
        refresh(log().orElse(null));
    }

    private void clear() throws SQLException {
        session.update("delete from listens where account_id = ?", account);
        session.update("delete from heard_tracks where account_id = ?", account);
        session.update("delete from listening_hours where account_id = ?", account);
        session.update("delete from days where account_id = ?", account);
    }

    /// The tracks that were listened to on the days from `first` to `last`.
    private List<Long> tracks(LocalDate first, LocalDate last) throws SQLException {
        return session.list(
                "select distinct track_key from listens where account_id = ? and played_at >= ? and played_at < ?",
                row -> row.number(1),
                account,
                zone.startOf(first),
                zone.startOf(last.plusDays(1)));
    }

    private void sumTracks(Set<Long> tracks) throws SQLException {
        if (tracks.size() > ONE_BY_ONE) {
            sumTracks();
            return;
        }
        for (long track : tracks) {
            session.update("delete from heard_tracks where account_id = ? and track_key = ?", account, track);
            session.update(TRACKS.formatted("and track_key = ?"), account, track);
        }
    }

    private void sumTracks() throws SQLException {
        session.update("delete from heard_tracks where account_id = ?", account);
        session.update(TRACKS.formatted(""), account);
    }

    private Optional<Span> log() throws SQLException {
        return session.first("""
                select
                    f.played_at,
                    l.played_at
                from (select played_at from play_history where account_id = ? order by played_at limit 1) as f
                cross join (select played_at from play_history where account_id = ? order by played_at desc limit 1) as l
                """, row -> new Span(row.instant(1), row.instant(2)), account, account);
    }

    private void settleDays(Span log) throws SQLException {
        LocalDate first = zone.dayOf(log.first()).minusMonths(MONTHS_AROUND).withDayOfMonth(1);
        LocalDate last = zone.dayOf(log.last())
                .plusMonths(MONTHS_AROUND + 1L)
                .withDayOfMonth(1)
                .minusDays(1);
        boolean settled = session.number(
                                "select count(*) from days where account_id = ? and local_date in (?, ?)",
                                account,
                                first,
                                last)
                        == 2
                && session.number(
                                "select count(*) from days where account_id = ? and (local_date < ? or local_date > ?)",
                                account,
                                first,
                                last)
                        == 0;
        if (settled) {
            return; // The calendar has no holes: it is only ever filled from end to end.
        }
        session.update(
                "delete from days where account_id = ? and (local_date < ? or local_date > ?)", account, first, last);
        RowBatch days = new RowBatch(
                session,
                "insert into days (account_id, local_date, starts_at, ends_at, month, year, iso_week, weekday)",
                8,
                "on conflict (account_id, local_date) do nothing");
        for (HomeZone.Day day : zone.days(first, last)) {
            days.add(
                    account,
                    day.date(),
                    day.startsAt(),
                    day.endsAt(),
                    day.month(),
                    day.date().getYear(),
                    day.isoWeek(),
                    day.weekday());
        }
        days.flush();
    }

    private void fillSlots(LocalDate first, LocalDate last) throws SQLException {
        session.execute(
                switch (session.dialect()) {
                    case Sqlite sqlite ->
                        "create temp table hour_slot (starts_at text primary key, ends_at text not null,"
                                + " local_date text not null, local_hour integer not null) without rowid";
                    // Without a key, which would tempt the planner to go from each play through all earlier hours.
                    case Postgres postgres ->
                        "create temp table hour_slot (starts_at timestamp(0) not null, ends_at timestamp(0) not null,"
                                + " local_date date not null, local_hour integer not null)";
                });
        RowBatch slots =
                new RowBatch(session, "insert into hour_slot (starts_at, ends_at, local_date, local_hour)", 4, "");
        for (HomeZone.HourSlot slot : zone.hours(first, last)) {
            slots.add(slot.startsAt(), slot.endsAt(), slot.date(), slot.hour());
        }
        slots.flush();
        tellPlanner(first, last, "hour_slot, play_history, tracks, track_artists, play_context");
    }

    /// PostgreSQL's planner knows nothing yet of rows that this transaction brought, and would join them the long way:
    /// every hour with every listen.
    private void tellPlanner(LocalDate first, LocalDate last, String tables) throws SQLException {
        if (session.dialect() instanceof Postgres && last.minusMonths(1).isAfter(first)) {
            session.execute("analyze " + tables);
        }
    }

    /// Tells PostgreSQL which plays the hours can hold at all. It would else expect most of them, and read all tracks
    /// for the plays of a day. SQLite goes from each hour to its plays anyway, and would be led astray.
    private String within(String plays) {
        return switch (session.dialect()) {
            case Sqlite sqlite -> "";
            case Postgres postgres -> " and %s.played_at >= ? and %s.played_at < ?".formatted(plays, plays);
        };
    }

    /// What [#within] and the account before it want bound.
    private Object[] span(LocalDate first, LocalDate last) {
        return switch (session.dialect()) {
            case Sqlite sqlite -> new Object[] {account};
            case Postgres postgres -> new Object[] {account, zone.startOf(first), zone.startOf(last.plusDays(1))};
        };
    }

    /// The plus keeps SQLite from going from every track to all its plays, for each hour anew.
    ///
    /// @param counted where the music stands, a row of [#COUNTED] for each track
    private String listens(String counted) throws SQLException {
        boolean marks = isAny("same_play");
        return """
            insert into listens (
                account_id, played_at, track_key, play_id, artist_key, listened_ms, heard_ms, estimated, skipped, local_date
            )
            select
                account_id,
                played_at,
                track_key,
                play_id,
                artist_key,
                listened_ms,
                coalesce(listened_ms, duration_ms),
                listened_ms is null and duration_ms is not null,
                skipped,
                local_date
            from (
                select
                    p.account_id,
                    p.played_at,
                    t.counts_as as track_key,
                    p.play_id,
                    t.artist_key,
                    coalesce(p.listened_ms, %s) as listened_ms,
                    t.duration_ms,
                    coalesce(p.skipped, %s) as skipped,
                    %s as reason_end,
                    s.local_date
                from hour_slot as s
                cross join play_history as p
                join %s as t on t.track_key = +p.track_key
                %s
                where p.account_id = ?%s
                    and p.played_at >= s.starts_at
                    and p.played_at < s.ends_at
                    and %s
                    and %s
            ) as played
            where %s
            """.formatted(
                        marks ? toldByAnother("listened_ms") : "null",
                        marks ? toldByAnother("skipped") : "null",
                        rule.asksForTheEnd() ? "c.reason_end" : "null",
                        counted,
                        rule.asksForTheEnd() ? "join play_context as c on c.context_key = p.context_key" : "",
                        within("p"),
                        marks ? "not exists (select 1 from same_play as m where m.play_id = p.play_id)" : "1 = 1",
                        isAny("play_decision") ? "p.play_id not in (" + HIDDEN + ")" : "1 = 1",
                        rule.condition());
    }

    private boolean isAny(String table) throws SQLException {
        return session.number("select count(*) from (select 1 from " + table + " limit 1) as one") > 0;
    }

    /// The plays that stand for a playback of which one witness is hidden.
    private static final String HIDDEN = """
            select coalesce(m.same_as, d.play_id)
            from play_decision as d
            left join same_play as m on m.play_id = d.play_id
            where d.hidden_at is not null
            """;

    /// What the richest other witness of a playback tells, where the richest does not.
    private static String toldByAnother(String column) {
        return """
            (
                select q.%s
                from same_play as m
                join play_history as q on q.play_id = m.play_id
                join play_source as w on w.source_key = q.source_key
                where m.same_as = p.play_id and q.%s is not null
                order by w.richness desc, q.source_key, q.played_at, q.listened_ms, q.ordinal, q.%s
                limit 1
            )""".formatted(column, column, column);
    }

    /// Every track of music with the track that it counts as and that one's main artist. Where all plays are derived
    /// anew it is made a table first: one narrow row to find per play, instead of two wide ones.
    private static final String COUNTED = """
            select
                t.track_key,
                coalesce(t.counts_as, t.track_key) as counts_as,
                a.artist_key,
                t.duration_ms
            from tracks as t
            left join track_artists as a on a.track_key = coalesce(t.counts_as, t.track_key) and a.position = 1
            where t.kind = 'music'
            """;

    private static final String HOURS = """
            insert into listening_hours (account_id, local_date, local_hour, listens, heard_ms, estimated_ms, skips)
            select
                l.account_id,
                s.local_date,
                s.local_hour,
                count(*),
                sum(coalesce(l.heard_ms, 0)),
                sum(case when l.estimated then l.heard_ms else 0 end),
                sum(case when l.skipped then 1 else 0 end)
            from hour_slot as s
            cross join listens as l
            where l.account_id = ?%s and l.played_at >= s.starts_at and l.played_at < s.ends_at
            group by l.account_id, s.local_date, s.local_hour
            """;

    private static final String TRACKS = """
            insert into heard_tracks (
                account_id, track_key, artist_key, first_day, listens, heard_ms, first_at, last_at
            )
            select
                h.account_id,
                h.track_key,
                a.artist_key,
                (
                    select f.local_date
                    from listens as f
                    where f.account_id = h.account_id and f.played_at = h.first_at
                    limit 1
                ),
                h.listens,
                h.heard_ms,
                h.first_at,
                h.last_at
            from (
                select
                    account_id,
                    track_key,
                    count(*) as listens,
                    sum(heard_ms) as heard_ms,
                    min(played_at) as first_at,
                    max(played_at) as last_at
                from listens
                where account_id = ? %s
                group by
                    account_id,
                    track_key
            ) as h
            left join track_artists as a on a.track_key = h.track_key and a.position = 1
            """;

    private static final String PLAYS = """
            update days
            set plays = (
                select count(*)
                from play_history as p
                where p.account_id = days.account_id and p.played_at >= days.starts_at and p.played_at < days.ends_at
            )
            where account_id = ? and local_date >= ? and local_date <= ?
            """;
}
