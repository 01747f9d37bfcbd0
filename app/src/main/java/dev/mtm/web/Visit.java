package dev.mtm.web;

import dev.mtm.enrich.CoverSource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A reader on a page: where, and on which day they stand. Every link that it makes keeps the day.
///
/// @param path  of the page, such as `/tops/tracks`
/// @param asOf  the day that the reader stands on
/// @param first the listener's first day with a listen; today where there is none
/// @param given what the address carries besides the day, by name; nothing is blank
public record Visit(
        String path,
        LocalDate asOf,
        LocalDate today,
        LocalDate first,
        ZoneId zone,
        Map<String, String> given,
        Reader reader) {
    /// The name of the day in the address.
    public static final String AS_OF = "as_of";

    /// The name of what is searched for in the address.
    public static final String SOUGHT = "q";

    private static final Pattern ESCAPED = Pattern.compile("~([0-9a-f]{2})");

    public Visit {
        given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    /// A step through time.
    ///
    /// @param label in words
    /// @param href  this page on that day
    /// @param open  whether there is anything to see: from the first day to today
    public record Step(String label, String href, boolean open) {}

    public boolean isToday() {
        return asOf.equals(today);
    }

    /// What a path is called from outside, without the day: for forms and files.
    public String at(String path) {
        return reader.base() + path;
    }

    /// Another page, on the same day.
    public String link(String path) {
        return link(path, Map.of());
    }

    /// Another page with parameters, on the same day.
    public String link(String path, Map<String, String> parameters) {
        return address(path, parameters, asOf);
    }

    /// This page on another day.
    public String on(LocalDate day) {
        return address(path, given, day);
    }

    /// This page with one parameter changed.
    ///
    /// @param value empty: without it
    public String with(String parameter, String value) {
        Map<String, String> changed = new LinkedHashMap<>(given);
        if (value.isEmpty()) {
            changed.remove(parameter);
        } else {
            changed.put(parameter, value);
        }
        return address(path, changed, asOf);
    }

    /// The ways through time, the earliest first.
    public List<Step> steps() {
        return List.of(
                step("−1 year", asOf.minusYears(1)),
                step("−1 month", asOf.minusMonths(1)),
                step("−1 day", asOf.minusDays(1)),
                step("+1 day", asOf.plusDays(1)),
                step("+1 month", asOf.plusMonths(1)),
                step("+1 year", asOf.plusYears(1)));
    }

    private Step step(String label, LocalDate day) {
        return new Step(label, on(day), !day.isBefore(first) && !day.isAfter(today));
    }

    /// Days from the first to today: the length of the slider.
    public long days() {
        return ChronoUnit.DAYS.between(first, today);
    }

    /// Days from the first to where the reader stands.
    public long daysIn() {
        return Math.clamp(ChronoUnit.DAYS.between(first, asOf), 0, days());
    }

    private String address(String path, Map<String, String> parameters, LocalDate day) {
        StringBuilder address = new StringBuilder(reader.base()).append(path);
        char mark = '?';
        for (Map.Entry<String, String> one : parameters.entrySet()) {
            address.append(mark).append(encoded(one.getKey())).append('=').append(encoded(one.getValue()));
            mark = '&';
        }
        if (!day.equals(today)) {
            address.append(mark).append(AS_OF).append('=').append(day);
        }
        return address.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// A track's page; null where the reader may not see it.
    public @Nullable String toTrack(String id) {
        return reader.guest() ? null : link("/tracks/" + part(id));
    }

    /// What was played at a moment; null where the reader may not see it.
    @Nullable
    String toMoment(Instant moment) {
        return reader.guest() ? null : link(Moments.path(moment));
    }

    /// The cover that came with a track; null where there is none, or the reader is shown none.
    @Nullable
    String toCover(@Nullable String track, CoverSource.Size size) {
        return track == null || !reader.covers() ? null : at(CoverFiles.path(part(track), size));
    }

    /// Another page with parameters, on another day.
    String to(String path, Map<String, String> parameters, LocalDate day) {
        return address(path, parameters, day);
    }

    /// Another page on another day.
    String to(String path, LocalDate day) {
        return address(path, Map.of(), day);
    }

    /// The story of a year, as of its last day; of the year in which the reader stands, on their day.
    public String toYear(long year) {
        LocalDate end = LocalDate.of((int) year, 12, 31);
        return address("/years/" + year, Map.of(), end.isBefore(asOf) ? end : asOf);
    }

    /// An artist's page; null where the name is no part of a path.
    public @Nullable String toArtist(String name) {
        return reader.guest() || name.isBlank() ? null : link("/artists/" + part(name));
    }

    /// An album's page; null where a name is no part of a path.
    public @Nullable String toAlbum(String artist, String album) {
        return reader.guest() || artist.isBlank() || album.isBlank()
                ? null
                : link("/albums/" + part(artist) + "/" + part(album));
    }

    /// A name as a part of a path. What a server must not find there, even encoded, such as the slash of AC/DC, is
    /// written as `~` and its number; so is `~` itself, and a dot at the beginning.
    public static String part(String name) {
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isISOControl(c) || "/\\%;~".indexOf(c) >= 0 || (c == '.' && i == 0)) {
                part.append('~').append(HexFormat.of().toHexDigits((byte) c));
            } else {
                part.append(c);
            }
        }
        return encoded(part.toString()).replace("+", "%20").replace("%7E", "~");
    }

    /// The name of a part of a path, decoded once already.
    public static String name(String part) {
        return ESCAPED.matcher(part)
                .replaceAll(escaped ->
                        Matcher.quoteReplacement(String.valueOf((char) HexFormat.fromHexDigits(escaped.group(1)))));
    }
}
