package dev.mtm.fakes.service;

import java.time.Duration;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A way in which the service misbehaves.
public sealed interface Fault {
    /// Answers with an error in place of the work.
    record Refusal(int status, String message, String reason, Duration retryAfter) implements Fault {}

    /// Answers with an error whose Retry-After is this text.
    record OddWait(Refusal refusal, String retryAfter) implements Fault {}

    /// Works, and sends headers and half of the body; the rest comes after that long, in real time.
    record Stall(Duration delay) implements Fault {}

    /// Works, and says something else than it would: the body is changed first.
    record Changed(Consumer<ObjectNode> change) implements Fault {}

    /// Works, and answers late; the wait is in real time.
    record Slow(Duration delay) implements Fault {}

    /// Works, and says half of the answer before the connection ends.
    record Cut() implements Fault {}

    /// Works, and ends the connection without an answer.
    record Lost() implements Fault {}

    /// Ends the connection without work and without an answer.
    record Reset() implements Fault {}

    /// Answers with 200 and a page of a proxy, in HTML.
    record Page() implements Fault {}

    /// Works, and sends the first half of the body as if it were the whole.
    record HalfBody() implements Fault {}

    /// Works, and calls the body text/plain.
    record WrongType() implements Fault {}

    /// Works, and gives the items of a list in another order, without some of the first ten: those are there again the
    /// next time.
    record Disorder() implements Fault {}

    /// Answers with this in place of the work, whatever its status.
    record Instead(int status, JsonNode body) implements Fault {}

    /// Answers with 502 and HTML, as gateways do.
    record BadGateway() implements Fault {}

    /// Gives null in the place of one item of a list, as it does for a track that was taken down.
    static Fault hole(int place) {
        return new Changed(body -> {
            if (body.path("items") instanceof ArrayNode items && items.size() > place) {
                items.setNull(place);
            }
        });
    }

    /// Gives the first element of a list in the place of the list, as some services do where there is one only.
    static Fault single(String field) {
        return new Changed(body -> {
            if (body.path(field) instanceof ArrayNode list && !list.isEmpty()) {
                body.set(field, list.get(0));
            }
        });
    }

    /// Gives a list without items.
    static Fault empty() {
        return new Changed(body -> body.putArray("items"));
    }

    /// 401, as if the token had ended.
    static Fault unauthorized() {
        return new Refusal(401, "The access token expired", "", Duration.ZERO);
    }

    static Fault missingScope() {
        return new Refusal(403, "Insufficient client scope", "", Duration.ZERO);
    }

    /// The owner of the app has no Premium subscription.
    static Fault noPremium() {
        return new Refusal(403, "Active premium subscription required for the owner of the app.", "", Duration.ZERO);
    }

    /// 429 as the window of 30 seconds gives it.
    static Fault rateLimited(Duration retryAfter) {
        return new Refusal(429, "API rate limit exceeded", "", retryAfter);
    }

    /// 429 as the quota of the developer account gives it.
    static Fault quotaExceeded(Duration retryAfter) {
        return new Refusal(429, "Too many requests", "QUOTA_EXCEEDED", retryAfter);
    }

    /// 500, 502, 503 and their like, with the usual body.
    static Fault serverError(int status) {
        return new Refusal(status, status == 503 ? "Service unavailable" : "Server error.", "", Duration.ZERO);
    }
}
