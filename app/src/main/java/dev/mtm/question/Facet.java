package dev.mtm.question;

import java.util.List;
import java.util.Optional;

/// What a query can ask of a parameter besides its value: `:from_at`, `:until_end`, `:today_number`.
///
/// Days, months and years span days of the listener. A span never reaches past the day of the question, and an
/// unknown
/// one spans all days up to it, so that a range needs no `is null` and stays on an index.
enum Facet {
    /// The value itself; a day, month or year after today is taken as today's.
    VALUE(""),
    /// The instant at which the span starts.
    AT("_at"),
    /// The instant at which the span is over: no longer part of it.
    END("_end"),
    /// The first day of the span.
    FIRST("_first"),
    /// The last day of the span.
    LAST("_last"),
    /// The last day of the span, counted from 1970-01-01 as `days.day_number` is.
    NUMBER("_number"),
    /// The last day of the span as `MM-DD`.
    MONTH_DAY("_month_day"),
    /// The keys of the tracks that words find, as a list of JSON.
    FOUND("_found");

    private final String suffix;

    Facet(String suffix) {
        this.suffix = suffix;
    }

    /// A name in a query, understood.
    record Use(Parameter parameter, Facet facet) {}

    /// What a name in a query stands for; empty when no parameter gives it.
    static Optional<Use> use(String name, List<Parameter> parameters) {
        for (Facet facet : values()) {
            if (!name.endsWith(facet.suffix)) {
                continue;
            }
            String stem = name.substring(0, name.length() - facet.suffix.length());
            if (stem.equals(Parameter.TODAY.name())) {
                return Optional.of(new Use(Parameter.TODAY, facet));
            }
            for (Parameter parameter : parameters) {
                if (parameter.name().equals(stem)
                        && (facet == VALUE
                                || (facet == FOUND
                                        ? parameter.type() == ParameterType.WORDS
                                        : parameter.type().spansDays()))) {
                    return Optional.of(new Use(parameter, facet));
                }
            }
        }
        return Optional.empty();
    }
}
