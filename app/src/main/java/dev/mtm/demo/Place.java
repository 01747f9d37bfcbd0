package dev.mtm.demo;

import java.time.ZoneId;
import java.util.List;

/// A country and its clock.
///
/// @param country the ISO 3166 code; `ZZ` where it is unknown, as Spotify writes it
record Place(String country, ZoneId zone) {
    private static final List<Place> KNOWN = List.of(
            of("DE", "Europe/Berlin"),
            of("AT", "Europe/Vienna"),
            of("IT", "Europe/Rome"),
            of("FR", "Europe/Paris"),
            of("ES", "Europe/Madrid"),
            of("DK", "Europe/Copenhagen"),
            of("SE", "Europe/Stockholm"),
            of("GB", "Europe/London"),
            of("PT", "Europe/Lisbon"),
            of("JP", "Asia/Tokyo"),
            of("US", "America/New_York"),
            of("IN", "Asia/Kolkata"),
            of("AU", "Australia/Sydney"),
            of("BR", "America/Sao_Paulo"));

    private static Place of(String country, String zone) {
        return new Place(country, ZoneId.of(zone));
    }

    /// The place with that clock.
    static Place home(ZoneId zone) {
        return KNOWN.stream()
                .filter(place -> place.zone.equals(zone))
                .findFirst()
                .orElse(new Place("ZZ", zone));
    }

    /// A place to travel to from home, a near one more often when home is in Europe.
    static Place abroad(Chance chance, Place home) {
        Place place = KNOWN.get(Math.min(chance.below(KNOWN.size()), chance.below(KNOWN.size())));
        return place.equals(home) ? KNOWN.get((KNOWN.indexOf(home) + 1) % KNOWN.size()) : place;
    }
}
