package dev.mtm.listening;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// The one spelling of instants in the store: `YYYY-MM-DD HH:MM:SS`, UTC. It sorts as text in the order of time.
public final class UtcText {
    private UtcText() {}

    /// The text of an instant between the years 0000 and 9999, whole seconds; a fraction is cut off.
    public static String of(Instant instant) {
        LocalDateTime t = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        byte[] text = new byte[19];
        digits(text, 0, 4, t.getYear());
        text[4] = '-';
        digits(text, 5, 2, t.getMonthValue());
        text[7] = '-';
        digits(text, 8, 2, t.getDayOfMonth());
        text[10] = ' ';
        digits(text, 11, 2, t.getHour());
        text[13] = ':';
        digits(text, 14, 2, t.getMinute());
        text[16] = ':';
        digits(text, 17, 2, t.getSecond());
        return new String(text, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /// The instant of a text that [#of] made.
    ///
    /// @throws IllegalArgumentException for any other spelling
    public static Instant parse(String text) {
        if (text.length() != 19 || text.charAt(10) != ' ') {
            throw new IllegalArgumentException("not an instant of the form YYYY-MM-DD HH:MM:SS: " + text);
        }
        try {
            return Instant.parse(text.substring(0, 10) + "T" + text.substring(11) + "Z");
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException("not an instant of the form YYYY-MM-DD HH:MM:SS: " + text, e);
        }
    }

    private static void digits(byte[] text, int from, int count, int value) {
        int rest = value;
        for (int i = from + count - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
