package dev.mtm.cli;

import dev.mtm.render.Wording;
import java.util.regex.Pattern;

/// A text from outside as it may stand on a terminal: control characters written out, passwords in addresses left out.
final class Printable {
    /// A password may hold every character but a blank, so it ends at the last `@`.
    private static final Pattern IN_ADDRESS = Pattern.compile("(\\w+:/{1,2}[^\\s:/@]*):\\S*@");

    private static final Pattern IN_QUERY = Pattern.compile("(?i)(password=)[^&\\s]*");

    private Printable() {}

    /// One line.
    static String line(String text) {
        String silent = IN_ADDRESS.matcher(text).replaceAll("$1@");
        return Wording.visible(IN_QUERY.matcher(silent).replaceAll("$1…"));
    }
}
