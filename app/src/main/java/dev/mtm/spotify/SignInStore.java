package dev.mtm.spotify;

import dev.mtm.account.Vault;
import dev.mtm.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sign-in of an account, its tokens sealed.
final class SignInStore {
    /// Two machines may differ so much in their clocks. A lease that lies further ahead than that was taken
    /// on a clock that was wrong, and holds nobody up.
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private final Database database;
    private final long account;
    private final Vault vault;

    SignInStore(Database database, long account, Vault vault) {
        this.database = database;
        this.account = account;
        this.vault = vault;
    }

    /// A sign-in as it is stored.
    ///
    /// @param sealedAccess tells one access token from the next
    /// @param endedAt      null while it holds
    record Stored(
            String clientId,
            String user,
            @Nullable String name,
            List<String> scopes,
            String sealedAccess,
            String sealedRefresh,
            Instant accessUntil,
            Instant since,
            @Nullable Instant endedAt) {}

    /// Who signed in last, also after they signed out.
    record Listener(String user, @Nullable String name) {}

    Optional<Listener> lastListener() {
        return database.read(session -> session.first(
                "select user_id, display_name from spotify_sign_in where account_id = ?",
                row -> new Listener(row.text(1), row.textOrNull(2)),
                account));
    }

    /// Empty where nobody is signed in.
    Optional<Stored> find() {
        return database.read(session -> session.first(
                """
                select
                    client_id,
                    user_id,
                    display_name,
                    scopes,
                    sealed_access,
                    sealed_refresh,
                    access_until,
                    consented_at,
                    ended_at
                from spotify_sign_in
                where account_id = ? and sealed_access <> ''
                """,
                row -> new Stored(
                        row.text(1),
                        row.text(2),
                        row.textOrNull(3),
                        Arrays.asList(row.text(4).split(" ", -1)),
                        row.text(5),
                        row.text(6),
                        row.instant(7),
                        row.instant(8),
                        row.instantOrNull(9)),
                account));
    }

    String access(Stored stored) {
        return vault.open(stored.sealedAccess(), purpose("access"));
    }

    String refresh(Stored stored) {
        return vault.open(stored.sealedRefresh(), purpose("refresh"));
    }

    /// Keeps a new sign-in in the place of any other.
    void keep(String clientId, String user, @Nullable String name, Grant grant, Instant now) {
        String refresh = Objects.requireNonNull(grant.refresh());
        database.write(session -> session.update(
                """
                insert into spotify_sign_in (
                    account_id, client_id, user_id, display_name, scopes, sealed_access, sealed_refresh, access_until,
                    consented_at
                )
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (account_id) do update
                set
                    client_id = excluded.client_id,
                    user_id = excluded.user_id,
                    display_name = excluded.display_name,
                    scopes = excluded.scopes,
                    sealed_access = excluded.sealed_access,
                    sealed_refresh = excluded.sealed_refresh,
                    access_until = excluded.access_until,
                    consented_at = excluded.consented_at,
                    refreshing_until = null,
                    ended_at = null
                """,
                account,
                clientId,
                user,
                name,
                String.join(" ", grant.scopes()),
                vault.seal(grant.access(), purpose("access")),
                vault.seal(refresh, purpose("refresh")),
                grant.accessUntil(),
                now));
    }

    /// Takes the right to fetch new tokens in the place of these, if nobody else has it.
    ///
    /// @param length after that the right is free again, should this process die
    /// @return until when; whoever has it is known by that
    Optional<Instant> lease(Stored stale, Instant now, Duration length) {
        Instant until = now.plus(length).truncatedTo(ChronoUnit.SECONDS);
        int taken = database.write(
                session -> session.update("""
                update spotify_sign_in
                set refreshing_until = ?
                where account_id = ?
                    and sealed_access = ?
                    and (refreshing_until is null or refreshing_until < ? or refreshing_until > ?)
                """, until, account, stale.sealedAccess(), now, until.plus(CLOCKS_DIFFER)));
        return taken == 1 ? Optional.of(until) : Optional.empty();
    }

    /// Gives the right to fetch new tokens back, unless it is another's by now.
    void release(Instant until) {
        database.write(session -> session.update(
                "update spotify_sign_in set refreshing_until = null where account_id = ? and refreshing_until = ?",
                account,
                until));
    }

    /// Keeps new tokens; the old refresh token stays where none came. Does nothing where another sign-in
    /// took the place.
    void renew(Stored stale, Grant grant) {
        String refresh = grant.refresh();
        database.write(session -> session.update(
                """
                update spotify_sign_in
                set
                    sealed_access = ?,
                    sealed_refresh = ?,
                    access_until = ?,
                    refreshing_until = null,
                    ended_at = null
                where account_id = ? and sealed_access = ?
                """,
                vault.seal(grant.access(), purpose("access")),
                refresh == null ? stale.sealedRefresh() : vault.seal(refresh, purpose("refresh")),
                grant.accessUntil(),
                account,
                stale.sealedAccess()));
    }

    /// Notes that Spotify refused these tokens for good.
    void end(Stored refused, Instant now) {
        database.write(session -> session.update(
                "update spotify_sign_in set ended_at = ?, refreshing_until = null where account_id = ? and sealed_access = ?",
                now,
                account,
                refused.sealedAccess()));
    }

    /// Forgets the tokens. Who it was is kept: whose plays these are.
    boolean remove() {
        return database.write(session -> session.update("""
                        update spotify_sign_in
                        set
                            scopes = '',
                            sealed_access = '',
                            sealed_refresh = '',
                            refreshing_until = null
                        where account_id = ? and sealed_access <> ''
                        """, account)) > 0;
    }

    private String purpose(String token) {
        return SpotifyApp.SERVICE + " " + token + " " + account;
    }
}
