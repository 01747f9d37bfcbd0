package dev.mtm.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mtm.db.Session;
import dev.mtm.db.Table.Kind;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What a table holds, in short: the same from SQLite and from PostgreSQL when they hold the same.
///
/// @param sha256 over all rows in the order of the key, each value in one spelling; hexadecimal
public record Fingerprint(String table, long rows, String sha256) {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    /// Reads a whole table.
    ///
    /// @param table its columns as PostgreSQL knows them: SQLite's own catalogue cannot tell a document from a text
    static Fingerprint of(Session session, Table table) throws SQLException {
        MessageDigest digest = digest();
        long[] rows = {0};
        table.each(session, values -> {
            rows[0]++;
            digest.update(line(table, values).getBytes(UTF_8));
        });
        return new Fingerprint(table.name(), rows[0], HexFormat.of().formatHex(digest.digest()));
    }

    private static String line(Table table, @Nullable Object[] values) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            String value = values[i] == null ? null : values[i].toString();
            if (value != null && table.columns().get(i).kind() == Kind.JSON) {
                value = canonical(value).replace('\0', '\ufffd');
            }
            // A length in front: no text can be taken for the end of another.
            line.append(value == null ? "-" : value.length() + ":" + value).append(' ');
        }
        return line.append('\n').toString();
    }

    /// One spelling for each document: keys in order, of equal keys the last, numbers by their value.
    static String canonical(String json) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            StringBuilder out = new StringBuilder();
            parser.nextToken();
            write(tree(parser), out);
            return out.toString();
        }
    }

    private static Object tree(JsonParser parser) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Object> members = new TreeMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, tree(parser));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(tree(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            default -> token;
        };
    }

    private static void write(Object node, StringBuilder out) {
        switch (node) {
            case Map<?, ?> members -> {
                out.append('{');
                members.forEach((name, value) -> {
                    text(name.toString(), out);
                    out.append(':');
                    write(value, out);
                    out.append(',');
                });
                out.append('}');
            }
            case List<?> elements -> {
                out.append('[');
                elements.forEach(element -> {
                    write(element, out);
                    out.append(',');
                });
                out.append(']');
            }
            case String value -> text(value, out);
            case BigDecimal number -> out.append(number.stripTrailingZeros());
            default -> out.append(node);
        }
    }

    private static void text(String value, StringBuilder out) {
        out.append(value.length()).append(':').append(value);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
