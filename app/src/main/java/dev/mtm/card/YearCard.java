package dev.mtm.card;

import java.util.List;

/// What a card tells of a year.
///
/// @param numbers a few, each with what it counts
/// @param months  the listens of each of the twelve months
/// @param artists the most listened, the first five are shown
/// @param tracks  likewise
public record YearCard(int year, List<Number> numbers, List<Long> months, List<String> artists, List<String> tracks) {
    private static final int PLACES = 5;
    private static final String PAPER = "#0e3b31";
    private static final String INK = "#f6f1e4";
    private static final String QUIET = "#9fc3b4";
    private static final String ACCENT = "#f0b45b";
    private static final String INITIALS = "JFMAMJJASOND";

    public YearCard {
        numbers = List.copyOf(numbers);
        months = List.copyOf(months);
        artists = List.copyOf(artists);
        tracks = List.copyOf(tracks);
    }

    /// A number in words, and what it counts.
    public record Number(String value, String label) {}

    /// The drawing in one of the shapes.
    public Drawing drawn(Shape shape) {
        Drawing card = new Drawing(shape.width(), shape.height(), PAPER);
        switch (shape) {
            case TALL -> {
                heading(card, 80, 150, 190);
                numbers(card, 80, 460, 310);
                months(card, 80, 570, 920, 150);
                list(card, "Artists", artists, 80, 850, 445, 70, 30);
                list(card, "Tracks", tracks, 555, 850, 445, 70, 30);
                card.text(80, 1290, 26, false, QUIET, 900, "Music Time Machine");
            }
            case WIDE -> {
                heading(card, 60, 90, 130);
                numbers(card, 60, 300, 170);
                months(card, 60, 380, 500, 130);
                list(card, "Artists", artists, 630, 90, 510, 40, 24);
                list(card, "Tracks", tracks, 630, 360, 510, 40, 24);
                card.text(60, 595, 20, false, QUIET, 500, "Music Time Machine");
            }
        }
        return card;
    }

    private void heading(Drawing card, int x, int y, int size) {
        card.text(x, y, size / 5, false, QUIET, card.width() - 2 * x, "My year in music");
        card.text(x, y + size, size, true, INK, card.width() - 2 * x, String.valueOf(year));
    }

    private void numbers(Drawing card, int x, int y, int step) {
        int size = step / 5;
        for (int i = 0; i < Math.min(3, numbers.size()); i++) {
            card.number(x + i * step, y, size, ACCENT, step - 10, numbers.get(i).value());
            card.text(
                    x + i * step,
                    y + size * 3 / 4,
                    size / 2,
                    false,
                    QUIET,
                    step - 10,
                    numbers.get(i).label());
        }
    }

    /// A bar for each month, the greatest in another colour.
    private void months(Drawing card, int x, int y, int width, int height) {
        long most = months.stream().mapToLong(Long::longValue).max().orElse(0);
        int step = width / 12;
        for (int i = 0; i < Math.min(12, months.size()); i++) {
            long listens = months.get(i);
            int high = most == 0 ? 2 : (int) Math.max(2, listens * height / most);
            String colour = most > 0 && listens == most ? ACCENT : QUIET;
            card.rectangle(x + i * step, y + height - high, step * 3 / 4, high, colour);
            card.text(
                    x + i * step,
                    y + height + step / 3 + 6,
                    step / 3,
                    false,
                    QUIET,
                    step,
                    INITIALS.substring(i, i + 1));
        }
    }

    private static void list(
            Drawing card, String heading, List<String> names, int x, int y, int width, int step, int size) {
        card.text(x, y, size * 4 / 5, false, QUIET, width, heading);
        for (int i = 0; i < Math.min(PLACES, names.size()); i++) {
            int base = y + (i + 1) * step;
            card.text(x, base, size, true, ACCENT, size, String.valueOf(i + 1));
            card.text(x + size * 5 / 4, base, size, i == 0, INK, width - size * 5 / 4, names.get(i));
        }
    }

    /// A size in pixels that others expect of pictures.
    public enum Shape {
        /// For the screen of a phone.
        TALL(1080, 1350),
        /// For a link's preview.
        WIDE(1200, 630);

        private final int width;
        private final int height;

        Shape(int width, int height) {
            this.width = width;
            this.height = height;
        }

        public int width() {
            return width;
        }

        public int height() {
            return height;
        }

        /// As in the name of a file: `1080x1350`.
        public String label() {
            return width + "x" + height;
        }
    }
}
