package dev.mtm.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mtm.problem.MtmException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// Cards hold against names of every kind.
@NullMarked
final class CardTest {
    private static final List<String> NAMES = List.of(
            "</text><script>alert('1')</script>&<!-- ]]>",
            "A Title That Goes On And On, WWWWWWWWWWWWWWWWWWWW, Until Nobody Wants To Read It Any More",
            "夜に駆ける、そしてまた夜に駆ける、朝が来るまで、いつまでも",
            "مرحبا بالعالم، أغنية طويلة جداً لا تنتهي أبداً",
            "bell\u0007 \u202eturned 🎵\ud800 \uffff");

    private static YearCard card(List<Long> months) {
        return new YearCard(
                2024,
                List.of(
                        new YearCard.Number("1,234,567", "listens"),
                        new YearCard.Number("99,999", "hours"),
                        new YearCard.Number("9,999", "artists")),
                months,
                NAMES,
                NAMES.reversed());
    }

    private static List<Long> months() {
        return IntStream.range(0, 12).mapToObj(month -> month * 100L).toList();
    }

    @ParameterizedTest
    @EnumSource(YearCard.Shape.class)
    void anSvgIsXmlWhateverTheNames(YearCard.Shape shape) throws Exception {
        String svg = card(months()).drawn(shape).svg();
        Document document = DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        Element root = document.getDocumentElement();
        assertThat(root.getLocalName()).isEqualTo("svg");
        assertThat(root.getAttribute("width") + "x" + root.getAttribute("height"))
                .isEqualTo(shape.label());
        NodeList all = document.getElementsByTagName("*");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            assertThat(all.item(i).getLocalName()).isIn("svg", "rect", "text");
            if (all.item(i).getLocalName().equals("text")) {
                texts.add(all.item(i).getTextContent());
            }
        }
        assertThat(texts)
                .contains("2024", "1,234,567", "1", "5", "Artists", "Tracks")
                .anyMatch(text -> text.startsWith("</text><script>"))
                .anyMatch(text -> text.startsWith("A Title That Goes") && text.endsWith("…"))
                .anyMatch(text -> text.startsWith("夜に駆ける") && text.endsWith("…"))
                .anyMatch(text -> text.startsWith("bell\\u0007 \\u202e"));
    }

    @ParameterizedTest
    @EnumSource(YearCard.Shape.class)
    void aPngHasItsSizeAndKeepsItsMargins(YearCard.Shape shape) throws Exception {
        for (List<Long> months : List.of(months(), List.<Long>of(), List.of(0L, 0L))) {
            BufferedImage image = ImageIO.read(
                    new ByteArrayInputStream(Painter.png(card(months).drawn(shape))));
            assertThat(image.getWidth() + "x" + image.getHeight()).isEqualTo(shape.label());
            int ground = image.getRGB(0, 0);
            long painted = 0;
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    boolean margin = x < 40 || x >= image.getWidth() - 40;
                    if (image.getRGB(x, y) != ground) {
                        painted++;
                        assertThat(margin).as(x + ", " + y).isFalse();
                    }
                }
            }
            assertThat(painted).isGreaterThan(10_000);
        }
    }

    /// In a process that sees a machine without fonts: an empty folder lies over the one that they are in.
    @Test
    void withoutFontsTheCardSaysWhatToInstall() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/unshare")), "only Linux can hide fonts from a process");
        Process process = new ProcessBuilder(
                        "/usr/bin/unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mount -t tmpfs none /usr/share/fonts || exit 77; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Painting.class.getName())
                .redirectErrorStream(true)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        assumeFalse(status == 77 || told.contains("unshare failed"), "fonts cannot be hidden from a process here");
        assertThat(told).contains("no fonts to paint with", "or take the card as SVG");
    }

    /// The process of that test.
    static final class Painting {
        private Painting() {}

        static void main() {
            try {
                Painter.png(card(List.of()).drawn(YearCard.Shape.values()[0]));
            } catch (MtmException e) {
                System.out.println(e.getMessage() + " " + e.fix());
            }
        }
    }
}
