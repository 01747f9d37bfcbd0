package dev.mtm.snapshot;

import dev.mtm.db.Database;
import dev.mtm.db.RowBatch;
import dev.mtm.db.Session;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;

/// Top lists computed from plays, for the time in which nobody asked Spotify: the 50 tracks with the most listens
/// over
/// each range, one list per month at its last day. More listens come first, then more time heard, then the smaller
/// track
/// id. They are kept apart from Spotify's own by `origin = 'computed'`.
public final class ComputedSnapshots {
    private static final int PLACES = 50;

    private final Database database;
    private final long account;

    public ComputedSnapshots(Database database, long account) {
        this.database = database;
        this.account = account;
    }

    /// Replaces all computed snapshots by ones of the listens as they are now.
    ///
    /// @param today months that end later get no snapshot
    /// @return how many snapshots (a day and a range) the store has now
    public int rebuild(LocalDate today) {
        return database.write(session -> rebuild(session, today));
    }

    /// As [#rebuild], where there are computed snapshots; otherwise does nothing.
    public int refresh(LocalDate today) {
        return database.write(session -> {
            boolean any = session.number(
                            "select count(*) from snapshots where account_id = ? and origin = 'computed'", account)
                    > 0;
            return any ? rebuild(session, today) : 0;
        });
    }

    /// Whether the computed snapshots differ from what the listens give now. False where there are none.
    public boolean isStale(LocalDate today) {
        return database.write(session -> {
            List<String> before = stored(session);
            if (before.isEmpty()) {
                return false;
            }
            rebuild(session, today);
            List<String> after = stored(session);
            session.rollBackAtTheEnd();
            // Lists of months that have ended since the last rebuild are not missing: nobody asked for them yet.
            return !new HashSet<>(after).containsAll(before);
        });
    }

    private List<String> stored(Session session) throws SQLException {
        return session.list(
                """
                select
                    track_id,
                    snapshot_date,
                    time_range,
                    rank
                from snapshots
                where account_id = ? and origin = 'computed'
                order by snapshot_date, time_range, rank
                """, row -> row.text(1) + " " + row.date(2) + " " + row.text(3) + " " + row.number(4), account);
    }

    private int rebuild(Session session, LocalDate today) throws SQLException {
        session.update("delete from snapshots where account_id = ? and origin = 'computed'", account);
        Listens listens = Listens.of(session, account);
        if (listens.size == 0) {
            return 0;
        }
        RowBatch rows = new RowBatch(
                session,
                "insert into snapshots (account_id, track_id, snapshot_date, time_range, rank, origin)",
                6,
                "");
        int snapshots = 0;
        for (TimeRange range : TimeRange.values()) {
            Window window = new Window(listens);
            YearMonth month = YearMonth.from(LocalDate.ofEpochDay(listens.days[0]));
            for (LocalDate last = month.atEndOfMonth(); !last.isAfter(today); last = month.atEndOfMonth()) {
                window.move(range.firstDay(last), last);
                List<Integer> top = window.top();
                for (int i = 0; i < top.size(); i++) {
                    rows.add(account, listens.ids.get(top.get(i)), last, range.label(), i + 1, "computed");
                }
                snapshots += top.isEmpty() ? 0 : 1;
                month = month.plusMonths(1);
                if (last.toEpochDay() > listens.days[listens.size - 1] && top.isEmpty()) {
                    break; // nothing was heard any more
                }
            }
        }
        rows.flush();
        return snapshots;
    }

    /// All listens in the order of time, as plain numbers: a few bytes each, so that millions fit.
    private static final class Listens {
        private int[] days = new int[1 << 12];
        private int[] tracks = new int[1 << 12];
        private int[] heardMs = new int[1 << 12];
        private int size;
        /// The ids of the tracks, in the order of their places; sorted, so that a smaller place is a smaller id.
        private final List<String> ids = new ArrayList<>();

        static Listens of(Session session, long account) throws SQLException {
            Listens listens = new Listens();
            java.util.Map<Long, Integer> places = new java.util.HashMap<>();
            session.each(
                    """
                    select
                        track_key,
                        track_id
                    from tracks
                    where track_key in (select track_key from listens where account_id = ?)
                    order by track_id
                    """,
                    row -> {
                        places.put(row.number(1), listens.ids.size());
                        listens.ids.add(row.text(2));
                    },
                    account);
            session.each(
                    "select local_date, track_key, heard_ms from listens where account_id = ? order by played_at",
                    row -> {
                        Integer place = places.get(row.number(2));
                        Long heard = row.numberOrNull(3);
                        if (place != null) {
                            listens.add(
                                    Math.toIntExact(row.date(1).toEpochDay()),
                                    place,
                                    heard == null ? 0 : (int) Math.min(heard, Integer.MAX_VALUE));
                        }
                    },
                    account);
            return listens;
        }

        private void add(int day, int track, int heard) {
            if (size == days.length) {
                days = Arrays.copyOf(days, size * 2);
                tracks = Arrays.copyOf(tracks, size * 2);
                heardMs = Arrays.copyOf(heardMs, size * 2);
            }
            days[size] = day;
            tracks[size] = track;
            heardMs[size] = heard;
            size++;
        }
    }

    /// The counts per track in a stretch of days that moves forward.
    private static final class Window {
        private final Listens listens;
        private final int[] counts;
        private final long[] heard;
        private int from;
        private int until;

        Window(Listens listens) {
            this.listens = listens;
            this.counts = new int[listens.ids.size()];
            this.heard = new long[listens.ids.size()];
        }

        void move(LocalDate first, LocalDate last) {
            while (until < listens.size && listens.days[until] <= last.toEpochDay()) {
                counts[listens.tracks[until]]++;
                heard[listens.tracks[until]] += listens.heardMs[until];
                until++;
            }
            while (from < until && listens.days[from] < first.toEpochDay()) {
                counts[listens.tracks[from]]--;
                heard[listens.tracks[from]] -= listens.heardMs[from];
                from++;
            }
        }

        /// The tracks in the order of their rank.
        List<Integer> top() {
            Comparator<Integer> better = Comparator.<Integer>comparingInt(track -> -counts[track])
                    .thenComparingLong(track -> -heard[track])
                    .thenComparingInt(track -> track);
            PriorityQueue<Integer> best = new PriorityQueue<>(PLACES + 1, better.reversed());
            for (int track = 0; track < counts.length; track++) {
                if (counts[track] > 0) {
                    best.add(track);
                    if (best.size() > PLACES) {
                        best.remove();
                    }
                }
            }
            List<Integer> top = new ArrayList<>(best);
            top.sort(better);
            return top;
        }
    }
}
