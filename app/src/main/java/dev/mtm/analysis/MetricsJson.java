package dev.mtm.analysis;

import dev.mtm.db.Resources;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Unit;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Metrics as a JSON document: names in the order of their letters, no blanks, each number in its shortest plain form.
/// Equal figures are equal bytes, whichever database kept them. Its schema is `analysis/metrics.schema.json`.
public final class MetricsJson {
    /// What says that a document is one of these, and which.
    public static final String FORMAT = "mtm-analysis-1";

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private MetricsJson() {}

    /// The JSON Schema of these documents.
    public static String schema() {
        return Resources.text("analysis/metrics.schema.json");
    }

    public static String text(Metrics metrics) {
        Map<String, @Nullable Object> sections = new TreeMap<>();
        metrics.parts().forEach((name, section) -> sections.put(name, tree(section)));
        return written(Map.of(
                "format",
                FORMAT,
                "as_of",
                metrics.asOf().toString(),
                "closed",
                metrics.closed(),
                "zone",
                metrics.zone().getId(),
                "period",
                Map.of(
                        "label",
                        metrics.label(),
                        "title",
                        metrics.title(),
                        "from",
                        metrics.from().toString(),
                        "until",
                        metrics.until().toString()),
                "sections",
                sections));
    }

    private static Map<String, Object> tree(Section section) {
        return Map.of(
                "title",
                section.title(),
                "source",
                Map.of(
                        "question",
                        section.source().question(),
                        "parameters",
                        section.source().given(),
                        "as_of",
                        section.source().asOf().toString()),
                "columns",
                section.columns().stream()
                        .map(column -> Map.of(
                                "name", column.name(), "unit", column.unit().label(), "label", column.label()))
                        .toList(),
                "rows",
                section.rows());
    }

    /// Any tree of maps, lists and plain values, written the one way.
    public static String written(@Nullable Object tree) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            write(json, tree);
        }
        return out.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case Map<?, ?> object -> {
                json.writeStartObject();
                Map<String, @Nullable Object> ordered = new TreeMap<>();
                object.forEach((name, one) -> ordered.put(String.valueOf(name), one));
                ordered.forEach((name, one) -> {
                    json.writeName(name);
                    write(json, one);
                });
                json.writeEndObject();
            }
            case Iterable<?> list -> {
                json.writeStartArray();
                list.forEach(one -> write(json, one));
                json.writeEndArray();
            }
            case Long number -> json.writeNumber(number);
            case Integer number -> json.writeNumber(number);
            case Double fraction -> json.writeNumber(plain(fraction));
            case Boolean truth -> json.writeBoolean(truth);
            default -> json.writeString(value.toString());
        }
    }

    private static String plain(double fraction) {
        return BigDecimal.valueOf(fraction).stripTrailingZeros().toPlainString();
    }

    /// Whether a text is one of these documents.
    static boolean isOne(String text) {
        try {
            return read(text).parts().containsKey("totals");
        } catch (MtmException e) {
            return false;
        }
    }

    /// @param text as [#text] writes it, or as a database keeps it
    /// @throws MtmException when it is none of these documents
    public static Metrics read(String text) {
        try {
            JsonNode root = MAPPER.readTree(text);
            if (!root.path("format").asString("").equals(FORMAT)) {
                throw foreign(null);
            }
            JsonNode period = root.required("period");
            List<String> names = new ArrayList<>(root.required("sections").propertyNames());
            names.sort((one, other) -> Integer.compare(Analyses.place(one), Analyses.place(other)));
            Map<String, Section> sections = new LinkedHashMap<>();
            for (String name : names) {
                sections.put(name, section(name, root.required("sections").required(name)));
            }
            return new Metrics(
                    period.required("label").asString(),
                    period.required("title").asString(),
                    LocalDate.parse(period.required("from").asString()),
                    LocalDate.parse(period.required("until").asString()),
                    LocalDate.parse(root.required("as_of").asString()),
                    root.required("closed").asBoolean(),
                    ZoneId.of(root.required("zone").asString()),
                    sections);
        } catch (JacksonException | DateTimeException e) {
            throw foreign(e);
        }
    }

    private static MtmException foreign(@Nullable Exception cause) {
        return new MtmException(
                ErrorCode.BAD_INPUT,
                "the metrics of this analysis were not made by this program",
                "analyses",
                "`mtm analyses show N --format json` prints them as they are; `mtm analyse` makes new ones.",
                cause);
    }

    private static Section section(String name, JsonNode node) {
        List<Section.Column> columns = new ArrayList<>();
        for (JsonNode column : node.required("columns")) {
            columns.add(new Section.Column(
                    column.required("name").asString(),
                    Unit.labelled(column.required("unit").asString()).orElse(Unit.TEXT),
                    column.required("label").asString()));
        }
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (JsonNode row : node.required("rows")) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (Section.Column column : columns) {
                values.put(column.name(), value(column.unit(), row.path(column.name())));
            }
            rows.add(values);
        }
        JsonNode source = node.required("source");
        Map<String, String> given = new TreeMap<>();
        source.required("parameters")
                .properties()
                .forEach(one -> given.put(one.getKey(), one.getValue().asString()));
        return new Section(
                name,
                node.required("title").asString(),
                new Section.Source(
                        source.required("question").asString(),
                        given,
                        LocalDate.parse(source.required("as_of").asString())),
                columns,
                rows);
    }

    private static @Nullable Object value(Unit unit, JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return null;
        }
        return switch (unit) {
            case RATIO, PERCENT, SCORE -> node.asDouble();
            case COUNT, RANK, MILLISECONDS, YEAR, WEEKDAY, HOUR -> node.asLong();
            case TRUTH -> node.asBoolean();
            case TEXT, TRACK, ARTIST, ALBUM, DATE, MONTH, INSTANT -> node.asString();
        };
    }
}
