package dev.mtm.crooked.listening;

import dev.mtm.crooked.db.Straight;

/// The vocabulary leans on a store, and answers like a bean.
public record Word(Straight straight) {
    public Straight getStraight() {
        return straight;
    }

    /// Asked for by the JDK: no fault.
    static final class Asked extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            return "";
        }
    }
}
