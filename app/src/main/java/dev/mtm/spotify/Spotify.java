package dev.mtm.spotify;

import dev.mtm.account.SignIn;
import dev.mtm.account.Vault;
import dev.mtm.db.Database;
import dev.mtm.enrich.DetailSource;
import dev.mtm.net.CallBudget;
import dev.mtm.net.PoliteHttp;
import dev.mtm.playlist.PlaylistHost;
import dev.mtm.snapshot.TopTracksSource;
import dev.mtm.sync.LivePlays;
import java.time.Clock;

/// Spotify for one account: what the other packages want of it.
///
/// @param signIn    who is signed in
/// @param tops      their top lists
/// @param plays     what they played last
/// @param playlists their playlists
/// @param details   what it tells of single tracks and artists
public record Spotify(
        SignIn signIn, TopTracksSource tops, LivePlays plays, PlaylistHost playlists, DetailSource details) {
    /// @param rest lets time pass between calls
    public static Spotify of(
            SpotifyApp app,
            Database database,
            long account,
            Vault vault,
            CallBudget budget,
            Clock clock,
            PoliteHttp.Rest rest) {
        PoliteHttp http = new PoliteHttp(budget, clock, rest);
        SignInStore store = new SignInStore(database, account, vault);
        TokenEndpoint endpoint = new TokenEndpoint(app, http, clock);
        SpotifyApi api = new SpotifyApi(app, http, new AccessToken(store, endpoint, clock, rest));
        return new Spotify(
                new SpotifySignIn(app, store, endpoint, http, budget, clock),
                new SpotifyTops(api),
                new SpotifyPlays(api),
                new SpotifyPlaylists(api),
                new SpotifyDetails(api, store, http));
    }
}
