package dev.mtm.doctor;

/// The checklist for a schema: what is looked for, what it is called when all is well, and else why it matters and
/// what to do.
enum SchemaRule {
    TYPE(
            "types",
            "every value is of the type that its column declares",
            "What is of several types neither sorts nor adds up as one. Declare the type, make the table `strict`"
                    + " and copy the rows over with `cast`."),
    NUMBER_AS_TEXT(
            "numbers as text",
            "no column of numbers is declared as text",
            "As text 10 sorts before 9, and a sum converts every row. Declare it integer or real and copy the rows"
                    + " over with `cast`."),
    TIME(
            "times",
            "every instant and every day is in the one spelling of the database",
            "Texts are compared letter by letter: with the `T` of ISO 8601 a row looks newer than every other of"
                    + " its day. Rewrite such values with `datetime(…)` or `date(…)`, in UTC."),
    TIME_RULE(
            "rules for times",
            "every column of times refuses another spelling",
            "One program that writes the other spelling spoils every comparison. Rebuild the table with"
                    + " `check (COLUMN is datetime(COLUMN))`, for days with `date`."),
    TIME_TYPE(
            "types of times",
            "instants are of one type, and none is kept as text or number",
            "The server compares and checks times only by their type, and two types compare by the zone of whoever"
                    + " asks. Make it `timestamp(0)` in UTC, or `date`, with `alter table … alter column`."),
    TRUTH(
            "truth values",
            "every column of 0 and 1 refuses another number",
            "Nothing stops a 2, and a question for 1 then misses it. Add `check (COLUMN in (0, 1))`; on PostgreSQL"
                    + " make it boolean."),
    LINK("foreign keys", "every one points to a row", """
            A question that joins loses these rows without a word; a program wrote while foreign keys were off or \
            not validated. Delete the rows or restore what they point to, and keep the keys on."""),
    LINK_INDEX(
            "their indexes",
            "every foreign key is found by an index",
            "To delete one row, the database reads the whole table that points to it; so does every join from there."
                    + " Make an index that begins with these columns."),
    IDLE_INDEX(
            "idle indexes",
            "every index serves a question, a rule or a foreign key",
            "It costs room, and time for each row that is written. Drop it, unless a trigger or a program of your own"
                    + " needs it."),
    PLAN(
            "plans",
            "no question reads or sorts all plays without a reason",
            "It grows slower with every play. Make an index for it, let it ask for less, or give the reason in a"
                    + " line `-- plan:` of the question."),
    REPEATED_TEXT(
            "repeated texts",
            "no long text stands in many rows",
            "Each copy costs room, and a correction must find them all. Give it a table of its own and keep a key"
                    + " here.");

    private final String label;
    private final String kept;
    private final String remedy;

    SchemaRule(String label, String kept, String remedy) {
        this.label = label;
        this.kept = kept;
        this.remedy = remedy;
    }

    String label() {
        return label;
    }

    String kept() {
        return kept;
    }

    String remedy() {
        return remedy;
    }

    /// Where a rule is broken.
    ///
    /// @param where  a table, a column with its table, an index or a question; never a value
    /// @param detail what was found there
    record Fault(SchemaRule rule, String where, String detail) {}
}
