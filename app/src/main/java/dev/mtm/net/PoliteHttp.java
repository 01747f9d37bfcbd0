package dev.mtm.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An HTTP client that counts its calls, keeps a pace, gives up in time, and does not ask again before the service
/// wants
/// to be asked. A call that only reads is tried once more where the connection failed or the service had trouble of its
/// own.
public final class PoliteHttp {
    /// The longest that connecting may take.
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /// The longest that a call may take.
    private static final Duration CALL = Duration.ofSeconds(30);

    /// The least time from the start of one call to that of the next.
    public static final Duration PACE = Duration.ofMillis(150);

    /// How long no call is made where a service asks to wait and does not say how long.
    private static final Duration UNSAID = Duration.ofMinutes(1);

    /// No answer that is wanted is longer.
    private static final int MOST_BYTES = 8 << 20;

    private final HttpClient client;
    private final CallBudget budget;
    private final Clock clock;
    private final Rest rest;
    private @Nullable Instant lastCall;

    /// Lets time pass.
    @FunctionalInterface
    public interface Rest {
        void pause(Duration length) throws InterruptedException;
    }

    public PoliteHttp(CallBudget budget, Clock clock, Rest rest) {
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.budget = budget;
        this.clock = clock;
        this.rest = rest;
    }

    /// An answer that is neither a wish to wait, nor a wish for another token, nor trouble of the service.
    public record Answer(int status, byte[] body) {}

    /// Makes a call.
    ///
    /// @param request without a time-out of its own; only a GET is tried again
    /// @throws RemoteFailure when there is no [Answer]
    public Answer send(HttpRequest.Builder request) {
        HttpRequest ready = request.timeout(CALL).build();
        try {
            return attempt(ready);
        } catch (Trouble first) {
            if (!ready.method().equals("GET")) {
                throw later(first);
            }
            try {
                rest(PACE.multipliedBy(10));
                return attempt(ready);
            } catch (Trouble second) {
                throw later(second);
            }
        }
    }

    private RemoteFailure later(Trouble trouble) {
        return new RemoteFailure.RetryLater(trouble.told, clock.instant().plus(UNSAID), trouble);
    }

    private synchronized Answer attempt(HttpRequest request) throws Trouble {
        keepPace();
        budget.take();
        HttpResponse<InputStream> response;
        byte[] body;
        try {
            response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                body = in.readNBytes(MOST_BYTES + 1);
            }
        } catch (IOException e) {
            throw new Trouble("it does not answer (" + said(e) + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Trouble("the call was interrupted", e);
        }
        if (body.length > MOST_BYTES) {
            throw new RemoteFailure.Unrecoverable("its answer is longer than any should be", response.statusCode());
        }
        return switch (response.statusCode()) {
            case 401 -> throw new RemoteFailure.Unauthorised("it does not take the access token");
            case 429 -> {
                Duration wait = retryAfter(response).orElse(UNSAID);
                String why = new String(body, java.nio.charset.StandardCharsets.UTF_8).contains("QUOTA_EXCEEDED")
                        ? "its quota for this developer account is used up"
                        : "it asked to slow down";
                budget.pause(wait, why);
                throw new RemoteFailure.RetryLater(why, clock.instant().plus(wait), null);
            }
            case 500, 502, 503, 504 -> {
                Optional<Duration> wait = retryAfter(response);
                if (wait.isPresent()) {
                    budget.pause(wait.get(), "it has trouble of its own and asked to wait");
                }
                throw new Trouble("it has trouble of its own (HTTP " + response.statusCode() + ")", null);
            }
            default -> new Answer(response.statusCode(), body);
        };
    }

    private void keepPace() throws Trouble {
        Instant now = clock.instant();
        if (lastCall != null) {
            Duration missing = PACE.minus(Duration.between(lastCall, now));
            // A clock that was put back must not make anybody wait for it.
            if (missing.isPositive() && missing.compareTo(PACE) <= 0) {
                rest(missing);
            }
        }
        lastCall = clock.instant();
    }

    private void rest(Duration length) throws Trouble {
        try {
            rest.pause(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Trouble("the call was interrupted", e);
        }
    }

    /// Whole seconds, as Spotify gives them; a date or nonsense counts as unsaid.
    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,7}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private static String said(IOException e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    /// A failure that may be gone at the next try.
    private static final class Trouble extends Exception {
        private final String told;

        Trouble(String told, @Nullable Throwable cause) {
            super(told, cause);
            this.told = told;
        }
    }
}
