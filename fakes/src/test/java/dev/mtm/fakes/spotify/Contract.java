package dev.mtm.fakes.spotify;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.mtm.fakes.service.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Spotify's published OpenAPI document, as a judge of answers.
///
/// The document requires few fields, so a misspelt one would pass its schemas: fields that it does not know are a
/// complaint as well.
///
/// @see <a href="https://github.com/sonallux/spotify-web-api">the repaired copy of the document</a>
final class Contract {
    private final JsonNode document;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(Dialects.getOpenApi30());
    private final Map<JsonNode, Schema> schemas = new HashMap<>();

    private Contract(JsonNode document) {
        this.document = document;
    }

    static Contract read(Path folder) {
        ObjectMapper yaml = new YAMLMapper();
        JsonNode document =
                yaml.readTree(folder.resolve("fixed-spotify-open-api.yml").toFile());
        chooseTracks(document);
        return new Contract(document);
    }

    /// Makes every "track or episode" a track. The document tells them apart by a discriminator whose values are not
    /// the
    /// names of its schemas, and a complaint about the one would hide among those about the other.
    private static void chooseTracks(JsonNode node) {
        if (node instanceof ObjectNode object && object.has("discriminator")) {
            JsonNode track = object.path("oneOf").path(0);
            object.removeAll();
            object.putArray("allOf").add(track);
        }
        node.forEach(Contract::chooseTracks);
    }

    /// The folder of the document and of recorded answers, which are no part of the project: `MTM_TEST_SPOTIFY` names
    /// it, else it is looked for as `shared/data/spotify` in the folders above.
    static Optional<Path> folder() {
        @Nullable String named = System.getenv("MTM_TEST_SPOTIFY");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            Path folder = above.resolve("shared/data/spotify");
            if (Files.isDirectory(folder)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    /// What is wrong with an answer, each complaint as its place and its reason. Places have `*` for any index.
    ///
    /// @param path of the document, such as `/me/top/tracks`
    Set<String> complaints(String method, String path, int status, JsonNode body) {
        JsonNode response = resolved(document.path("paths")
                .path(path)
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses")
                .path("" + status));
        JsonNode schema = response.path("content").path("application/json").path("schema");
        if (schema.isMissingNode()) {
            return Set.of("/: the document knows no such answer");
        }
        Set<String> complaints = new TreeSet<>();
        for (Error error : schema(schema).validate(body)) {
            String missing = error.getProperty() == null ? "" : "/" + error.getProperty();
            complaints.add(place(error.getInstanceLocation().toString() + missing) + ": " + error.getKeyword());
        }
        unknown("", schema, body, complaints);
        return complaints;
    }

    private Schema schema(JsonNode schema) {
        return schemas.computeIfAbsent(schema, wanted -> {
            ObjectNode root = Json.object();
            root.putArray("allOf").add(wanted);
            root.set("components", document.path("components"));
            return registry.getSchema(root);
        });
    }

    private void unknown(String place, JsonNode schema, JsonNode value, Set<String> complaints) {
        if (value.isObject()) {
            Map<String, JsonNode> known = properties(schema);
            if (!known.isEmpty()) {
                value.propertyStream().forEach(field -> {
                    @Nullable JsonNode below = known.get(field.getKey());
                    if (below == null) {
                        complaints.add(place + "/" + field.getKey() + ": unknown");
                    } else {
                        unknown(place + "/" + field.getKey(), below, field.getValue(), complaints);
                    }
                });
            }
        } else if (value.isArray()) {
            elements(schema)
                    .ifPresent(element -> value.forEach(each -> unknown(place + "/*", element, each, complaints)));
        }
    }

    /// The properties that a schema and all it is made of know.
    private Map<String, JsonNode> properties(JsonNode schema) {
        JsonNode resolved = resolved(schema);
        Map<String, JsonNode> properties = new HashMap<>();
        resolved.path("allOf").forEach(part -> properties.putAll(properties(part)));
        resolved.path("properties").propertyStream().forEach(field -> properties.put(field.getKey(), field.getValue()));
        return properties;
    }

    private Optional<JsonNode> elements(JsonNode schema) {
        JsonNode items = resolved(schema).path("items");
        return items.isMissingNode() ? Optional.empty() : Optional.of(items);
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isMissingNode()
                ? node
                : resolved(document.at(reference.stringValue().substring(1)));
    }

    private static String place(String pointer) {
        return pointer.replaceAll("/\\d+(?=/|$)", "/*");
    }

    /// All places in a body: `/items/*/track/name` and so on.
    static Set<String> places(JsonNode body) {
        Set<String> places = new TreeSet<>();
        places("", body, places);
        return places;
    }

    private static void places(String place, JsonNode value, Set<String> places) {
        if (value.isObject()) {
            value.propertyStream().forEach(field -> {
                places.add(place + "/" + field.getKey());
                places(place + "/" + field.getKey(), field.getValue(), places);
            });
        } else if (value.isArray()) {
            value.forEach(each -> places(place + "/*", each, places));
        }
    }

    /// The recorded answers, by the name of their file.
    static JsonNode recorded(Path folder, String name) {
        return new ObjectMapper().readTree(folder.resolve(name).toFile());
    }
}
