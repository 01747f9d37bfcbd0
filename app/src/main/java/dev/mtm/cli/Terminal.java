package dev.mtm.cli;

import java.io.PrintWriter;
import java.util.Map;

/// What commands print on.
///
/// @param out         answers
/// @param err         progress and troubles
/// @param width       cells in a line of `out`; very wide where it is no terminal
/// @param interactive whether a person looks at `out`
/// @param live        whether a person looks at `err`, so that a line may be written over
public record Terminal(PrintWriter out, PrintWriter err, int width, boolean interactive, boolean live) {
    /// The width of a text that no terminal limits.
    private static final int UNLIMITED = 10_000;

    private static final int USUAL = 100;

    /// The terminal as the launcher found it: `MTM_COLUMNS` is the width where standard output is a terminal,
    /// `MTM_LIVE` is set where standard error is one.
    public static Terminal of(PrintWriter out, PrintWriter err, Map<String, String> environment) {
        String columns = environment.getOrDefault("MTM_COLUMNS", "");
        boolean interactive = !columns.isEmpty();
        int width = UNLIMITED;
        if (interactive) {
            width = columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : USUAL;
        }
        boolean plain = environment.containsKey("NO_COLOR") || "dumb".equals(environment.get("TERM"));
        return new Terminal(out, err, width, interactive && !plain, environment.containsKey("MTM_LIVE"));
    }
}
