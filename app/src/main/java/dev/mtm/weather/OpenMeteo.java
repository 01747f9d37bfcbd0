package dev.mtm.weather;

import dev.mtm.account.Place;
import dev.mtm.enrich.JsonSource;
import dev.mtm.net.RemoteFailure;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The weather of past hours, from the archive of Open-Meteo. It is some days behind; hours that it does not know yet
/// are
/// null there.
///
/// @see <a href="https://open-meteo.com/en/docs/historical-weather-api">Open-Meteo: Historical Weather API</a>
public final class OpenMeteo {
    private static final int HOUR = 3600;

    private final JsonSource service;

    public OpenMeteo(JsonSource service) {
        this.service = service;
    }

    /// The hours of some days that are known, in order.
    ///
    /// @param first in UTC, as is `last`
    /// @param last  the last day of which the weather is wanted
    /// @throws RemoteFailure when there is no answer
    List<Reading> hours(Place place, LocalDate first, LocalDate last) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("latitude", Place.text(place.latitude()));
        query.put("longitude", Place.text(place.longitude()));
        query.put("start_date", first.toString());
        query.put("end_date", last.toString());
        query.put("hourly", "temperature_2m,precipitation,weather_code,cloud_cover");
        query.put("timeformat", "unixtime");
        query.put("timezone", "GMT");
        JsonNode answer = service.find("/v1/archive" + JsonSource.query(query)).orElseThrow(() -> unusable("nothing"));
        if (answer.path("error").asBoolean(false)) {
            throw new RemoteFailure.Unrecoverable(
                    "it refuses (" + answer.path("reason").asString("no reason given") + ")", 200);
        }
        JsonNode hourly = answer.path("hourly");
        JsonNode times = hourly.path("time");
        if (!times.isArray()) {
            throw unusable("no list of hours");
        }
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            Reading reading = reading(hourly, i);
            if (!reading.isEmpty()) {
                readings.add(reading);
            }
        }
        return readings;
    }

    /// A value out of all bounds is unknown: it would be refused by the store, and the other hours with it.
    private static Reading reading(JsonNode hourly, int at) {
        JsonNode time = hourly.path("time").path(at);
        if (!time.canConvertToLong() || time.asLong() % HOUR != 0) {
            throw unusable("an hour that is none");
        }
        return new Reading(
                Instant.ofEpochSecond(time.asLong()),
                number(hourly.path("temperature_2m").path(at), -100, 100),
                number(hourly.path("precipitation").path(at), 0, 2_000),
                whole(hourly.path("cloud_cover").path(at), 100),
                whole(hourly.path("weather_code").path(at), 99));
    }

    private static @Nullable Double number(JsonNode value, double least, double most) {
        return value.isNumber() && value.asDouble() >= least && value.asDouble() <= most ? value.asDouble() : null;
    }

    private static @Nullable Integer whole(JsonNode value, int most) {
        Double number = number(value, 0, most);
        return number == null ? null : Integer.valueOf(Math.toIntExact(Math.round(number)));
    }

    private static RemoteFailure unusable(String what) {
        return new RemoteFailure.Unrecoverable("it answered " + what, 200);
    }
}
