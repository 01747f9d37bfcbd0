package dev.mtm.narrative;

import dev.mtm.analysis.AnalysisLog.Telling;
import dev.mtm.analysis.Metrics;
import dev.mtm.problem.MtmException;
import org.jspecify.annotations.Nullable;

/// Has a period told: by the model where there is one and what it writes holds, else by the template. Either way
/// nothing
/// is told that the fact checker refuses.
public final class Storyteller {
    private final @Nullable Narrator model;
    private final Narrator template = new TemplateNarrator();

    /// @param model null: the template tells all
    public Storyteller(@Nullable Narrator model) {
        this.model = model;
    }

    /// What was told.
    ///
    /// @param by  who told it
    /// @param why the model did not, where it was asked; null: it did, or there is none
    public record Told(
            Narrative narrative, String by, @Nullable String why) {
        /// As it is kept.
        public Telling telling() {
            return new Telling(
                    NarrativeJson.text(narrative),
                    by,
                    narrative.theme(),
                    narrative.reasoning().text());
        }
    }

    public Told tell(Metrics metrics) {
        String why = null;
        if (model != null) {
            try {
                return new Told(FactChecker.require(model.tell(metrics), metrics), model.name(), null);
            } catch (MtmException e) {
                why = e.getMessage();
            }
        }
        return new Told(FactChecker.require(template.tell(metrics), metrics), template.name(), why);
    }
}
