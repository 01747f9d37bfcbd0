package dev.mtm.web;

import dev.mtm.jobs.JobLog;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a monitor wants to know: requests since the start, and how the store and its jobs stand.
///
/// @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the text format of Prometheus</a>
final class Metrics {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /// Of requests that no route takes.
    private static final String NOWHERE = "none";

    /// In seconds. The last one has no bound.
    private static final double[] BOUNDS = {0.01, 0.05, 0.15, 0.5, 2, 10, Double.POSITIVE_INFINITY};

    private final Map<String, Route> routes = new TreeMap<>();

    /// What came to one route.
    private static final class Route {
        private final Map<String, Long> answers = new TreeMap<>();
        private final long[] within = new long[BOUNDS.length];
        private double seconds;
    }

    /// The pattern of the route that a request took, so that no name and no number of an address becomes a series.
    static String route(Context context) {
        Endpoint endpoint = context.endpoints().matchedHttpEndpoint();
        return endpoint == null || endpoint.path.equals(Routes.ANYWHERE) ? NOWHERE : endpoint.path;
    }

    synchronized void count(Context context, double seconds) {
        Route route = routes.computeIfAbsent(route(context), none -> new Route());
        String method = switch (context.method().name()) {
            case "GET", "POST" -> context.method().name();
            default -> "other";
        };
        route.answers.merge(labels("method", method, "status", "" + context.statusCode()), 1L, Long::sum);
        route.seconds += seconds;
        for (int i = 0; i < BOUNDS.length; i++) {
            if (seconds <= BOUNDS[i]) {
                route.within[i]++;
            }
        }
    }

    /// @param overview null: the store does not answer
    synchronized String text(@Nullable Overview overview) {
        StringBuilder out = new StringBuilder();
        head(out, "mtm_requests_total", "counter", "Requests by route and status.");
        routes.forEach((path, route) -> route.answers.forEach(
                (answer, count) -> line(out, "mtm_requests_total", labels("route", path) + "," + answer, count)));
        head(out, "mtm_request_seconds", "histogram", "How long requests took.");
        routes.forEach((path, route) -> {
            String label = labels("route", path);
            for (int i = 0; i < BOUNDS.length; i++) {
                String bound = Double.isInfinite(BOUNDS[i]) ? "+Inf" : "" + BOUNDS[i];
                line(out, "mtm_request_seconds_bucket", label + "," + labels("le", bound), route.within[i]);
            }
            line(out, "mtm_request_seconds_sum", label, String.format(Locale.ROOT, "%.6f", route.seconds));
            line(out, "mtm_request_seconds_count", label, route.within[BOUNDS.length - 1]);
        });
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        one(out, "jvm_memory_used_bytes", "Memory of the heap that is in use.", heap.getUsed());
        one(out, "jvm_memory_max_bytes", "Memory that the heap may take.", heap.getMax());
        one(
                out,
                "jvm_threads",
                "Threads that live.",
                ManagementFactory.getThreadMXBean().getThreadCount());
        one(out, "mtm_store_up", "Whether the store answers.", overview == null ? 0 : 1);
        if (overview != null) {
            store(out, overview);
        }
        return out.toString();
    }

    private static void store(StringBuilder out, Overview overview) {
        one(out, "mtm_plays", "Plays in the log.", overview.plays());
        one(
                out,
                "mtm_spotify_calls_used",
                "Calls to Spotify today.",
                overview.calls().used());
        one(
                out,
                "mtm_spotify_calls_limit",
                "Calls to Spotify that a day may have.",
                overview.calls().limit());
        one(
                out,
                "mtm_store_bytes",
                "How large the store is.",
                overview.versions().bytes());
        one(
                out,
                "mtm_gaps",
                "Times of which plays are missing.",
                overview.gaps().size());
        at(out, "mtm_last_play_timestamp_seconds", "When the last play started.", overview.lastPlay());
        at(
                out,
                "mtm_last_backup_timestamp_seconds",
                "When the newest backup was made.",
                overview.backed().last());
        at(
                out,
                "mtm_sign_in_ends_timestamp_seconds",
                "When the sign-in at Spotify ends.",
                overview.signIn().map(signIn -> signIn.endsAt()));
        head(out, "mtm_job_due_timestamp_seconds", "gauge", "When a job is due.");
        for (JobLog.Standing job : overview.jobs()) {
            line(
                    out,
                    "mtm_job_due_timestamp_seconds",
                    labels("job", job.job()),
                    job.due().getEpochSecond());
        }
        head(out, "mtm_job_failed", "gauge", "Whether the last run of a job failed.");
        for (JobLog.Standing job : overview.jobs()) {
            boolean failed = job.last()
                    .map(run -> run.outcome() == JobLog.Outcome.FAILED)
                    .orElse(false);
            line(out, "mtm_job_failed", labels("job", job.job()), failed ? 1 : 0);
        }
    }

    private static void at(StringBuilder out, String name, String help, Optional<Instant> at) {
        at.ifPresent(instant -> one(out, name, help, instant.getEpochSecond()));
    }

    private static void one(StringBuilder out, String name, String help, long value) {
        head(out, name, "gauge", help);
        line(out, name, "", value);
    }

    private static void head(StringBuilder out, String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void line(StringBuilder out, String name, String labels, Object value) {
        out.append(name);
        if (!labels.isEmpty()) {
            out.append('{').append(labels).append('}');
        }
        out.append(' ').append(value).append('\n');
    }

    private static String labels(String... namesAndValues) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String value = namesAndValues[i + 1]
                    .replace("\\", "\\\\")
                    .replace("\"", "\\\"")
                    .replace("\n", "\\n");
            labels.add(namesAndValues[i] + "=\"" + value + '"');
        }
        return String.join(",", labels);
    }
}
