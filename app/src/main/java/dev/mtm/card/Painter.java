package dev.mtm.card;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/// Paints a drawing as PNG, with the fonts of the machine: which scripts it can write depends on them.
public final class Painter {
    private Painter() {}

    /// @throws MtmException where the machine has no font at all
    public static byte[] png(Drawing drawing) {
        System.setProperty("java.awt.headless", "true");
        requireFonts();
        BufferedImage image = new BufferedImage(drawing.width(), drawing.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        try {
            canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            canvas.setColor(Color.decode(drawing.ground()));
            canvas.fillRect(0, 0, drawing.width(), drawing.height());
            for (Drawing.Element element : drawing.elements()) {
                switch (element) {
                    case Drawing.Rectangle box -> {
                        canvas.setColor(Color.decode(box.colour()));
                        canvas.fillRoundRect(box.x(), box.y(), box.width(), box.height(), 8, 8);
                    }
                    case Drawing.Text text -> paint(canvas, text);
                }
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.setUseCache(false);
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            canvas.dispose();
        }
    }

    private static void requireFonts() {
        try {
            new Font(Font.SANS_SERIF, Font.PLAIN, 12).canDisplay('A');
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // Java says by a plain Error that it has found no font, by others that it has nothing to read fonts with.
            throw new MtmException(
                    ErrorCode.NOT_FOUND,
                    "this machine has no fonts to paint with",
                    "the card as PNG",
                    "Install some, such as fonts-dejavu-core and fontconfig, or take the card as SVG.",
                    e);
        }
    }

    private static void paint(Graphics2D canvas, Drawing.Text text) {
        if (text.text().isEmpty()) {
            return;
        }
        Font font = new Font(Font.SANS_SERIF, text.bold() ? Font.BOLD : Font.PLAIN, text.size());
        int wide = canvas.getFontMetrics(font).stringWidth(text.text());
        canvas.setFont(wide > text.most() ? font.deriveFont((float) text.size() * text.most() / wide) : font);
        canvas.setColor(Color.decode(text.colour()));
        canvas.drawString(text.text(), text.x(), text.y());
    }
}
