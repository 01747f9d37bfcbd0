package dev.mtm.backup;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which backups are kept: the newest one of each of so many last days, weeks and months that have one (UTC). The
/// newest of all is always kept.
public record Rotation(int days, int weeks, int months) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})/(\\d{1,4})/(\\d{1,4})");

    /// Reads `DAYS/WEEKS/MONTHS`.
    ///
    /// @throws MtmException when it is of another form
    public static Rotation of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new MtmException(
                    ErrorCode.USAGE,
                    "not a rule of what to keep: " + text,
                    "backup-keep",
                    "Give three numbers, DAYS/WEEKS/MONTHS, such as 7/4/12.");
        }
        return new Rotation(
                Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3)));
    }

    /// The instants of these that are kept.
    public Set<Instant> kept(Collection<Instant> made) {
        List<Instant> newestFirst = new TreeSet<>(made).descendingSet().stream().toList();
        Set<Instant> kept = new TreeSet<>(newestFirst.stream().limit(1).toList());
        keep(kept, newestFirst, days, day -> day);
        keep(
                kept,
                newestFirst,
                weeks,
                day -> day.get(IsoFields.WEEK_BASED_YEAR) * 100 + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
        keep(kept, newestFirst, months, YearMonth::from);
        return kept;
    }

    private static void keep(Set<Instant> kept, List<Instant> made, int most, Function<LocalDate, Object> period) {
        Set<Object> seen = new HashSet<>();
        for (Instant instant : made) {
            Object one = period.apply(LocalDate.ofInstant(instant, ZoneOffset.UTC));
            if (seen.size() < most && seen.add(one)) {
                kept.add(instant);
            }
        }
    }
}
