package dev.mtm.fakes.service;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Every request that came, in order of arrival. Safe for use by several threads.
public final class RequestLog {
    private static final Set<String> SECRET_HEADERS = Set.of("authorization", "cookie");
    private static final Set<String> SECRET_FIELDS = Set.of("code", "code_challenge", "state");
    private static final String MASK = "***";

    private final List<Entry> entries = new ArrayList<>();

    /// A request and what became of it.
    ///
    /// @param at by the fake's clock
    /// @param headers by name in lower case; secrets in them and in the query are masked
    /// @param status 0 where the connection was ended without an answer
    /// @param fault the fault that hit it, empty for none
    public record Entry(
            Instant at,
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            int status,
            String fault) {
        /// Whether it counts for budgets: a call of the service itself, not of a sign-in.
        public boolean isApiCall() {
            return !path.equals("/authorize") && !path.equals("/api/token");
        }
    }

    synchronized void add(Instant at, Request request, int status, String fault) {
        entries.add(new Entry(
                at,
                request.method(),
                request.path(),
                masked(request.query(), SECRET_FIELDS),
                masked(request.headers(), SECRET_HEADERS),
                status,
                fault));
    }

    private static Map<String, String> masked(Map<String, String> fields, Set<String> secrets) {
        Map<String, String> masked = new TreeMap<>(fields);
        masked.replaceAll((name, value) -> secrets.contains(name) ? MASK : value);
        return Map.copyOf(masked);
    }

    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /// Calls of the Web API by day, in UTC.
    public Map<LocalDate, Long> callsByDay() {
        return entries().stream()
                .filter(Entry::isApiCall)
                .collect(Collectors.groupingBy(
                        entry -> LocalDate.ofInstant(entry.at(), ZoneOffset.UTC), TreeMap::new, Collectors.counting()));
    }

    public synchronized void clear() {
        entries.clear();
    }
}
