package dev.mtm.question;

import dev.mtm.db.Database;
import java.time.LocalDate;
import java.time.ZoneId;

/// Eleven plays and six ranks in three years, small enough to count by hand.
final class SmallLife {
    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    static final LocalDate TODAY = LocalDate.of(2023, 3, 6);

    private SmallLife() {}

    static Life in(Database database) {
        Life life = new Life(database, ZONE);
        life.track("aaa", "Alpha", "Ada", "First", 200_000);
        life.track("bbb", "Beta", "Ada", "First", 180_000);
        life.track("ccc", "Gamma", "Böhm", "Second", 240_000);
        life.track("ddd", "Delta", "Cid", null, 300_000);
        life.play(1, "aaa", "2021-03-05T10:00:00Z", 200_000L, false); // Friday 11 h
        life.play(1, "bbb", "2021-03-05T10:05:00Z", 180_000L, false);
        life.play(1, "aaa", "2021-03-06T23:30:00Z", 100_000L, false); // Sunday the 7th, 0 h
        life.play(1, "aaa", "2021-03-07T12:00:00Z", 10_000L, true); // does not count
        life.play(1, "ccc", "2022-03-05T08:00:00Z", 240_000L, false); // Saturday 9 h
        life.play(1, "ccc", "2022-03-05T08:10:00Z", 240_000L, false);
        life.play(1, "aaa", "2022-03-05T09:00:00Z", 50_000L, true); // 10 h
        life.play(1, "ddd", "2022-12-31T23:15:00Z", null, false); // Sunday, January 1st, 0 h, estimated
        life.play(1, "ddd", "2023-03-04T20:00:00Z", 300_000L, false); // Saturday 21 h
        life.play(1, "ccc", "2023-03-05T20:00:00Z", 240_000L, false); // Sunday 21 h
        life.play(1, "ccc", "2023-03-06T20:00:00Z", 120_000L, false); // Monday 21 h
        life.rank(1, "2022-03-10", "short_term", 3, "aaa", "spotify");
        life.rank(1, "2022-06-01", "short_term", 1, "aaa", "spotify");
        life.rank(1, "2022-06-01", "short_term", 2, "ccc", "spotify");
        life.rank(1, "2022-06-01", "long_term", 2, "bbb", "spotify");
        life.rank(1, "2022-11-30", "short_term", 5, "bbb", "computed");
        life.rank(1, "2023-02-20", "short_term", 1, "ccc", "spotify");
        life.settle();
        database.write(session ->
                session.update("update tracks set primary_genre = ? where track_id in ('aaa', 'ddd')", "dream pop"));
        life.payload(
                "aaa", "{\"disc_number\": 2, \"album\": {\"release_date\": \"1997-05-21\"}, \"external_ids\": {}}");
        life.payload("bbb", "{\"disc_number\": \"two\", \"album\": {\"release_date\": 1997}}");
        life.payload(
                "ccc",
                "{\"disc_number\": 1.0, \"album\": {\"release_date\": \"2001\"}, \"external_ids\": {\"isrc\": \"GB1\"}}");
        database.write(session -> session.update("""
                insert into track_features (
                    track_key, features_source, energy, valence, danceability, acousticness, instrumentalness, speechiness,
                    tempo
                )
                select t.track_key, 'reccobeats', 0.8, 0.6, 0.7, 0.1, null, null, 120
                from tracks as t
                where t.track_id = 'aaa'
                union all
                select t.track_key, 'file', 0.4, 0.5, null, 0.5, 0.6, 0.05, 100
                from tracks as t
                where t.track_id = 'ccc'
                """));
        return life;
    }
}
