package dev.mtm.doctor;

import dev.mtm.backup.BackupFile;
import dev.mtm.backup.Backups;
import dev.mtm.backup.Drill;
import dev.mtm.backup.Schedule;
import dev.mtm.problem.MtmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Whether there are backups, young enough for the schedule, and how the last drill went.
public record BackupCheck(Backups backups) {
    List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(newest(backups.list()));
            drill().ifPresent(findings::add);
        } catch (MtmException e) {
            findings.add(Finding.off("backups", e.where() + ": " + e.getMessage(), e.fix()));
        }
        return findings;
    }

    /// What upgrades and restoring left; empty where they left nothing.
    Optional<Finding> kept() {
        List<Backups.Kept> kept = backups.kept();
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        long bytes = kept.stream().mapToLong(Backups.Kept::bytes).sum();
        return Optional.of(Finding.fine(
                "kept copies",
                kept.size() + ", " + ((bytes + (1 << 20) - 1) >> 20) + " MiB, of before upgrades and restores: "
                        + kept.stream().map(Backups.Kept::name).collect(Collectors.joining(", "))
                        + "; delete those that you no longer need"
                        + (kept.stream().anyMatch(copy -> copy.name().startsWith("schema "))
                                ? " (a schema by `drop schema NAME cascade`)"
                                : "")));
    }

    private Finding newest(List<BackupFile> all) {
        Schedule schedule = backups.settings().schedule();
        String found = all.isEmpty()
                ? "none in " + backups.settings().folder()
                : all.size() + ", the newest of " + all.getFirst().madeAt();
        return backups.isDue()
                ? Finding.off("backups", found + ", though one is due " + schedule.label(), "Run `mtm backup`.")
                : Finding.fine("backups", found + "; schedule " + schedule.label());
    }

    private Optional<Finding> drill() {
        return Drill.last(backups).map(drill -> {
            String told = drill.at() + ", with " + drill.backup();
            return drill.passed()
                    ? Finding.fine("backup drill", told)
                    : Finding.off(
                            "backup drill",
                            told + ": it failed",
                            "Run `mtm backup`, then `mtm backup drill`; it tells what is wrong.");
        });
    }
}
