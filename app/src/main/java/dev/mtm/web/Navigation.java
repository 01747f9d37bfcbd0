package dev.mtm.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The entries at the head of every page.
public final class Navigation {
    static final String HOUSE = "Your data";

    /// The pages about the store itself: the first of them stands for all.
    private static final Map<String, String> HOUSEHOLD = new LinkedHashMap<>();

    static {
        HOUSEHOLD.put("Imports", "/imports");
        HOUSEHOLD.put("Snapshots", "/snapshots");
        HOUSEHOLD.put("Playlists", "/playlists");
        HOUSEHOLD.put("Settings", "/settings");
        HOUSEHOLD.put("Status", "/status");
    }

    /// What is told of periods, and what was frozen of them: beside the years, which are told as well.
    private static final Map<String, String> REPORTS = new LinkedHashMap<>();

    static {
        REPORTS.put("Your years", "/years");
        REPORTS.put("Reports", "/reports");
        REPORTS.put("Analyses", "/analyses");
    }

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
            if (!chapter.group().equals(HOUSE)
                    && (!visit.reader().guest() || chapter.isForGuests())
                    && entries.stream().noneMatch(entry -> entry.label().equals(chapter.group()))) {
                entries.add(new Entry(
                        chapter.group(),
                        visit.link(chapter.path()),
                        here.filter(chapter.group()::equals).isPresent()
                                || (chapter.path().equals("/years")
                                        && !among(REPORTS, visit).isEmpty())));
            }
        }
        if (visit.reader().guest()) {
            return entries;
        }
        entries.add(entry(visit, "Questions", "/questions"));
        entries.add(new Entry(
                HOUSE, visit.link("/imports"), !among(HOUSEHOLD, visit).isEmpty()));
        return entries;
    }

    /// Some pages, where the reader is on one of them.
    private static List<Entry> among(Map<String, String> pages, Visit visit) {
        List<Entry> entries = pages.entrySet().stream()
                .map(one -> entry(visit, one.getKey(), one.getValue()))
                .toList();
        return entries.stream().anyMatch(Entry::current) ? entries : List.of();
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
        if (entries.size() >= 2) {
            return entries;
        }
        List<Entry> reports = among(REPORTS, visit);
        return reports.isEmpty() ? among(HOUSEHOLD, visit) : reports;
    }

    private static Entry entry(Visit visit, String label, String path) {
        return new Entry(
                label,
                visit.link(path),
                visit.path().equals(path) || visit.path().startsWith(path + "/"));
    }
}
