package dev.mtm.question;

import dev.mtm.db.Session;
import dev.mtm.listening.UtcText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values that stand behind the names in a query, for one account on one day.
///
/// @param values the parameters' values by name, each as [Parameter#value] gives it
record Bindings(
        List<Parameter> parameters, Map<String, @Nullable Object> values, LocalDate today, ZoneId zone, long account) {
    /// The name by which the views know the account; no question may use it.
    static final String ACCOUNT = "account";

    /// What to bind for a name, typed even when unknown.
    Object bound(String name) {
        if (name.equals(ACCOUNT)) {
            return account;
        }
        Facet.Use use = Facet.use(name, parameters).orElseThrow();
        Parameter parameter = use.parameter();
        Object value = parameter == Parameter.TODAY ? today : values.get(parameter.name());
        return switch (use.facet()) {
            case VALUE -> plain(parameter.type(), value);
            case AT -> span(parameter, value).startsAt(zone);
            case END -> span(parameter, value).endsAt(zone);
            case FIRST -> span(parameter, value).first();
            case LAST -> span(parameter, value).last();
            case NUMBER -> span(parameter, value).last().toEpochDay();
            case FOUND -> value instanceof Words words ? words.json() : "[]";
            case MONTH_DAY -> span(parameter, value).last().toString().substring(5);
        };
    }

    private Span span(Parameter parameter, @Nullable Object value) {
        Span span = Span.of(value, today);
        return parameter.isEndOfRange() && Parameter.narrowing(parameters) instanceof Parameter year
                ? span.within(Span.of(values.get(year.name()), today))
                : span;
    }

    private Object plain(ParameterType type, @Nullable Object value) {
        return switch (value) {
            case null ->
                switch (type) {
                    case DATE -> Session.NoDate.UNKNOWN;
                    case YEAR, COUNT -> Session.NoNumber.UNKNOWN;
                    case MONTH, TEXT, CHOICE, TRACK, ARTIST, WORDS -> Session.NoText.UNKNOWN;
                };
            case LocalDate day -> day.isAfter(today) ? today : day;
            case YearMonth month -> (month.isAfter(YearMonth.from(today)) ? YearMonth.from(today) : month).toString();
            case Year year -> (long) Math.min(year.getValue(), today.getYear());
            case Words words -> words.text();
            default -> value;
        };
    }

    /// The parameters as the answer rests on them, in the order of the header: Long or String; null for unknown.
    Map<String, @Nullable Object> used() {
        Map<String, @Nullable Object> used = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            used.put(
                    parameter.name(),
                    switch (bound(parameter.name())) {
                        case Session.NoText none -> null;
                        case Session.NoNumber none -> null;
                        case Session.NoDate none -> null;
                        case Long number -> number;
                        case Object value -> canonical(value);
                    });
        }
        return used;
    }

    /// One spelling for each value: days and instants as the store writes them, `none` for unknown.
    static String canonical(Object bound) {
        return switch (bound) {
            case Instant instant -> UtcText.of(instant);
            case Session.NoText none -> Parameter.NONE;
            case Session.NoNumber none -> Parameter.NONE;
            case Session.NoDate none -> Parameter.NONE;
            default -> bound.toString();
        };
    }
}
