package dev.mtm.question;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Judges how SQLite would go about a query: whether it reads all plays without an index, or sorts them all.
/// PostgreSQL rightly scans small tables, so its plans are not judged.
final class PlanJudge {
    private static final Pattern SCAN = Pattern.compile("SCAN (main\\.listens|play_history)\\b.*");
    private static final Pattern LOOP = Pattern.compile("(SCAN|SEARCH) .*");
    private static final Pattern OUTERMOST =
            Pattern.compile("(SCAN|SEARCH) (main\\.listens|play_history)\\b(?!.*(track_key=|play_id=|played_at=)).*");
    private static final Pattern SORT = Pattern.compile("USE TEMP B-TREE FOR (GROUP BY|ORDER BY|DISTINCT)");

    private PlanJudge() {}

    /// The lines of a plan that are at fault; empty when it is fine.
    static List<String> faults(List<String> plan) {
        List<String> faults = new ArrayList<>();
        boolean overAllPlays = false;
        boolean inLoops = false;
        for (String line : plan) {
            if (LOOP.matcher(line).matches()) {
                if (!inLoops) {
                    overAllPlays = OUTERMOST.matcher(line).matches();
                }
                inLoops = true;
                if (SCAN.matcher(line).matches() || (line.contains("listens") && line.contains("AUTOMATIC"))) {
                    faults.add(line);
                }
            } else {
                if (overAllPlays && SORT.matcher(line).matches()) {
                    faults.add(line);
                }
                inLoops = inLoops && line.startsWith("USE TEMP");
            }
        }
        return faults;
    }
}
