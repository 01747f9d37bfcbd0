package dev.mtm.fakes.spotify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtm.fakes.service.FakeClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Playlists as a client makes them.
final class PlaylistTest {
    private final FakeSpotify fake = FakeSpotify.start(FakeClock.standingAt(Instant.parse("2026-03-10T12:00:00Z")));
    private final User mira = fake.addUser("mira", "Mira", Life.of(List.of()));
    private final User tobi = fake.addUser("tobi", "Tobi", Life.of(List.of()));
    private final Caller caller = new Caller(fake, fake.accessToken(mira));
    private final List<String> uris =
            fake.catalogue().tracks().stream().map(Track::uri).limit(130).toList();

    @AfterEach
    void close() {
        caller.close();
        fake.close();
    }

    @Test
    void aPlaylistOfMoreThanAHundredIsMadeInTwoCallsAndKeepsItsOrder() throws IOException {
        String id = create("{\"name\":\"Gems\",\"description\":\"Why\",\"public\":false}");
        assertThat(caller.call("PUT", items(id), body(uris.subList(0, 100))).statusCode())
                .isEqualTo(200);
        assertThat(caller.call("POST", items(id), body(uris.subList(100, 130))).statusCode())
                .isEqualTo(201);
        assertThat(read(id)).isEqualTo(uris);
        Playlist kept = fake.playlists(mira).getFirst();
        assertThat(kept.uris()).isEqualTo(uris);
        assertThat(kept.description()).isEqualTo("Why");
        assertThat(kept.open()).isFalse();
        assertThat(caller.call("PUT", items(id), body(uris.subList(5, 7))).statusCode())
                .isEqualTo(200);
        assertThat(read(id)).isEqualTo(uris.subList(5, 7));
    }

    @Test
    void aHundredAndOneAreTooMany() throws IOException {
        String id = create("{\"name\":\"Gems\",\"public\":false}");
        assertThat(caller.call("PUT", items(id), body(uris.subList(0, 101))).statusCode())
                .isEqualTo(400);
        assertThat(caller.call("POST", items(id), body(uris.subList(0, 101))).statusCode())
                .isEqualTo(400);
        assertThat(read(id)).isEmpty();
    }

    @Test
    void itemsAreInsertedMovedAndRemoved() throws IOException {
        String id = create("{\"name\":\"Gems\"}");
        caller.call("POST", items(id) + "?uris=" + String.join(",", uris.subList(0, 3)), "");
        caller.call("POST", items(id), "{\"uris\":[\"" + uris.get(9) + "\"],\"position\":1}");
        assertThat(places(id)).containsExactly(0, 9, 1, 2);
        caller.call("PUT", items(id), "{\"range_start\":0,\"insert_before\":4,\"range_length\":2}");
        assertThat(places(id)).containsExactly(1, 2, 0, 9);
        caller.call("PUT", items(id), "{\"range_start\":2,\"insert_before\":0,\"range_length\":1}");
        assertThat(places(id)).containsExactly(0, 1, 2, 9);
        caller.call("DELETE", items(id), "{\"items\":[{\"uri\":\"" + uris.get(1) + "\"}]}");
        assertThat(places(id)).containsExactly(0, 2, 9);
    }

    @Test
    void everyChangeHasItsSnapshotId() throws IOException {
        String id = create("{\"name\":\"Gems\"}");
        String first = snapshot(caller.call("PUT", items(id), body(uris.subList(0, 2))));
        String second = snapshot(caller.call("POST", items(id), body(uris.subList(2, 3))));
        assertThat(second).isNotEqualTo(first);
        assertThat(caller.read("/playlists/" + id).path("snapshot_id").stringValue())
                .isEqualTo(second);
        String remove = "{\"items\":[{\"uri\":\"%s\"}],\"snapshot_id\":\"%s\"}";
        assertThat(caller.call("DELETE", items(id), remove.formatted(uris.get(0), first))
                        .statusCode())
                .isEqualTo(200);
        assertThat(caller.call("DELETE", items(id), remove.formatted(uris.get(1), "AAAA"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void namesChange() throws IOException {
        String id = create("{\"name\":\"Gems\",\"public\":false}");
        assertThat(caller.call("PUT", "/playlists/" + id, "{\"description\":\"of March\"}")
                        .statusCode())
                .isEqualTo(200);
        JsonNode playlist = caller.read("/playlists/" + id);
        assertThat(playlist.path("name").stringValue()).isEqualTo("Gems");
        assertThat(playlist.path("description").stringValue()).isEqualTo("of March");
        assertThat(playlist.path("public").booleanValue()).isFalse();
    }

    @Test
    void whatIsTakenOutOfTheLibraryIsStillThere() throws IOException {
        String id = create("{\"name\":\"Gems\",\"public\":false}");
        String library = "/me/library?uris=spotify:playlist:" + id;
        assertThat(listed()).containsExactly(id);
        assertThat(caller.call("DELETE", library, "").statusCode()).isEqualTo(200);
        assertThat(listed()).isEmpty();
        assertThat(caller.get("/playlists/" + id).statusCode()).isEqualTo(200);
        assertThat(caller.call("PUT", library, "").statusCode()).isEqualTo(200);
        assertThat(listed()).containsExactly(id);
        String several = "?uris=" + uris.get(0) + "," + uris.get(1);
        assertThat(caller.call("PUT", "/me/library?uris=" + uris.get(0), "").statusCode())
                .isEqualTo(200);
        assertThat(caller.get("/me/library/contains" + several).body()).isEqualTo("[true,false]");
        assertThat(caller.call("PUT", "/me/library?uris=nonsense", "").statusCode())
                .isEqualTo(400);
        String tooMany = uris.stream().limit(41).collect(Collectors.joining(","));
        assertThat(caller.call("PUT", "/me/library?uris=" + tooMany, "").statusCode())
                .isEqualTo(400);
    }

    @Test
    void privatePlaylistsAreForTheirOwner() throws IOException {
        String closed = create("{\"name\":\"Closed\",\"public\":false}");
        String open = create("{\"name\":\"Open\"}");
        caller.token(fake.accessToken(tobi));
        assertThat(caller.get("/playlists/" + closed).statusCode()).isEqualTo(404);
        assertThat(caller.call("PUT", items(closed), body(uris.subList(0, 1))).statusCode())
                .isEqualTo(404);
        assertThat(caller.read("/playlists/" + open).has("items"))
                .as("only its head")
                .isFalse();
        assertThat(caller.get(items(open)).statusCode()).isEqualTo(403);
        assertThat(caller.call("PUT", items(open), body(uris.subList(0, 1))).statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /me/top/tracks, user-top-read",
        "GET, /me/top/artists, user-top-read",
        "GET, /me/player/recently-played, user-read-recently-played",
        "GET, /me/player/currently-playing, user-read-currently-playing",
        "GET, /me/player/currently-playing, user-read-playback-state",
        "GET, /me/playlists, playlist-read-private",
        "POST, /me/playlists, playlist-modify-public",
    })
    void aCallNeedsItsScope(String method, String path, String scope) throws IOException {
        String body = method.equals("POST") ? "{\"name\":\"Open\"}" : "";
        caller.token(fake.accessToken(mira, "ugc-image-upload"));
        HttpResponse<String> refused = caller.call(method, path, body);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("Insufficient client scope");
        caller.token(fake.accessToken(mira, scope));
        assertThat(caller.call(method, path, body).statusCode()).isIn(200, 201, 204);
    }

    @Test
    void privateAndPublicPlaylistsNeedTheirOwnScopes() throws IOException {
        caller.token(fake.accessToken(mira, "playlist-modify-private"));
        assertThat(caller.call("POST", "/me/playlists", "{\"name\":\"Open\"}").statusCode())
                .isEqualTo(403);
        String id = create("{\"name\":\"Closed\",\"public\":false}");
        assertThat(caller.call("PUT", items(id), body(uris.subList(0, 1))).statusCode())
                .isEqualTo(200);
        caller.token(fake.accessToken(mira, "playlist-modify-public", "playlist-read-private"));
        assertThat(caller.call("PUT", items(id), body(uris.subList(1, 2))).statusCode())
                .isEqualTo(403);
        assertThat(read(id)).isEqualTo(uris.subList(0, 1));
    }

    @Test
    void theOldCallsAreThereInTheOldShapeOnly() throws IOException {
        String id = create("{\"name\":\"Gems\"}");
        String old = "/playlists/" + id + "/tracks";
        assertThat(caller.get(old).statusCode()).isEqualTo(403);
        assertThat(caller.get("/users/mira/playlists").statusCode()).isEqualTo(403);
        fake.shape(FieldShape.OLD);
        assertThat(caller.call("POST", old, body(uris.subList(0, 2))).statusCode())
                .isEqualTo(201);
        JsonNode page = caller.read(old);
        assertThat(page.at("/items/0/track/uri").stringValue()).isEqualTo(uris.get(0));
        assertThat(page.at("/items/0").has("item")).isFalse();
        caller.call("DELETE", old, "{\"tracks\":[{\"uri\":\"" + uris.get(0) + "\"}]}");
        assertThat(caller.read(old).path("total").intValue()).isEqualTo(1);
        assertThat(caller.call("POST", "/users/mira/playlists", "{\"name\":\"More\"}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(caller.call("POST", "/users/tobi/playlists", "{\"name\":\"More\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(caller.read("/users/mira/playlists").path("total").intValue())
                .isEqualTo(2);
        JsonNode whole = caller.read("/playlists/" + id);
        assertThat(whole.has("tracks")).isTrue();
        assertThat(whole.has("items")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /me/playlists | {}",
                "POST | /me/playlists | {\"name\":",
                "POST | /me/playlists | []",
                "POST | /me/playlists | {\"name\":1}",
                "POST | /me/playlists | {\"name\":\"a\",\"collaborative\":true}",
                "PUT | /playlists/ID/items | {}",
                "PUT | /playlists/ID/items | {\"uris\":[\"spotify:track:0000000000000000000000\"]}",
                "PUT | /playlists/ID/items | {\"uris\":[\"somewhere\"]}",
                "PUT | /playlists/ID/items | {\"range_start\":1,\"insert_before\":0}",
                "POST | /playlists/ID/items | {\"uris\":[],\"position\":1}",
                "DELETE | /playlists/ID/items | {\"tracks\":[]}",
                "GET | /playlists/ID/items?fields=total | ''",
            })
    void aWrongBodyIsRefusedAndChangesNothing(String method, String path, String body) throws IOException {
        String id = create("{\"name\":\"Gems\"}");
        assertThat(caller.call(method, path.replace("ID", id), body).statusCode())
                .isEqualTo(400);
        assertThat(fake.playlists(mira)).hasSize(1);
        assertThat(read(id)).isEmpty();
    }

    private String create(String body) throws IOException {
        HttpResponse<String> answer = caller.call("POST", "/me/playlists", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Caller.json(answer).path("id").stringValue();
    }

    private static String items(String id) {
        return "/playlists/" + id + "/items";
    }

    private static String body(List<String> uris) {
        return uris.stream().map(uri -> '"' + uri + '"').collect(Collectors.joining(",", "{\"uris\":[", "]}"));
    }

    private List<String> read(String id) throws IOException {
        String token = fake.accessToken(mira);
        caller.token(token);
        List<String> found = new ArrayList<>();
        String next = items(id) + "?limit=50";
        while (next != null) {
            JsonNode page = caller.read(next);
            page.path("items").forEach(item -> found.add(item.at("/item/uri").stringValue()));
            next = page.path("next").isNull() ? null : page.path("next").stringValue();
        }
        return found;
    }

    private List<Integer> places(String id) throws IOException {
        return read(id).stream().map(uris::indexOf).toList();
    }

    private List<String> listed() throws IOException {
        List<String> ids = new ArrayList<>();
        caller.read("/me/playlists")
                .path("items")
                .forEach(item -> ids.add(item.path("id").stringValue()));
        return ids;
    }

    private static String snapshot(HttpResponse<String> answer) {
        return Caller.json(answer).path("snapshot_id").stringValue();
    }
}
