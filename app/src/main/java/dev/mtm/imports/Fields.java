package dev.mtm.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/// The fields of one JSON record that a format keeps. A field that is missing is as one that is null. Fields that are
/// not named here, such as addresses and user agents, are passed over and never held.
final class Fields {
    private static final Object NESTED = new Object();

    private final String[] names;
    private final PropertyNameMatcher matcher;
    private final @Nullable Object[] values;

    /// @param names the fields to keep; a field's place in this list is how it is asked for
    Fields(String... names) {
        this.names = names.clone();
        this.matcher = Json.FACTORY.constructNameMatcher(
                Arrays.stream(names).map(Named::fromString).toList(), false);
        this.values = new @Nullable Object[names.length];
    }

    /// Reads the record at whose opening brace the parser stands, to its closing brace.
    void read(JsonParser parser) {
        Arrays.fill(values, null);
        while (true) {
            int field = parser.nextNameMatch(matcher);
            if (field == PropertyNameMatcher.MATCH_END_OBJECT) {
                return;
            }
            JsonToken token = parser.nextToken();
            if (field >= 0) {
                values[field] = value(parser, token);
            }
            parser.skipChildren();
        }
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> storable(parser.getString());
            case VALUE_NUMBER_INT -> {
                try {
                    yield parser.getLongValue();
                } catch (InputCoercionException e) {
                    yield parser.getDoubleValue();
                }
            }
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> NESTED;
        };
    }

    /// A text; null when missing, null or empty.
    @Nullable
    String text(int field) throws BadField {
        return switch (values[field]) {
            case null -> null;
            case String text -> text.isEmpty() ? null : text;
            default -> throw bad(field, "is not a text");
        };
    }

    /// A whole number of milliseconds, 0 or more; null when missing or null.
    @Nullable
    Long milliseconds(int field) throws BadField {
        return switch (values[field]) {
            case null -> null;
            case Long number when number < 0 -> throw bad(field, "is negative");
            case Long number when number > LONGEST_MS -> throw bad(field, "is longer than a year");
            case Long number -> number;
            case Double number
            when number == Math.rint(number) && number >= 0 && number <= LONGEST_MS -> number.longValue();
            default -> throw bad(field, "is not a whole number of milliseconds");
        };
    }

    private static final long LONGEST_MS = 366L * 24 * 60 * 60 * 1000;

    /// True, false, or null when missing or null; 0 and 1 are understood.
    @Nullable
    Boolean truth(int field) throws BadField {
        return switch (values[field]) {
            case null -> null;
            case Boolean truth -> truth;
            case Long number when number == 0 || number == 1 -> number == 1;
            default -> throw bad(field, "is neither true nor false");
        };
    }

    BadField bad(int field, String what) {
        return new BadField(names[field] + " " + what);
    }

    /// The fields that are known, for a person who looks into a rejection.
    String shown() {
        List<String> known = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            Object value = values[i];
            if (value != null) {
                known.add(names[i] + "=" + (value == NESTED ? "{…}" : value));
            }
        }
        return String.join(", ", known);
    }

    /// Text that every database can keep: NUL and halves of surrogate pairs become U+FFFD, all else stays as
    /// received.
    static String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return repaired(text);
            }
        }
        return text;
    }

    private static String repaired(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    /// The time in a field as a reader parsed it.
    <T> T required(int field, Optional<T> parsed) throws BadField {
        if (values[field] == null) {
            throw bad(field, "is missing");
        }
        return parsed.orElseThrow(() -> bad(field, "is not a time that can be read"));
    }

    /// A field that does not hold what it should: the reason of a rejection, not an error of the program.
    static final class BadField extends Exception {
        BadField(String reason) {
            super(reason, null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
