package dev.mtm.fakes.service;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Steers a fake by hand, with JSON over HTTP:
///
/// - `GET /_fake`: the time, the calls by day, how many faults are planned, and what the fake tells of itself
/// - `POST /_fake/clock` with `{"advance":"PT1H"}` or `{"to":"2026-03-01T12:00:00Z"}`
/// - `POST /_fake/faults` with `{"fault":"quota","path":"/v1/me","times":2,"seconds":3600}`; `DELETE` takes all back
/// - `GET /_fake/log`: the requests
///
/// It is not in the log and costs no quota.
final class Control {
    private final FakeServer fake;
    private final FakeServer.Service service;

    Control(FakeServer fake, FakeServer.Service service) {
        this.fake = fake;
        this.service = service;
    }

    Reply answer(Request request) {
        try {
            String asked = request.method() + " " + request.path().replaceFirst("^/_fake/?", "");
            return switch (asked) {
                case "GET " -> Reply.json(200, state());
                case "POST clock" -> clock(Json.read(request.body()));
                case "POST faults" -> faults(Json.read(request.body()));
                case "DELETE faults" -> {
                    fake.faults().clear();
                    yield Reply.json(200, state());
                }
                case "GET log" -> Reply.json(200, log());
                default ->
                    service.steer(request)
                            .orElseThrow(() -> new ApiError(404, "the fake has no such control: see its comment"));
            };
        } catch (ApiError refused) {
            return refused.reply();
        } catch (DateTimeException | IllegalArgumentException e) {
            return new ApiError(400, "not understood: " + e.getMessage(), e).reply();
        }
    }

    private ObjectNode state() {
        ObjectNode state = Json.object().put("now", fake.clock().instant().toString());
        service.tell(state);
        ObjectNode calls = state.putObject("calls_by_day");
        fake.log().callsByDay().forEach((day, count) -> calls.put(day.toString(), count));
        return state.put("faults_pending", fake.faults().pending());
    }

    private Reply clock(ObjectNode body) {
        String advance = Json.text(body, "advance", "");
        if (advance.isEmpty()) {
            fake.clock().moveTo(Instant.parse(Json.text(body, "to", "")));
        } else {
            fake.clock().advance(Duration.parse(advance));
        }
        return Reply.json(200, state());
    }

    private Reply faults(ObjectNode body) {
        Duration seconds = Duration.ofSeconds(Json.number(body, "seconds", 5));
        Fault fault = switch (Json.text(body, "fault", "")) {
            case "unauthorized" -> Fault.unauthorized();
            case "scope" -> Fault.missingScope();
            case "premium" -> Fault.noPremium();
            case "rate" -> Fault.rateLimited(seconds);
            case "quota" -> Fault.quotaExceeded(seconds);
            case "error" -> Fault.serverError(Json.number(body, "status", 500));
            case "gateway" -> new Fault.BadGateway();
            case "slow" -> new Fault.Slow(seconds);
            case "stall" -> new Fault.Stall(seconds);
            case "hole" -> Fault.hole(0);
            case "empty" -> Fault.empty();
            case "cut" -> new Fault.Cut();
            case "half" -> new Fault.HalfBody();
            case "page" -> new Fault.Page();
            case "said" -> new Fault.Instead(200, Json.object().put("error", 8).put("message", "Operation failed"));
            case "single" -> Fault.single(Json.text(body, "field", "content"));
            case "disorder" -> new Fault.Disorder();
            case "type" -> new Fault.WrongType();
            case "lost" -> new Fault.Lost();
            case "reset" -> new Fault.Reset();
            default ->
                throw new ApiError(
                        400,
                        "fault must be unauthorized, scope, premium, rate, quota, error, gateway, slow, stall, cut, "
                                + "half, hole, empty, page, said, single, type, disorder, lost or reset");
        };
        fake.faults().next(Json.text(body, "path", "/"), Json.number(body, "times", 1), fault);
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
}
