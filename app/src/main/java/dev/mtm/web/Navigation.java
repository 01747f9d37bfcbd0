package dev.mtm.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The entries at the head of every page.
public final class Navigation {
    private Navigation() {}

    /// @param current whether the reader is there
    public record Entry(String label, String href, boolean current) {}

    /// The entries as they lead from where the reader is: to the same day.
    public static List<Entry> of(Visit visit) {
        Optional<String> here = Chapter.ALL.stream()
                .filter(chapter -> chapter.path().equals(visit.path()))
                .map(Chapter::group)
                .findFirst();
        List<Entry> entries = new ArrayList<>();
        for (Chapter chapter : Chapter.ALL) {
            if ((!visit.reader().guest() || chapter.isForGuests())
                    && entries.stream().noneMatch(entry -> entry.label().equals(chapter.group()))) {
                entries.add(new Entry(
                        chapter.group(),
                        visit.link(chapter.path()),
                        here.filter(chapter.group()::equals).isPresent()));
            }
        }
        if (visit.reader().guest()) {
            return entries;
        }
        entries.add(entry(visit, "Questions", "/questions"));
        entries.add(entry(visit, "Imports", "/imports"));
        entries.add(entry(visit, "Status", "/status"));
        return entries;
    }

    /// The pages beside this one, below the same entry; empty where it stands alone.
    public static List<Entry> beside(Visit visit) {
        Optional<Chapter> here = Chapter.ALL.stream()
                .filter(chapter -> chapter.path().equals(visit.path()))
                .findFirst();
        List<Entry> entries = Chapter.ALL.stream()
                .filter(chapter ->
                        here.map(Chapter::group).filter(chapter.group()::equals).isPresent())
                .map(chapter -> entry(visit, chapter.title(), chapter.path()))
                .toList();
        return entries.size() < 2 ? List.of() : entries;
    }

    private static Entry entry(Visit visit, String label, String path) {
        return new Entry(
                label,
                visit.link(path),
                visit.path().equals(path) || visit.path().startsWith(path + "/"));
    }
}
