package dev.mtm.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The conditions behind `check` in the text of a `create table`. SQLite tells of them in no other way.
final class CheckText {
    /// What is taken as one piece: a comment, a text or quoted name, `check` and what opens behind it, a bracket.
    private static final Pattern PIECE =
            Pattern.compile("--[^\\n]*|/\\*(?s:.*?)\\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|\\[[^\\]]*\\]"
                    + "|(?i:(?<![\\w$])check\\s*\\()|[()]");

    private CheckText() {}

    /// In the order of the text.
    static List<String> in(String createTable) {
        List<String> found = new ArrayList<>();
        Matcher piece = PIECE.matcher(createTable);
        int depth = 0;
        int opened = -1;
        int outside = 0;
        while (piece.find()) {
            String text = piece.group();
            if (text.equals(")")) {
                depth--;
                if (opened >= 0 && depth == outside) {
                    found.add(createTable.substring(opened, piece.start()).strip());
                    opened = -1;
                }
            } else if (text.equals("(")) {
                depth++;
            } else if (text.endsWith("(") && Character.toLowerCase(text.charAt(0)) == 'c') {
                if (opened < 0) {
                    opened = piece.end();
                    outside = depth;
                }
                depth++;
            }
        }
        return found;
    }
}
