package dev.mtm.catalog;

import dev.mtm.db.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Settles which track a track without an id of its own counts as: the one of the same folded artist and title that
/// was
/// played last, the smaller id among equals. The log keeps what the source told; only counting follows this.
final class CountsAs {
    private CountsAs() {}

    /// @return the keys of the tracks that count as another one than before
    static List<Long> settle(Session session) throws SQLException {
        List<Long> changed = new ArrayList<>();
        List<Choice> choices =
                session.list("""
                select
                    track_key,
                    counts_as,
                    candidate
                from (
                    select
                        n.track_key,
                        n.counts_as,
                        c.track_key as candidate,
                        row_number() over (
                            partition by n.track_key
                            order by
                                (
                                    select max(d.described_at)
                                    from track_description as d
                                    where d.track_key = c.track_key
                                ) desc nulls last,
                                c.track_id
                        ) as place
                    from tracks as n
                    left join tracks as c
                        on c.name_key = n.name_key
                        and c.kind = 'music'
                        and not (c.track_id >= 'name:' and c.track_id < 'name;')
                    where n.track_id >= 'name:' and n.track_id < 'name;'
                ) as ranked
                where place = 1
                order by track_key
                """, row -> new Choice(row.number(1), row.numberOrNull(2), row.numberOrNull(3)));
        for (Choice choice : choices) {
            if (!Objects.equals(choice.before(), choice.now())) {
                session.update(
                        "update tracks set counts_as = ? where track_key = ?",
                        choice.now() == null ? Session.NoNumber.UNKNOWN : choice.now(),
                        choice.track());
                changed.add(choice.track());
            }
        }
        return changed;
    }

    private record Choice(
            long track, @Nullable Long before, @Nullable Long now) {}
}
