package dev.mtm.card;

import dev.mtm.render.DisplayWidth;
import dev.mtm.render.Wording;
import java.util.ArrayList;
import java.util.List;

/// Rectangles and lines of text on a ground, in pixels: as much as a card needs, drawn alike as SVG and as PNG.
public final class Drawing {
    /// How wide a letter of a usual font is, as a share of its height.
    private static final double LETTER = 0.58;

    private final int width;
    private final int height;
    private final String ground;
    private final List<Element> elements = new ArrayList<>();

    Drawing(int width, int height, String ground) {
        this.width = width;
        this.height = height;
        this.ground = ground;
    }

    /// What is drawn.
    sealed interface Element {}

    /// @param colour as `#rrggbb`
    record Rectangle(int x, int y, int width, int height, String colour) implements Element {}

    /// @param y    of the base line
    /// @param most how wide it may be
    record Text(int x, int y, int size, boolean bold, String colour, int most, String text) implements Element {}

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    String ground() {
        return ground;
    }

    List<Element> elements() {
        return List.copyOf(elements);
    }

    void rectangle(int x, int y, int wide, int high, String colour) {
        elements.add(new Rectangle(x, y, wide, high, colour));
    }

    /// A line, cut where it would be too wide; what could turn or hide text is written out.
    void text(int x, int y, int size, boolean bold, String colour, int most, String text) {
        String cut = DisplayWidth.fitted(Wording.visible(text), Math.max(1, (int) (most / (size * LETTER))));
        elements.add(new Text(x, y, size, bold, colour, most, cut));
    }

    /// A line that is never cut, but written smaller where it would be too wide.
    void number(int x, int y, int size, String colour, int most, String text) {
        int fits = (int) (most / (LETTER * 1.2 * Math.max(1, text.length())));
        elements.add(new Text(x, y, Math.min(size, fits), true, colour, most, text));
    }

    /// As SVG, a document of its own that calls nothing. Its letters are the reader's.
    public String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n"
                .formatted(width, height, width, height));
        svg.append("<rect width=\"%d\" height=\"%d\" fill=\"%s\"/>\n".formatted(width, height, ground));
        for (Element element : elements) {
            svg.append(
                    switch (element) {
                        case Rectangle box ->
                            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\" fill=\"%s\"/>\n"
                                    .formatted(box.x(), box.y(), box.width(), box.height(), box.colour());
                        case Text text ->
                            "<text x=\"%d\" y=\"%d\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\" font-size=\"%d\" font-weight=\"%s\" fill=\"%s\">%s</text>\n"
                                    .formatted(
                                            text.x(),
                                            text.y(),
                                            text.size(),
                                            text.bold() ? "bold" : "normal",
                                            text.colour(),
                                            escaped(text.text()));
                    });
        }
        return svg.append("</svg>\n").toString();
    }

    /// Text as XML may hold it. What XML knows no letter for becomes a replacement.
    static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(letter -> {
            switch (letter) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(letter < 0x20 || letter == 0xFFFE || letter == 0xFFFF ? 0xFFFD : letter);
            }
        });
        return out.toString();
    }
}
