package dev.mtm.question;

import dev.mtm.db.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Judges how PostgreSQL would go about a query: whether it reads all plays again and again, or sorts them all.
///
/// It chooses by the size of the tables, and rightly scans small ones. So it is asked a second time with everything
/// forbidden that needs no index: what then still reads or sorts all plays has no index to go by, whatever the size.
final class PostgresPlan {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> NEED_NO_INDEX =
            List.of("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_material", "enable_memoize");

    private static final Set<String> PLAYS = Set.of("listens", "play_history");
    /// Columns that tell few plays from the others.
    private static final Set<String> TELLING = Set.of("track_key", "play_id", "played_at");

    private final Map<String, Index> indexes;
    private final Set<String> used = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    private PostgresPlan(Map<String, Index> indexes) {
        this.indexes = indexes;
    }

    /// An index of the plays, and its columns in their order.
    private record Index(String table, List<String> columns) {
        /// Whether a condition leads to few plays: it begins with one value of a column that tells them apart, or with
        /// a stretch that another row gives. A stretch that the reader gives may hold all of them.
        boolean leadsToFew(String condition) {
            for (String column : columns) {
                String stem = "(?<![\\w.])(?:\\w+\\.)?" + Pattern.quote(column);
                if (!Pattern.compile(stem + " = ").matcher(condition).find()) {
                    return Pattern.compile(stem + " [<>]=? (?!')")
                            .matcher(condition)
                            .find();
                }
                if (TELLING.contains(column)) {
                    return true;
                }
            }
            return false;
        }
    }

    static PlanJudgement judged(Session session, String sql, @Nullable Object... parameters) throws SQLException {
        PostgresPlan plan = new PostgresPlan(indexes(session));
        plan.look(explained(session, sql, parameters), null);
        plan.faults.clear();
        set(session, "off");
        plan.look(explained(session, sql, parameters), null);
        set(session, "default");
        return new PlanJudgement(plan.faults, plan.used);
    }

    private static void set(Session session, String value) throws SQLException {
        for (String way : NEED_NO_INDEX) {
            session.execute("set local " + way + " = " + value);
        }
    }

    private static JsonNode explained(Session session, String sql, @Nullable Object... parameters) throws SQLException {
        String json = session.first("explain (format json) " + sql, row -> row.text(1), parameters)
                .orElseThrow();
        return JSON.readTree(json).path(0).path("Plan");
    }

    private static Map<String, Index> indexes(Session session) throws SQLException {
        Map<String, Index> indexes = new HashMap<>();
        String sql = """
                select
                    i.relname,
                    t.relname,
                    a.attname
                from pg_catalog.pg_index as x
                join pg_catalog.pg_class as i on i.oid = x.indexrelid
                join pg_catalog.pg_class as t on t.oid = x.indrelid
                cross join lateral unnest(x.indkey) with ordinality as k (attnum, place)
                join pg_catalog.pg_attribute as a on a.attrelid = t.oid and a.attnum = k.attnum
                where t.relname in ('listens', 'play_history')
                    and t.relnamespace = current_schema()::regnamespace
                    and k.place <= x.indnkeyatts
                order by
                    i.relname,
                    k.place
                """;
        session.each(sql, row -> {
            String table = row.text(2);
            String column = row.text(3);
            indexes.computeIfAbsent(row.text(1), name -> new Index(table, new ArrayList<>()))
                    .columns()
                    .add(column);
        });
        return indexes;
    }

    /// @param gathers what makes all rows of a node be read before the first comes out, or again and again; null: none
    private void look(JsonNode node, @Nullable String gathers) {
        String type = node.path("Node Type").asString("");
        String index = node.path("Index Name").asString("");
        String condition = node.path("Index Cond").asString("");
        if (!condition.isEmpty()) {
            used.add(index);
        }
        String scanned = node.path("Relation Name").asString("");
        if (type.equals("Seq Scan") && PLAYS.contains(scanned)) {
            faults.add(type + " on " + scanned);
        } else if (indexes.get(index) instanceof Index ofPlays && gathers != null && !ofPlays.leadsToFew(condition)) {
            faults.add(gathers + " over " + type + " using " + index + " on " + ofPlays.table());
        }
        for (JsonNode child : node.path("Plans")) {
            look(child, gathers(type, node, child, gathers));
        }
    }

    private static @Nullable String gathers(String type, JsonNode node, JsonNode child, @Nullable String above) {
        return switch (type) {
            case "Limit" -> null;
            case "Sort", "Hash", "Materialize" -> type;
            case "Aggregate" -> node.path("Strategy").asString("").equals("Hashed") ? "HashAggregate" : above;
            case "Nested Loop" -> child.path("Parent Relationship").asString("").equals("Inner") ? type : above;
            default -> child.path("Parent Relationship").asString("").equals("SubPlan") ? "SubPlan" : above;
        };
    }
}
