package dev.mtm.question;

import dev.mtm.problem.MtmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a question file says about itself: its documentation, its form and its contract.
///
/// @param answers the question in words
/// @param row     what one row is, and the order of rows
/// @param wants   parameters of which one must be given at least; empty: none must
/// @param needs   null: an empty store gives an empty answer
/// @param playlist null: its tracks make no playlist
/// @param plan    why the query may scan or sort a whole table; null: it may not
/// @param notes   remarks for the reader, in order
public record QuestionHeader(
        String title,
        String answers,
        String group,
        String row,
        List<Parameter> parameters,
        List<Column> columns,
        Chart chart,
        List<String> wants,
        @Nullable Need needs,
        @Nullable Playlist playlist,
        @Nullable String plan,
        List<String> notes) {
    private static final String NAME = "([a-z][a-z0-9_]*)";
    private static final Pattern LINE = Pattern.compile("-- ([a-z]+):\\s*(.*)");
    private static final Pattern CONTINUED = Pattern.compile("--\\s{2,}(\\S.*)");
    private static final Pattern PARAM =
            Pattern.compile(NAME + "\\s+([a-z]+)(?:\\(([a-z0-9_|-]+)\\))?(?:\\s*=\\s*([^\"]+?))?(?:\\s+\"([^\"]+)\")?");
    private static final Pattern COLUMN = Pattern.compile(NAME + "\\s+([a-z]+)\\s+\"([^\"]+)\"");
    private static final Pattern CHART = Pattern.compile("([a-z-]+)((?:\\s+(?:x|y|series)=[a-z0-9_,]+)*)");
    private static final Pattern NEEDS = Pattern.compile("([a-z_]+)(?:, else ([a-z0-9-]+))?");
    private static final Pattern PLAYLIST = Pattern.compile("\"([^\"]+)\"(?:\\s+(.+))?");
    private static final Pattern PRESET = Pattern.compile(NAME + "\\s*=\\s*(\\S.*)");
    private static final Set<String> ONCE =
            Set.of("title", "answers", "group", "row", "chart", "wants", "needs", "playlist", "plan");
    private static final LocalDate SOME_DAY = LocalDate.of(2024, 2, 29);

    public QuestionHeader {
        parameters = List.copyOf(parameters);
        columns = List.copyOf(columns);
        wants = List.copyOf(wants);
        notes = List.copyOf(notes);
    }

    /// Reads the comment lines with which a question file starts.
    ///
    /// @param file for messages
    /// @throws MtmException naming the file and the line that breaks the grammar
    static QuestionHeader parse(String file, String text) {
        return new Reading(file).read(text);
    }

    /// The state of reading one header.
    private static final class Reading {
        private final String file;
        private final Map<String, String> once = new LinkedHashMap<>();
        private final List<Parameter> parameters = new ArrayList<>();
        private final List<Column> columns = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private int lineNumber;

        Reading(String file) {
            this.file = file;
        }

        QuestionHeader read(String text) {
            List<String> lines =
                    text.lines().takeWhile(line -> line.startsWith("--")).toList();
            int next = 0;
            while (next < lines.size()) {
                lineNumber = next + 1;
                Matcher line = LINE.matcher(lines.get(next));
                if (!line.matches()) {
                    throw refused("a header line reads `-- key: value`");
                }
                StringBuilder value = new StringBuilder(line.group(2).strip());
                next++;
                while (next < lines.size() && continuation(lines.get(next)).matches()) {
                    Matcher more = continuation(lines.get(next));
                    value.append(' ').append(more.matches() ? more.group(1).strip() : "");
                    next++;
                }
                take(line.group(1), value.toString());
            }
            return whole();
        }

        private static Matcher continuation(String line) {
            return CONTINUED.matcher(line);
        }

        private void take(String key, String value) {
            if (value.isEmpty()) {
                throw refused("`" + key + ":` says nothing");
            }
            switch (key) {
                case "param" -> parameters.add(parameter(value));
                case "column" -> columns.add(column(value));
                case "note" -> notes.add(value);
                default -> {
                    if (!ONCE.contains(key)) {
                        throw refused("`" + key + ":` is not a header line");
                    }
                    if (once.put(key, value) != null) {
                        throw refused("`" + key + ":` stands twice");
                    }
                }
            }
        }

        private QuestionHeader whole() {
            if (columns.isEmpty()) {
                throw refused("`column:` is missing");
            }
            requireDistinct(parameters.stream().map(Parameter::name).toList());
            requireDistinct(columns.stream().map(Column::name).toList());
            String chart = once.get("chart");
            String wants = once.get("wants");
            String needs = once.get("needs");
            String playlist = once.get("playlist");
            return new QuestionHeader(
                    required("title"),
                    required("answers"),
                    required("group"),
                    required("row"),
                    parameters,
                    columns,
                    chart == null ? Chart.NONE : chart(chart),
                    wants == null ? List.of() : wants(wants),
                    needs == null ? null : need(needs),
                    playlist == null ? null : playlist(playlist),
                    once.get("plan"),
                    notes);
        }

        private String required(String key) {
            String value = once.get(key);
            if (value == null) {
                throw refused("`" + key + ":` is missing");
            }
            return value;
        }

        private Parameter parameter(String value) {
            Matcher words = PARAM.matcher(value);
            if (!words.matches()) {
                throw refused("a parameter reads `name type = default \"meaning\"`");
            }
            ParameterType type = ParameterType.labelled(words.group(2))
                    .orElseThrow(() -> refused("`" + words.group(2) + "` is not a parameter type"));
            if ((type == ParameterType.CHOICE) != (words.group(3) != null)) {
                throw refused("a choice, and nothing else, lists its words: choice(one|other)");
            }
            if (words.group(1).equals(Parameter.TODAY.name())) {
                throw refused("`today` is a parameter of every question and stands in no header");
            }
            Parameter parameter = new Parameter(
                    words.group(1),
                    type,
                    words.group(3) == null ? List.of() : List.of(words.group(3).split("\\|", -1)),
                    words.group(4) == null ? null : words.group(4).strip(),
                    words.group(5) == null ? "" : words.group(5));
            if (parameter.fallback() != null) {
                try {
                    parameter.value(parameter.fallback(), SOME_DAY);
                } catch (MtmException e) {
                    throw refused("the default of " + parameter.name() + " does not fit its type");
                }
            }
            return parameter;
        }

        private Column column(String value) {
            Matcher words = COLUMN.matcher(value);
            if (!words.matches()) {
                throw refused("a column reads `name unit \"Label\"`");
            }
            Unit unit =
                    Unit.labelled(words.group(2)).orElseThrow(() -> refused("`" + words.group(2) + "` is not a unit"));
            return new Column(words.group(1), unit, words.group(3));
        }

        private Chart chart(String value) {
            Matcher words = CHART.matcher(value);
            if (!words.matches()) {
                throw refused("a chart reads `kind x=column y=column,column series=column`");
            }
            Chart.Kind kind = Chart.Kind.labelled(words.group(1))
                    .orElseThrow(() -> refused("`" + words.group(1) + "` is not a kind of chart"));
            Map<String, String> axes = new LinkedHashMap<>();
            for (String axis : words.group(2).strip().split("\\s+", -1)) {
                if (!axis.isEmpty()) {
                    axes.put(axis.substring(0, axis.indexOf('=')), axis.substring(axis.indexOf('=') + 1));
                }
            }
            String y = axes.get("y");
            Chart chart = new Chart(
                    kind, axes.get("x"), y == null ? List.of() : List.of(y.split(",", -1)), axes.get("series"));
            for (String axis : axes.values()) {
                for (String name : axis.split(",", -1)) {
                    if (columns.stream().noneMatch(column -> column.name().equals(name))) {
                        throw refused("the chart draws " + name + ", which is no column");
                    }
                }
            }
            return chart;
        }

        private List<String> wants(String value) {
            List<String> names = List.of(value.split(",\\s*", -1));
            for (String name : names) {
                if (!parameterNamed(name).takesNone()) {
                    throw refused("of what it wants, each may be `none`: " + name + " may not");
                }
            }
            return names;
        }

        private Need need(String value) {
            Matcher words = NEEDS.matcher(value);
            if (!words.matches() || !words.group(1).equals("ranks")) {
                throw refused("a need reads `ranks, else other-question`");
            }
            return new Need(words.group(1), words.group(2));
        }

        private Playlist playlist(String value) {
            Matcher words = PLAYLIST.matcher(value);
            if (!words.matches()) {
                throw refused("a playlist reads `\"Title of {parameter}\" parameter = value, parameter = value`");
            }
            if (columns.stream().noneMatch(column -> column.unit() == Unit.TRACK)) {
                throw refused("a playlist needs a column of tracks");
            }
            Map<String, String> presets = new LinkedHashMap<>();
            if (words.group(2) != null) {
                for (String part : words.group(2).split(",", -1)) {
                    Matcher preset = PRESET.matcher(part.strip());
                    if (!preset.matches()) {
                        throw refused("`" + part.strip() + "` does not read `parameter = value`");
                    }
                    requireFits(parameterNamed(preset.group(1)), preset.group(2));
                    presets.put(preset.group(1), preset.group(2));
                }
            }
            Playlist playlist = new Playlist(words.group(1), presets);
            playlist.places().forEach(this::parameterNamed);
            return playlist;
        }

        private Parameter parameterNamed(String name) {
            return parameters.stream()
                    .filter(parameter -> parameter.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> refused("the header names " + name + ", which is no parameter"));
        }

        private void requireFits(Parameter parameter, String text) {
            try {
                parameter.value(text, SOME_DAY);
            } catch (MtmException e) {
                throw refused("`" + text + "` does not fit " + parameter.name());
            }
        }

        private void requireDistinct(List<String> names) {
            Set<String> seen = new HashSet<>();
            for (String name : names) {
                if (!seen.add(name)) {
                    throw refused("the name " + name + " stands twice");
                }
            }
        }

        private MtmException refused(String what) {
            return Question.refused(file + " line " + lineNumber, what);
        }
    }
}
