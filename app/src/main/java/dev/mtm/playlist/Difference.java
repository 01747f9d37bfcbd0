package dev.mtm.playlist;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What tells one state of a playlist from the one before.
///
/// @param added     tracks that only the later one has, in its order
/// @param removed   tracks that only the earlier one had, in its order
/// @param reordered whether those that both have come in another order
public record Difference(List<String> added, List<String> removed, boolean reordered) {
    public Difference {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }

    static Difference of(List<String> before, List<String> now) {
        Set<String> had = new LinkedHashSet<>(before);
        Set<String> has = new LinkedHashSet<>(now);
        return new Difference(
                now.stream().filter(track -> !had.contains(track)).toList(),
                before.stream().filter(track -> !has.contains(track)).toList(),
                !before.stream()
                        .filter(has::contains)
                        .toList()
                        .equals(now.stream().filter(had::contains).toList()));
    }

    public boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && !reordered;
    }
}
