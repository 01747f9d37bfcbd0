package dev.mtm.narrative;

import dev.mtm.analysis.MetricsJson;
import dev.mtm.narrative.Passage.Mention;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A narrative as a JSON document, always in the same bytes.
public final class NarrativeJson {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private NarrativeJson() {}

    public static String text(Narrative narrative) {
        return MetricsJson.written(Map.of(
                "headline",
                tree(narrative.headline()),
                "summary",
                tree(narrative.summary()),
                "highlights",
                narrative.highlights().stream().map(NarrativeJson::tree).toList(),
                "theme",
                narrative.theme(),
                "theme_reasoning",
                tree(narrative.reasoning())));
    }

    private static Map<String, Object> tree(Passage passage) {
        return Map.of(
                "text",
                passage.text(),
                "figures",
                passage.mentions().stream()
                        .map(mention -> Map.of("at", mention.at(), "path", mention.path(), "text", mention.text()))
                        .toList());
    }

    /// @throws MtmException when the text is no narrative of this program
    public static Narrative read(String text) {
        try {
            JsonNode root = MAPPER.readTree(text);
            List<Passage> highlights = new ArrayList<>();
            for (JsonNode one : root.required("highlights")) {
                highlights.add(passage(one));
            }
            return new Narrative(
                    passage(root.required("headline")),
                    passage(root.required("summary")),
                    highlights,
                    root.required("theme").asString(),
                    passage(root.required("theme_reasoning")));
        } catch (JacksonException e) {
            throw foreign(e);
        }
    }

    private static Passage passage(JsonNode node) {
        List<Mention> mentions = new ArrayList<>();
        for (JsonNode one : node.required("figures")) {
            mentions.add(new Mention(
                    one.required("at").asInt(),
                    one.required("path").asString(),
                    one.required("text").asString()));
        }
        return new Passage(node.required("text").asString(), mentions);
    }

    private static MtmException foreign(@Nullable Exception cause) {
        return new MtmException(
                ErrorCode.BAD_INPUT,
                "what is told of this analysis was not written by this program",
                "analyses",
                "Tell it anew: `mtm analyse PERIOD --rewrite`.",
                cause);
    }
}
