package dev.mtm.fakes.weather;

import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.service.FakeServer;
import dev.mtm.fakes.service.Json;
import dev.mtm.fakes.service.Reply;
import dev.mtm.fakes.service.Request;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Plays archive-api.open-meteo.com: hours of any day since 1940, up to two days before its clock; those after are
/// null.
/// What the weather was follows from the place and the hour.
///
/// @see <a href="https://open-meteo.com/en/docs/historical-weather-api">Open-Meteo: Historical Weather API</a>
public final class FakeOpenMeteo implements FakeServer.Service {
    private static final LocalDate FIRST = LocalDate.of(1940, 1, 1);
    private static final Duration DELAY = Duration.ofDays(2);
    private static final Map<String, String> UNITS =
            Map.of("temperature_2m", "°C", "precipitation", "mm", "weather_code", "wmo code", "cloud_cover", "%");

    private final FakeClock clock;

    public FakeOpenMeteo(FakeClock clock) {
        this.clock = clock;
    }

    /// The weather of an hour.
    public record Weather(double temperature, double precipitation, int cloudCover, int code) {}

    /// What the weather was; null where it is not known yet is not told here.
    public static Weather weather(double latitude, Instant hour) {
        long hours = hour.getEpochSecond() / 3600;
        int day = Math.floorMod(hours / 24 * 7, 10);
        double summer = Math.cos(2 * Math.PI * (hours / 24.0 - 200) / 365.25);
        double noon = Math.cos(2 * Math.PI * (hours % 24 - 14) / 24.0);
        double temperature = Math.round(10 * (20 - Math.abs(latitude) / 5 + 10 * summer + 4 * noon)) / 10.0;
        return switch (day) {
            case 0, 1, 2, 3 -> new Weather(temperature, 0, 5 * day, day == 0 ? 0 : 1);
            case 4, 5, 6 -> new Weather(temperature, 0, 100 - day, 3);
            case 7, 8 -> new Weather(temperature, 0.4, 100, temperature < 1 ? 71 : 61);
            default -> new Weather(temperature, 0, 60, 45);
        };
    }

    @Override
    public Reply answer(Request request) {
        if (!request.path().equals("/v1/archive")) {
            return Reply.json(404, Json.object().put("error", true).put("reason", "Not Found"));
        }
        Map<String, String> query = request.query();
        double latitude;
        double longitude;
        LocalDate from;
        LocalDate until;
        try {
            latitude = Double.parseDouble(query.getOrDefault("latitude", ""));
            longitude = Double.parseDouble(query.getOrDefault("longitude", ""));
            from = LocalDate.parse(query.getOrDefault("start_date", ""));
            until = LocalDate.parse(query.getOrDefault("end_date", ""));
        } catch (NumberFormatException | DateTimeException e) {
            return refusal(400, "Parameter is required or not understood", "");
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (from.isBefore(FIRST) || until.isAfter(today)) {
            return refusal(400, "Parameter 'end_date' is out of allowed range from " + FIRST + " to " + today, "");
        }
        if (until.isBefore(from)) {
            return refusal(400, "End-date must be larger or equals than start-date", "");
        }
        List<String> wanted = List.of(query.getOrDefault("hourly", "").split(",", -1));
        if (!UNITS.keySet().containsAll(wanted)
                || !"unixtime".equals(query.get("timeformat"))
                || !"GMT".equals(query.get("timezone"))) {
            return refusal(400, "only temperature, precipitation, code and cover in UTC are played here", "");
        }
        return Reply.json(200, body(latitude, longitude, from, until, wanted));
    }

    private ObjectNode body(double latitude, double longitude, LocalDate from, LocalDate until, List<String> wanted) {
        ObjectNode body = Json.object()
                .put("latitude", latitude + 0.02)
                .put("longitude", longitude - 0.02)
                .put("generationtime_ms", 0.9)
                .put("utc_offset_seconds", 0)
                .put("timezone", "GMT")
                .put("timezone_abbreviation", "GMT")
                .put("elevation", 38.0);
        ObjectNode units = body.putObject("hourly_units").put("time", "unixtime");
        wanted.forEach(name -> units.put(name, UNITS.get(name)));
        ObjectNode hourly = body.putObject("hourly");
        ArrayNode times = hourly.putArray("time");
        wanted.forEach(hourly::putArray);
        Instant edge = clock.instant().minus(DELAY);
        Instant end = until.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        for (Instant hour = from.atStartOfDay().toInstant(ZoneOffset.UTC);
                hour.isBefore(end);
                hour = hour.plus(Duration.ofHours(1))) {
            times.add(hour.getEpochSecond());
            Weather weather = weather(latitude, hour);
            for (String name : wanted) {
                ArrayNode values = (ArrayNode) hourly.path(name);
                if (hour.isAfter(edge)) {
                    values.addNull();
                } else {
                    switch (name) {
                        case "temperature_2m" -> values.add(weather.temperature());
                        case "precipitation" -> values.add(weather.precipitation());
                        case "cloud_cover" -> values.add(weather.cloudCover());
                        default -> values.add(weather.code());
                    }
                }
            }
        }
        return body;
    }

    @Override
    public Reply refusal(int status, String message, String reason) {
        return Reply.json(status, Json.object().put("error", true).put("reason", message));
    }
}
