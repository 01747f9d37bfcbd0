package dev.mtm.question;

import dev.mtm.db.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Judges how SQLite would go about a query: whether it reads all plays without an index, or sorts them all.
final class SqlitePlan {
    private static final Pattern SCAN = Pattern.compile("SCAN (main\\.listens|play_history)\\b.*");
    private static final Pattern LOOP = Pattern.compile("(SCAN|SEARCH) .*");
    private static final Pattern OUTERMOST =
            Pattern.compile("(SCAN|SEARCH) (main\\.listens|play_history)\\b(?!.*(track_key=|play_id=|played_at=)).*");
    private static final Pattern SORT = Pattern.compile("USE TEMP B-TREE FOR (GROUP BY|ORDER BY|DISTINCT)");
    /// A read of all rows takes whatever is smallest, so a covering index in it is no more than a narrow copy of the
    /// table.
    private static final Pattern INDEX = Pattern.compile(
            "(?!SCAN .* USING COVERING INDEX )(?:.* )?USING (?:COVERING )?INDEX (.+?)(?: (?:\\(|LEFT-JOIN|FOR IN).*)?");

    private SqlitePlan() {}

    static PlanJudgement judged(Session session, String sql, @Nullable Object... parameters) throws SQLException {
        List<String> plan = session.plan(sql, parameters);
        return new PlanJudgement(faults(plan), indexes(plan));
    }

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

    private static Set<String> indexes(List<String> plan) {
        Set<String> indexes = new HashSet<>();
        for (String line : plan) {
            Matcher matcher = INDEX.matcher(line);
            if (matcher.matches()) {
                indexes.add(matcher.group(1));
            }
        }
        return indexes;
    }
}
