package dev.mtm.doctor;

import dev.mtm.db.Database;
import dev.mtm.db.Postgres;
import dev.mtm.db.Sqlite;
import dev.mtm.doctor.SchemaRule.Fault;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Asker;
import dev.mtm.question.Question;
import dev.mtm.question.Questions;
import dev.mtm.schema.Migrator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Holds the schema of a database, whoever made it, against a checklist. Changes nothing, and tells no value of any
/// row: only names and numbers.
public final class SchemaLint {
    private static final Set<SchemaRule> OF_QUESTIONS = Set.of(SchemaRule.IDLE_INDEX, SchemaRule.PLAN);

    private final Database database;
    private final Migrator migrator;
    private final Questions questions;
    private final Asker asker;
    private final LocalDate today;

    /// @param today the day on which the plans of the questions are looked at
    public SchemaLint(Database database, Migrator migrator, Questions questions, Asker asker, LocalDate today) {
        this.database = database;
        this.migrator = migrator;
        this.questions = questions;
        this.asker = asker;
        this.today = today;
    }

    /// All findings, rule by rule; a rule that is kept, or that does not apply here, is one of them too.
    public List<Finding> examine() {
        try {
            Map<SchemaRule, List<Fault>> faults = new EnumMap<>(SchemaRule.class);
            Optional<String> unjudged = unjudged();
            Set<String> used = new HashSet<>();
            boolean judged = unjudged.isEmpty();
            if (judged) {
                List<Question> all = questions.all();
                used.addAll(asker.usedIndexes(all, today));
                slowPlans(all).forEach(fault -> add(faults, fault));
            }
            database.read(session -> {
                for (LiveTable table : new Catalogue(session).tables()) {
                    ColumnLint.faults(session, table).forEach(fault -> add(faults, fault));
                    IndexLint.linkFaults(session, table).forEach(fault -> add(faults, fault));
                    if (judged) {
                        IndexLint.idle(table, used).forEach(fault -> add(faults, fault));
                    }
                }
                return faults;
            });
            return findings(faults, unjudged);
        } catch (MtmException e) {
            return List.of(Finding.off("store", e.where() + ": " + e.getMessage(), e.fix()));
        }
    }

    private static void add(Map<SchemaRule, List<Fault>> faults, Fault fault) {
        faults.computeIfAbsent(fault.rule(), rule -> new ArrayList<>()).add(fault);
    }

    /// Why the plans of the questions cannot be judged here, if they cannot.
    private Optional<String> unjudged() {
        try {
            return migrator.status().pending() == 0
                    ? asker.unjudged()
                    : Optional.of("the questions need the newest version; `mtm migrate up`");
        } catch (MtmException e) {
            return Optional.of("the questions cannot be asked here; `mtm doctor` tells why");
        }
    }

    private List<Fault> slowPlans(List<Question> all) {
        List<Fault> faults = new ArrayList<>();
        for (Question question : all) {
            for (String line : asker.planFaults(question, today)) {
                faults.add(new Fault(SchemaRule.PLAN, question.name(), line));
            }
        }
        return faults;
    }

    private List<Finding> findings(Map<SchemaRule, List<Fault>> faults, Optional<String> unjudged) {
        List<Finding> findings = new ArrayList<>();
        for (SchemaRule rule : SchemaRule.values()) {
            if (OF_QUESTIONS.contains(rule) && unjudged.isPresent()) {
                findings.add(Finding.fine(rule.label(), "not judged: " + unjudged.get()));
            } else if (applies(rule)) {
                findings.addAll(findings(rule, faults.getOrDefault(rule, List.of())));
            }
        }
        return findings;
    }

    /// PostgreSQL keeps the spelling of times by their types; SQLite has no such types.
    private boolean applies(SchemaRule rule) {
        return switch (database.dialect()) {
            case Sqlite sqlite -> rule != SchemaRule.TIME_TYPE;
            case Postgres postgres -> rule != SchemaRule.TIME && rule != SchemaRule.TIME_RULE;
        };
    }

    private static List<Finding> findings(SchemaRule rule, List<Fault> faults) {
        Set<Wanted> wanted = new LinkedHashSet<>();
        List<Finding> findings = new ArrayList<>();
        for (Fault fault : faults) {
            Optional<Wanted> reason =
                    Wanted.ALL.stream().filter(one -> one.covers(fault)).findFirst();
            reason.ifPresentOrElse(
                    wanted::add,
                    () -> findings.add(
                            Finding.off(rule.label(), fault.where() + ": " + fault.detail(), rule.remedy())));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.fine(rule.label(), rule.kept()));
        }
        wanted.forEach(one -> findings.add(Finding.fine(rule.label(), "but for " + one.where() + ": " + one.why())));
        return findings;
    }
}
