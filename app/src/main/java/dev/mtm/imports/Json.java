package dev.mtm.imports;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// How JSON is read here: streaming, with limits that real exports are far below.
final class Json {
    /// No name, title or address is nearly as long.
    static final int LONGEST_TEXT = 1_000_000;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_TEXT)
                    .maxNameLength(10_000)
                    .maxNumberLength(100)
                    .maxNestingDepth(100)
                    .build())
            .build();

    private Json() {}
}
