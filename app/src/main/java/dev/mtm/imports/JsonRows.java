package dev.mtm.imports;

import dev.mtm.listening.Play;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;

/// Reads a JSON list of records, whatever is wrong with single ones.
final class JsonRows {
    private JsonRows() {}

    /// Makes a play of a record.
    interface Record {
        Play play(Fields fields) throws Fields.BadField;
    }

    /// Reads the list row by row.
    ///
    /// @return false when it breaks off or is damaged; the break is the last rejection
    /// @throws IOException when the input itself cannot be read further
    static boolean read(InputStream in, Fields fields, Record record, PlaySink sink) throws IOException {
        return read(in, true, fields, record, sink);
    }

    /// As [#read], of records that stand one after the other.
    static boolean readLines(InputStream in, Fields fields, Record record, PlaySink sink) throws IOException {
        return read(in, false, fields, record, sink);
    }

    private static boolean read(InputStream in, boolean list, Fields fields, Record record, PlaySink sink)
            throws IOException {
        long row = 0;
        try (JsonParser parser = Json.FACTORY.createParser(ObjectReadContext.empty(), new Utf8(in))) {
            if (list && parser.nextToken() != JsonToken.START_ARRAY) {
                sink.rejected(new Rejection(1, "the file is not a list of plays", null));
                return false;
            }
            while (true) {
                row++;
                JsonToken token = parser.nextToken();
                if (token == null && !list) {
                    return true;
                }
                if (token == JsonToken.END_ARRAY) {
                    if (parser.nextToken() != null) {
                        sink.rejected(new Rejection(row, "text follows after the end of the list", null));
                        return false;
                    }
                    return true;
                }
                if (token == null) {
                    sink.rejected(broken(row, "the file breaks off"));
                    return false;
                }
                if (token != JsonToken.START_OBJECT) {
                    String text = what(token, parser);
                    parser.skipChildren();
                    sink.rejected(new Rejection(row, "not a record", text));
                } else {
                    fields.read(parser);
                    try {
                        sink.play(record.play(fields));
                    } catch (Fields.BadField e) {
                        sink.rejected(new Rejection(row, e.reason(), fields.shown()));
                    }
                }
            }
        } catch (StreamConstraintsException e) {
            sink.rejected(broken(row, "the row holds a text, number or nesting beyond every limit"));
            return false;
        } catch (JacksonIOException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e);
        } catch (JacksonException e) {
            String at = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            boolean atEnd = e instanceof tools.jackson.core.exc.UnexpectedEndOfInputException;
            sink.rejected(broken(row, atEnd ? "the file breaks off" : "the JSON is damaged" + at));
            return false;
        }
    }

    /// What stands in the place of a record. A text without a field's name may be anything, an address too, and
    /// is not shown.
    private static String what(JsonToken token, JsonParser parser) {
        if (token == JsonToken.VALUE_STRING) {
            return "a text";
        }
        return token.isScalarValue() ? parser.getString() : "a list";
    }

    private static Rejection broken(long row, String what) {
        return Rejection.ofTheRest(row, what);
    }
}
