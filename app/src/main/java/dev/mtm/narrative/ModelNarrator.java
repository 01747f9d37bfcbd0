package dev.mtm.narrative;

import dev.mtm.analysis.Metrics;
import dev.mtm.analysis.Section;
import dev.mtm.narrative.ModelServer.Message;
import dev.mtm.narrative.ModelServer.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Lets a language model write the prose. It writes places for figures, as [Draft] has them, and never the figures:
/// those
/// come from the metrics, so it cannot get one wrong. It is told numbers, and no title nor name: what others wrote
/// reaches
/// it in no form, so nothing of it can be taken for an instruction, and nobody learns from it what was heard.
public final class ModelNarrator implements Narrator {
    private static final int TRIES = 2;
    private static final int TOKENS = 900;
    private static final int MOST_ROWS = 3;
    private static final int MOST_FAULTS = 8;

    /// What is named in a text, and is not told to the model.
    private static final Set<String> WITHHELD = Set.of("title", "artist", "album", "genre", "features_source");

    private static final String RULES = """
            You write a short report about what one person listened to, in plain English, addressed to "you".
            You are given figures. Each has a place such as {totals.0.listens}. Wherever a figure or a name belongs in your
            text, write its place, braces included; it is filled in later. Names of tracks, artists and albums are places, too.
            Never write a number yourself, neither in digits nor in words ("two", "third", "half", "dozen"), nor a date, a time
            or a share. Do not write links, markup or quotation marks. After a place, {…:noun} writes "12 listens",
            {…:times} writes "12 times", {…:short} leaves out the year of a day.
            Behind a name, write only figures of the same row. Leave out what is not worth telling. Do not judge the listener.
            Answer with one JSON object: headline (a few words), summary (two to four sentences), highlights (a list of at
            most five sentences), theme (a few words without a place, for the title of a playlist), theme_reasoning (a
            sentence).
            """;

    private static final Map<String, Object> TEXT = Map.of("type", "string");
    private static final Map<String, Object> SCHEMA = Map.of(
            "type",
            "object",
            "additionalProperties",
            false,
            "properties",
            Map.of(
                    "headline",
                    TEXT,
                    "summary",
                    TEXT,
                    "highlights",
                    Map.of("type", "array", "items", TEXT),
                    "theme",
                    TEXT,
                    "theme_reasoning",
                    TEXT),
            "required",
            List.of("headline", "summary", "highlights", "theme", "theme_reasoning"));

    private final ModelServer server;

    public ModelNarrator(ModelServer server) {
        this.server = server;
    }

    @Override
    public String name() {
        return server.model();
    }

    @Override
    public Narrative tell(Metrics metrics) {
        List<Message> conversation =
                new ArrayList<>(List.of(new Message("system", RULES), new Message("user", figures(metrics))));
        List<String> faults = List.of();
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            Said said = server.ask(conversation, SCHEMA, TOKENS * attempt);
            List<String> found = new ArrayList<>();
            Narrative narrative = read(said, metrics, found);
            if (narrative != null) {
                found.addAll(FactChecker.faults(narrative, metrics));
                if (found.isEmpty()) {
                    return narrative;
                }
            }
            faults = found.stream().distinct().limit(MOST_FAULTS).toList();
            conversation.add(new Message("assistant", said.content()));
            conversation.add(new Message(
                    "user",
                    "That cannot be taken:\n- " + String.join("\n- ", faults)
                            + "\nWrite all of it again, keeping to the rules."));
        }
        throw server.trouble("what it wrote does not hold (" + faults.getFirst() + ")", null);
    }

    /// Null where there is none; the faults say why.
    private static @Nullable Narrative read(Said said, Metrics metrics, List<String> faults) {
        try {
            JsonNode root = said.object();
            List<Passage> highlights = new ArrayList<>();
            for (JsonNode one : root.required("highlights")) {
                highlights.add(Draft.filled(one.asString(), metrics));
            }
            return new Narrative(
                    passage(root, "headline", metrics),
                    passage(root, "summary", metrics),
                    highlights,
                    root.required("theme").asString(),
                    passage(root, "theme_reasoning", metrics));
        } catch (JacksonException e) {
            faults.add(
                    said.cut()
                            ? "it was too long and broke off: be brief"
                            : "it is not the JSON object that was asked for");
        } catch (Draft.Unfilled e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        return null;
    }

    private static Passage passage(JsonNode root, String name, Metrics metrics) throws Draft.Unfilled {
        return Draft.filled(root.required(name).asString(), metrics);
    }

    /// Every figure with its place, a line each.
    private static String figures(Metrics metrics) {
        StringBuilder out = new StringBuilder();
        for (Section section : metrics.sections()) {
            if (section.rows().isEmpty()) {
                continue;
            }
            out.append(section.title()).append('\n');
            int rows = Math.min(section.rows().size(), section.name().matches("day_parts|weekdays") ? 7 : MOST_ROWS);
            for (int row = 0; row < rows; row++) {
                for (Section.Column column : section.columns()) {
                    metrics.figure(section.name() + "." + row + "." + column.name())
                            .filter(figure -> !column.name().equals("track_id"))
                            .ifPresent(figure -> out.append('{')
                                    .append(figure.path())
                                    .append("} ")
                                    .append(column.label())
                                    .append(": ")
                                    .append(
                                            isWithheld(section, column)
                                                    ? "(a name)"
                                                    : Spelling.of(figure, Spelling.Form.PLAIN, metrics.zone()))
                                    .append('\n'));
                }
            }
        }
        return out.toString();
    }

    private static boolean isWithheld(Section section, Section.Column column) {
        return WITHHELD.contains(column.name()) && !section.name().equals("period");
    }
}
