package dev.mtm.history;

import dev.mtm.db.Database;
import dev.mtm.db.Session;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/// Compares what is derived with what the log gives when everything is derived anew, and keeps nothing of the trial.
public final class ProjectionCheck {
    private static final Map<String, String> DERIVED = Map.of(
            "listens",
            "select played_at, track_key, play_id, artist_key, listened_ms, heard_ms, estimated, skipped, local_date"
                    + " from listens where account_id = ? order by played_at, track_key, play_id",
            "listening_hours",
            "select local_date, local_hour, listens, heard_ms, estimated_ms, skips from listening_hours where account_id = ?"
                    + " order by local_date, local_hour",
            "heard_tracks",
            "select track_key, artist_key, first_day, listens, heard_ms, first_at, last_at from heard_tracks where account_id = ?"
                    + " order by track_key",
            "days",
            "select local_date, starts_at, ends_at, month, year, iso_week, weekday, plays from days where account_id = ?"
                    + " order by local_date",
            "same_play",
            "select m.play_id, m.same_as, m.score from same_play as m join play_history as p on p.play_id = m.play_id"
                    + " where p.account_id = ? order by m.play_id");

    private final Database database;
    private final Derivation derivation;

    public ProjectionCheck(Database database, Derivation derivation) {
        this.database = database;
        this.derivation = derivation;
    }

    /// The derived tables that differ from what the log gives, a phrase each; empty when all agree.
    public List<String> differences() {
        return database.writeInBulk(session -> {
            Map<String, Long> before = sums(session);
            derivation.rebuild(session);
            Map<String, Long> after = sums(session);
            session.rollBackAtTheEnd();
            List<String> found = new ArrayList<>();
            after.forEach((table, sum) -> {
                if (!sum.equals(before.get(table))) {
                    found.add(table + " differs from what the log gives");
                }
            });
            return found;
        });
    }

    private Map<String, Long> sums(Session session) throws SQLException {
        Map<String, Long> sums = new TreeMap<>();
        for (Map.Entry<String, String> table : DERIVED.entrySet()) {
            CRC32 sum = new CRC32();
            int columns = table.getValue().split(" from ", 2)[0].split(",").length;
            session.each(
                    table.getValue(),
                    row -> {
                        for (int i = 1; i <= columns; i++) {
                            sum.update((row.textOrNull(i) + "|").getBytes(StandardCharsets.UTF_8));
                        }
                    },
                    derivation.account());
            sums.put(table.getKey(), sum.getValue());
        }
        return sums;
    }
}
