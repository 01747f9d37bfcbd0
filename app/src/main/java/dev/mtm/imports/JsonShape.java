package dev.mtm.imports;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// What the beginning of a file looks like, as far as recognising it needs.
///
/// @param root   what the file is as a whole
/// @param fields the names of the fields of its first records
record JsonShape(Root root, Set<String> fields) {
    private static final int RECORDS = 20;

    JsonShape {
        fields = Set.copyOf(fields);
    }

    /// What a file is as a whole.
    enum Root {
        LIST,
        EMPTY_LIST,
        /// JSON, but not a list.
        OTHER_JSON,
        NOT_JSON,
        EMPTY
    }

    /// The shape of a beginning, which may stop anywhere.
    static JsonShape of(byte[] head) {
        Root root = Root.NOT_JSON;
        Set<String> fields = new HashSet<>();
        try (JsonParser parser = Json.FACTORY.createParser(ObjectReadContext.empty(), head, 0, head.length)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return new JsonShape(Root.EMPTY, Set.of());
            }
            root = first == JsonToken.START_ARRAY ? Root.LIST : Root.OTHER_JSON;
            if (first == JsonToken.START_OBJECT) {
                fieldsOf(parser, fields);
            }
            if (root == Root.LIST && parser.nextToken() == JsonToken.END_ARRAY) {
                return new JsonShape(Root.EMPTY_LIST, Set.of());
            }
            for (int i = 0; root == Root.LIST && i < RECORDS; i++) {
                if (parser.currentToken() == JsonToken.START_OBJECT) {
                    fieldsOf(parser, fields);
                } else {
                    parser.skipChildren();
                }
                JsonToken next = parser.nextToken();
                if (next == null || next == JsonToken.END_ARRAY) {
                    break;
                }
            }
        } catch (JacksonException e) {
            // The beginning stops in the middle of a record, or it is not JSON: what was seen so far is the answer.
            return new JsonShape(root, fields);
        }
        return new JsonShape(root, fields);
    }

    private static void fieldsOf(JsonParser parser, Set<String> fields) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            fields.add(parser.currentName());
            parser.nextToken();
            parser.skipChildren();
        }
    }
}
