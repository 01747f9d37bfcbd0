package dev.mtm.question;

import java.util.List;
import java.util.Set;

/// What there is to say of how a database would go about a query.
///
/// @param faults  what reads all plays without an index, or sorts them all, a line each; empty when all is well
/// @param indexes by which rows are looked up; one that is only read from end to end is not among them
record PlanJudgement(List<String> faults, Set<String> indexes) {
    PlanJudgement {
        faults = List.copyOf(faults);
        indexes = Set.copyOf(indexes);
    }
}
