package dev.mtm.doctor;

import java.util.List;
import java.util.Set;

/// Where our own schema breaks a rule of the checklist on purpose.
///
/// @param rules which of them
/// @param where a table, a column with its table, or an index
/// @param why   a phrase
record Wanted(Set<SchemaRule> rules, String where, String why) {
    private static final Set<SchemaRule> UNCHECKED = Set.of(SchemaRule.TIME_RULE, SchemaRule.TRUTH);
    private static final String DERIVED = "derived from the log; `mtm doctor` compares it";

    static final List<Wanted> ALL = List.of(
            new Wanted(UNCHECKED, "listens", DERIVED),
            new Wanted(UNCHECKED, "listening_hours", DERIVED),
            new Wanted(UNCHECKED, "heard_tracks", DERIVED),
            new Wanted(UNCHECKED, "days", DERIVED),
            new Wanted(
                    Set.of(SchemaRule.TIME, SchemaRule.TIME_RULE, SchemaRule.TIME_TYPE),
                    "tracks.release_date",
                    "many are known by year or month only"),
            new Wanted(Set.of(SchemaRule.LINK_INDEX), "play_history.source_key", "a source is never deleted"),
            new Wanted(Set.of(SchemaRule.LINK_INDEX), "play_history.context_key", "a context is never deleted"),
            new Wanted(
                    Set.of(SchemaRule.IDLE_INDEX), "import_file_by_play", "a trigger finds the import of a play by it"),
            new Wanted(
                    Set.of(SchemaRule.IDLE_INDEX), "idx_tracks_artist", "queries of the first design search by artist"),
            new Wanted(
                    Set.of(SchemaRule.IDLE_INDEX), "idx_snapshots_date", "queries of the first design search by day"),
            new Wanted(Set.of(SchemaRule.IDLE_INDEX), "tracks_by_name_key", "an import finds equal names by it"),
            new Wanted(
                    Set.of(SchemaRule.REPEATED_TEXT),
                    "play_context",
                    "it is the table that keeps such texts out of the log"),
            new Wanted(
                    Set.of(SchemaRule.REPEATED_TEXT),
                    "import_rejection.reason",
                    "written once for an unreadable row, read by no question"));

    boolean covers(SchemaRule.Fault fault) {
        return rules.contains(fault.rule())
                && (fault.where().equals(where) || fault.where().startsWith(where + "."));
    }
}
