package dev.mtm.narrative;

import dev.mtm.analysis.Analyses;
import dev.mtm.analysis.AnalysisLog;
import dev.mtm.analysis.Metrics;
import dev.mtm.analysis.Window;
import dev.mtm.question.Period;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Freezes months and years that are over, each once: what comes to light later changes no analysis, and adds one only
/// where the listener asks for it.
public final class ClosedPeriods {
    /// So many months are looked back on: those of a new store, and those in which no server ran.
    private static final int MONTHS = 12;

    private final Analyses analyses;
    private final AnalysisLog log;
    private final Storyteller storyteller;
    private final Clock clock;

    public ClosedPeriods(Analyses analyses, AnalysisLog log, Storyteller storyteller, Clock clock) {
        this.analyses = analyses;
        this.log = log;
        this.storyteller = storyteller;
        this.clock = clock;
    }

    /// What was frozen.
    ///
    /// @param titles the periods, as people call them
    /// @param left   periods for which there was no time
    /// @param why    the model did not tell one of them; null: it told all, or there is none
    public record Frozen(
            List<String> titles, int left, @Nullable String why) {
        public Frozen {
            titles = List.copyOf(titles);
        }
    }

    /// Freezes what ended before today and is not frozen yet: the last twelve months, and the last year.
    ///
    /// @param first the day of the first listen: nothing is told of the time before
    /// @param most  after which no further one is begun
    public Frozen freeze(LocalDate first, LocalDate today, Duration most) {
        List<Window> due = Stream.concat(
                        IntStream.range(0, MONTHS)
                                .mapToObj(
                                        month -> Period.of(YearMonth.from(today).minusMonths(MONTHS - month))),
                        Stream.of(Period.of(Year.from(today).minusYears(1))))
                .filter(period -> !period.until().isBefore(first))
                .map(Window::of)
                .filter(window -> !log.hasClosed(window))
                .toList();
        Instant latest = clock.instant().plus(most);
        List<String> titles = new ArrayList<>();
        String why = null;
        for (Window window : due) {
            if (!titles.isEmpty() && !clock.instant().isBefore(latest)) {
                break;
            }
            Metrics metrics = analyses.measure(window, today);
            Storyteller.Told told = storyteller.tell(metrics);
            log.keep(metrics, told.telling(), clock.instant());
            titles.add(window.title());
            why = told.why() == null ? why : told.why();
        }
        return new Frozen(titles, due.size() - titles.size(), why);
    }
}
