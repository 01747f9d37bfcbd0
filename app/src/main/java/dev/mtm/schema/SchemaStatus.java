package dev.mtm.schema;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which migrations a store has, and which it lacks.
///
/// @param version the newest applied one, 0 for an empty store
/// @param steps   all that the program or the store knows, in order
public record SchemaStatus(int version, List<Step> steps) {
    public SchemaStatus {
        steps = List.copyOf(steps);
    }

    /// One migration as the store sees it.
    ///
    /// @param checksum  SHA-256 of its file, hexadecimal
    /// @param appliedAt null: pending
    public record Step(
            int version,
            String note,
            String checksum,
            @Nullable Instant appliedAt) {}

    /// How many the store lacks.
    public long pending() {
        return steps.stream().filter(step -> step.appliedAt() == null).count();
    }
}
