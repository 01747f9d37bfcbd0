package dev.mtm.sync;

import dev.mtm.db.Database;
import java.time.Instant;
import java.util.List;

/// Times of which the service had forgotten plays before it was asked. An export that reaches over a gap closes it;
/// whether
/// one does is looked up each time, so that a gap opens again when that import is taken back.
public final class Gaps {
    private final Database database;
    private final long account;

    public Gaps(Database database, long account) {
        this.database = database;
        this.account = account;
    }

    /// A gap.
    ///
    /// @param from   the end of the last play before it, up to which nothing is missing
    /// @param until  the end of the first after it
    /// @param plays  how many plays of exports lie in it now
    /// @param closed whether an export reaches over it
    public record Gap(Instant from, Instant until, Instant foundAt, long plays, boolean closed) {}

    /// All gaps, the oldest first.
    public List<Gap> all() {
        return database.read(session -> session.list(
                """
                with told as (
                    select source_key
                    from play_source
                    where source in ('spotify-extended', 'spotify-account')
                )
                select
                    g.from_at,
                    g.until_at,
                    g.found_at,
                    (
                        select count(*)
                        from play_history as p
                        where p.account_id = g.account_id
                            and p.played_at >= g.from_at
                            and p.played_at < g.until_at
                            and p.source_key in (select source_key from told)
                    ),
                    case
                        when exists (
                            select 1
                            from play_history as p
                            where p.account_id = g.account_id
                                and p.played_at < g.from_at
                                and p.source_key in (select source_key from told)
                        ) and exists (
                            select 1
                            from play_history as p
                            where p.account_id = g.account_id
                                and p.played_at >= g.until_at
                                and p.source_key in (select source_key from told)
                        ) then 1
                        else 0
                    end
                from play_gap as g
                where g.account_id = ?
                order by g.from_at
                """,
                row -> new Gap(
                        row.instant(1),
                        row.instant(2),
                        row.instant(3),
                        row.number(4),
                        row.number(4) > 0 && row.number(5) == 1),
                account));
    }

    /// Those that no export has closed.
    public List<Gap> open() {
        return all().stream().filter(gap -> !gap.closed()).toList();
    }
}
