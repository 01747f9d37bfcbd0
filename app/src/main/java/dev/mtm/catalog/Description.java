package dev.mtm.catalog;

import dev.mtm.db.Row;
import java.sql.SQLException;

/// What the latest play of a track in one import called it.
///
/// @param second when that play started, seconds since 1970
record Description(long trackKey, long second, Names names) {
    static final String ALL =
            "select track_key, described_at, name, artist_name, album_name, import_id from track_description";

    static Description read(Row row) throws SQLException {
        return new Description(
                row.number(1),
                row.instant(2).getEpochSecond(),
                new Names(row.textOrNull(3), row.textOrNull(4), row.textOrNull(5)));
    }

    boolean wins(Description other) {
        return second != other.second ? second > other.second : names.compareWith(other.names) > 0;
    }
}
