package dev.mtm.narrative;

import dev.mtm.analysis.Metrics;

/// Tells of figures in words.
public interface Narrator {
    /// Who tells: `template`, or the name of a model.
    String name();

    /// @throws dev.mtm.problem.MtmException when nothing that holds could be told
    Narrative tell(Metrics metrics);
}
