package dev.mtm.fakes.spotify;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Steers the fake by hand, with JSON over HTTP:
///
/// - `GET /_fake`: the time, the users, the calls by day, how many faults are planned
/// - `POST /_fake/clock` with `{"advance":"PT1H"}` or `{"to":"2026-03-01T12:00:00Z"}`
/// - `POST /_fake/faults` with `{"fault":"quota","path":"/v1/me","times":2,"seconds":3600}`; `DELETE` takes all back
/// - `POST /_fake/settings` with some of `shape`, `consent`, `premium`, `quota`
/// - `POST /_fake/revoke/USER`
/// - `GET /_fake/log`: the requests
/// - `GET /_fake/export/USER`: the plays until now as an extended streaming history
///
/// It is not in the log and costs no quota.
final class Control {
    private final FakeSpotify fake;

    Control(FakeSpotify fake) {
        this.fake = fake;
    }

    Reply answer(Request request) {
        try {
            String[] parts = (request.method() + " " + request.path().replaceFirst("^/_fake/?", "")).split("/", 2);
            String rest = parts.length == 2 ? parts[1] : "";
            return switch (parts[0]) {
                case "GET " -> Reply.json(200, state());
                case "POST clock" -> clock(Json.read(request.body()));
                case "POST faults" -> faults(Json.read(request.body()));
                case "DELETE faults" -> {
                    fake.faults().clear();
                    yield Reply.json(200, state());
                }
                case "POST settings" -> settings(Json.read(request.body()));
                case "POST revoke" -> {
                    fake.revoke(user(rest));
                    yield Reply.json(200, state());
                }
                case "GET log" -> Reply.json(200, log());
                case "GET export" ->
                    Reply.json(200, Json.object())
                            .withBody(user(rest)
                                    .life()
                                    .export(Instant.EPOCH, fake.clock().instant()));
                default -> throw new ApiError(404, "the fake has no such control: see the comment of Control");
            };
        } catch (ApiError refused) {
            return refused.reply();
        } catch (DateTimeException | IllegalArgumentException e) {
            return new ApiError(400, "not understood: " + e.getMessage(), e).reply();
        }
    }

    private ObjectNode state() {
        ObjectNode state = Json.object().put("now", fake.clock().instant().toString());
        ArrayNode users = state.putArray("users");
        fake.users().forEach(user -> users.add(user.id()));
        ObjectNode calls = state.putObject("calls_by_day");
        fake.log().callsByDay().forEach((day, count) -> calls.put(day.toString(), count));
        return state.put("faults_pending", fake.faults().pending());
    }

    private Reply clock(ObjectNode body) {
        String advance = Playlists.text(body, "advance", "");
        if (advance.isEmpty()) {
            fake.clock().moveTo(Instant.parse(Playlists.text(body, "to", "")));
        } else {
            fake.clock().advance(Duration.parse(advance));
        }
        return Reply.json(200, state());
    }

    private Reply faults(ObjectNode body) {
        Duration seconds = Duration.ofSeconds(Playlists.number(body, "seconds", 5));
        Fault fault = switch (Playlists.text(body, "fault", "")) {
            case "unauthorized" -> Fault.unauthorized();
            case "scope" -> Fault.missingScope();
            case "premium" -> Fault.noPremium();
            case "rate" -> Fault.rateLimited(seconds);
            case "quota" -> Fault.quotaExceeded(seconds);
            case "error" -> Fault.serverError(Playlists.number(body, "status", 500));
            case "gateway" -> new Fault.BadGateway();
            case "slow" -> new Fault.Slow(seconds);
            case "stall" -> new Fault.Stall(seconds);
            case "hole" -> Fault.hole(0);
            case "empty" -> Fault.empty();
            case "cut" -> new Fault.Cut();
            case "half" -> new Fault.HalfBody();
            case "page" -> new Fault.Page();
            case "disorder" -> new Fault.Disorder();
            case "type" -> new Fault.WrongType();
            case "lost" -> new Fault.Lost();
            case "reset" -> new Fault.Reset();
            default ->
                throw new ApiError(
                        400,
                        "fault must be unauthorized, scope, premium, rate, quota, error, gateway, slow, stall, cut, "
                                + "half, hole, empty, page, type, disorder, lost or reset");
        };
        fake.faults().next(Playlists.text(body, "path", "/"), Playlists.number(body, "times", 1), fault);
        return Reply.json(200, state());
    }

    private Reply settings(ObjectNode body) {
        String shape = Playlists.text(body, "shape", "");
        if (!shape.isEmpty()) {
            fake.shape(FieldShape.valueOf(shape.toUpperCase(Locale.ROOT)));
        }
        String consent = Playlists.text(body, "consent", "");
        if (!consent.isEmpty()) {
            fake.consent(Consent.valueOf(consent.toUpperCase(Locale.ROOT)));
        }
        JsonNode premium = body.path("premium");
        if (premium.isBoolean()) {
            fake.premium(premium.booleanValue());
        }
        JsonNode quota = body.path("quota");
        if (!quota.isMissingNode()) {
            fake.quota(quota.isNull() ? null : Integer.valueOf(Playlists.number(body, "quota", 0)));
        }
        return Reply.json(200, state());
    }

    private ArrayNode log() {
        ArrayNode log = Json.array();
        for (RequestLog.Entry entry : fake.log().entries()) {
            ObjectNode row = log.addObject()
                    .put("at", entry.at().toString())
                    .put("method", entry.method())
                    .put("path", entry.path())
                    .put("status", entry.status())
                    .put("fault", entry.fault());
            ObjectNode query = row.putObject("query");
            entry.query().forEach(query::put);
        }
        return log;
    }

    private User user(String id) {
        List<User> users = fake.users();
        return users.stream()
                .filter(user -> user.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ApiError(404, "no user " + id));
    }
}
