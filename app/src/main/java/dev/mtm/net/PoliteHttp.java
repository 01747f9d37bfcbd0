package dev.mtm.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An HTTP client that counts its calls, keeps a pace, gives up in time, and does not ask again before the service
/// wants to be asked. A call that only reads is tried once more where the connection failed or the service had trouble
/// of its
/// own.
public final class PoliteHttp {
    /// The longest that connecting may take.
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /// The longest that a call may take, unless told otherwise.
    public static final Duration CALL = Duration.ofSeconds(30);

    /// The least time from the start of one call to that of the next, unless told otherwise.
    public static final Duration PACE = Duration.ofMillis(150);

    /// How long no call is made where a service asks to wait and does not say how long.
    private static final Duration UNSAID = Duration.ofMinutes(1);

    /// No answer that is wanted is longer.
    private static final int MOST_BYTES = 8 << 20;

    /// How long at least no call is made where the quota is used up and the service does not say until when.
    private static final Duration UNSAID_QUOTA = Duration.ofHours(1);

    /// How services say that it is not about the last seconds.
    private static final Pattern LIMIT = Pattern.compile("(?i)\\b(hourly|daily|monthly)\\b.*\\blimit\\b");

    static {
        // Java's client would ask again by itself where a connection ends, and nobody would count that call.
        System.setProperty("jdk.httpclient.redirects.retrylimit", "1");
    }

    private final HttpClient client;
    private final CallBudget budget;
    private final Duration patience;
    private final Clock clock;
    private final Rest rest;
    private final Duration pace;
    private @Nullable Instant lastCall;

    /// Lets time pass.
    @FunctionalInterface
    public interface Rest {
        void pause(Duration length) throws InterruptedException;
    }

    public PoliteHttp(CallBudget budget, Clock clock, Rest rest) {
        this(budget, clock, rest, CALL);
    }

    /// @param patience the longest that a call may take, from the first byte to the last
    public PoliteHttp(CallBudget budget, Clock clock, Rest rest, Duration patience) {
        this(budget, clock, rest, patience, PACE);
    }

    /// @param pace the least time from the start of one call to that of the next
    public PoliteHttp(CallBudget budget, Clock clock, Rest rest, Duration patience, Duration pace) {
        this.patience = patience;
        this.pace = pace;
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.budget = budget;
        this.clock = clock;
        this.rest = rest;
    }

    /// What a job of so many calls comes to at this pace.
    public CallBudget.Forecast forecast(int calls) {
        return budget.forecast(calls, pace);
    }

    /// An answer that is neither a wish to wait, nor a wish for another token, nor trouble of the service.
    public record Answer(int status, byte[] body) {}

    /// Makes a call.
    ///
    /// @param request without a time-out of its own; only a GET is tried again
    /// @throws RemoteFailure when there is no [Answer]
    public Answer send(HttpRequest.Builder request) {
        HttpRequest ready = request.build();
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

    /// Makes no call for a while, as the service asked inside an answer.
    ///
    /// @param why what it said, as in [RemoteFailure#why()]
    /// @return to be thrown
    public RemoteFailure later(Duration wait, String why) {
        budget.pause(wait, why);
        return new RemoteFailure.RetryLater(why, clock.instant().plus(wait), null);
    }

    private RemoteFailure later(Trouble trouble) {
        return new RemoteFailure.RetryLater(trouble.told, clock.instant().plus(UNSAID), trouble);
    }

    private synchronized Answer attempt(HttpRequest request) throws Trouble {
        keepPace();
        budget.take();
        Exchange exchange = exchange(request);
        HttpResponse<Void> response = exchange.response();
        byte[] body = exchange.body();
        if (body.length > MOST_BYTES) {
            throw new RemoteFailure.Unrecoverable("its answer is longer than any should be", response.statusCode());
        }
        return switch (response.statusCode()) {
            case 401 -> throw new RemoteFailure.Unauthorised("it does not take the access token");
            case 429 -> {
                String said = new String(body, StandardCharsets.UTF_8);
                boolean quota = said.contains("QUOTA_EXCEEDED");
                boolean used = quota || LIMIT.matcher(said).find();
                throw later(
                        retryAfter(response).orElse(used ? UNSAID_QUOTA : UNSAID),
                        quota
                                ? "its quota for this developer account is used up"
                                : used ? "its calls of this hour or day are used up" : "it asked to slow down");
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

    private record Exchange(HttpResponse<Void> response, byte[] body) {}

    /// The time-out of a request ends with the headers of the answer: this one holds for all of it.
    private Exchange exchange(HttpRequest request) throws Trouble {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(
                request,
                HttpResponse.BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> {
                    if (body.size() <= MOST_BYTES) {
                        body.writeBytes(bytes);
                    }
                })));
        try {
            HttpResponse<Void> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new Exchange(response, body.toByteArray());
        } catch (TimeoutException e) {
            throw new Trouble("it does not answer in full within " + patience.toSeconds() + " seconds", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw new Trouble("it does not answer (" + said(failure) + ")", failure);
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Trouble("the call was interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    private void keepPace() throws Trouble {
        Instant now = clock.instant();
        if (lastCall != null) {
            Duration missing = pace.minus(Duration.between(lastCall, now));
            // A clock that was put back must not make anybody wait for it.
            if (missing.isPositive() && missing.compareTo(pace) <= 0) {
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

    /// Seconds, or the date until which to wait; what is neither counts as unsaid. Never longer than
    /// [CallBudget#LONGEST_PAUSE].
    private Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .flatMap(text -> wait(text.strip(), clock.instant()))
                .map(wait -> wait.compareTo(CallBudget.LONGEST_PAUSE) > 0 ? CallBudget.LONGEST_PAUSE : wait);
    }

    private static Optional<Duration> wait(String text, Instant now) {
        if (text.matches("\\d+")) {
            return Optional.of(text.length() > 9 ? CallBudget.LONGEST_PAUSE : Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return Optional.of(Duration.between(now, until)).filter(Duration::isPositive);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /// What went wrong first: Java's client wraps it, where it would have liked to try again.
    private static String said(IOException e) {
        if (e.getCause() instanceof IOException cause) {
            return said(cause);
        }
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
