package dev.mtm.fakes.spotify;

import dev.mtm.fakes.service.ApiError;
import dev.mtm.fakes.service.Json;
import dev.mtm.fakes.service.Reply;
import dev.mtm.fakes.service.Request;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the fake Spotify can be steered by beside what every fake can, with JSON over HTTP:
///
/// - `POST /_fake/settings` with some of `shape`, `consent`, `premium`, `quota`
/// - `POST /_fake/revoke/USER`
/// - `GET /_fake/export/USER`: the plays until now as an extended streaming history
final class ByHand {
    private final FakeSpotify fake;

    ByHand(FakeSpotify fake) {
        this.fake = fake;
    }

    void tell(ObjectNode state) {
        ArrayNode users = state.putArray("users");
        fake.users().forEach(user -> users.add(user.id()));
    }

    Optional<Reply> steer(Request request) {
        String[] parts = (request.method() + " " + request.path().replaceFirst("^/_fake/?", "")).split("/", 2);
        String rest = parts.length == 2 ? parts[1] : "";
        return switch (parts[0]) {
            case "POST settings" -> Optional.of(settings(Json.read(request.body())));
            case "POST revoke" -> {
                fake.revoke(user(rest));
                yield Optional.of(Reply.json(200, Json.object().put("revoked", rest)));
            }
            case "GET export" ->
                Optional.of(Reply.json(200, Json.object())
                        .withBody(user(rest)
                                .life()
                                .export(Instant.EPOCH, fake.clock().instant())));
            default -> Optional.empty();
        };
    }

    private Reply settings(ObjectNode body) {
        String shape = Json.text(body, "shape", "");
        if (!shape.isEmpty()) {
            fake.shape(FieldShape.valueOf(shape.toUpperCase(Locale.ROOT)));
        }
        String consent = Json.text(body, "consent", "");
        if (!consent.isEmpty()) {
            fake.consent(Consent.valueOf(consent.toUpperCase(Locale.ROOT)));
        }
        JsonNode premium = body.path("premium");
        if (premium.isBoolean()) {
            fake.premium(premium.booleanValue());
        }
        JsonNode quota = body.path("quota");
        if (!quota.isMissingNode()) {
            fake.quota(quota.isNull() ? null : Integer.valueOf(Json.number(body, "quota", 0)));
        }
        return Reply.json(200, body);
    }

    private User user(String id) {
        List<User> users = fake.users();
        return users.stream()
                .filter(user -> user.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ApiError(404, "no user " + id));
    }
}
