package dev.mtm.account;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// Where the listener is at home, to a tenth of a degree: some ten kilometres, which is as fine as the weather is
/// known,
/// and too coarse to find a house.
///
/// @param latitude  north of the equator, in tenths of a degree
/// @param longitude east of Greenwich, in tenths of a degree
public record Place(int latitude, int longitude) {
    public Place {
        if (Math.abs(latitude) > 900 || Math.abs(longitude) > 1800) {
            throw new IllegalArgumentException("no such place: " + latitude + ", " + longitude);
        }
    }

    /// A place as it is written in degrees; the digits that are too fine are dropped here and never kept.
    ///
    /// @throws MtmException when it is none
    public static Place of(String latitude, String longitude) {
        return new Place(tenths(latitude, 90, "latitude"), tenths(longitude, 180, "longitude"));
    }

    /// A place as it is stored.
    public static Place of(double latitude, double longitude) {
        return new Place(Math.toIntExact(Math.round(latitude * 10)), Math.toIntExact(Math.round(longitude * 10)));
    }

    private static int tenths(String text, int most, String which) {
        try {
            BigDecimal degrees = new BigDecimal(text.strip());
            if (degrees.abs().compareTo(BigDecimal.valueOf(most)) <= 0) {
                return degrees.movePointRight(1)
                        .setScale(0, RoundingMode.HALF_UP)
                        .intValueExact();
            }
        } catch (NumberFormatException e) {
            throw refused(text, most, which, e);
        }
        throw refused(text, most, which, null);
    }

    private static MtmException refused(String text, int most, String which, @Nullable Exception cause) {
        return new MtmException(
                ErrorCode.USAGE,
                "not a " + which + ": " + text,
                "weather place",
                "Give degrees from -" + most + " to " + most
                        + " with a point, such as 52.5 for the latitude and 13.4 for" + " the longitude of Berlin.",
                cause);
    }

    public double degreesNorth() {
        return latitude / 10.0;
    }

    public double degreesEast() {
        return longitude / 10.0;
    }

    /// As it is stored and sent, such as `52.5,13.4`.
    @Override
    public String toString() {
        return text(latitude) + "," + text(longitude);
    }

    /// Degrees with one digit after the point.
    public static String text(int tenths) {
        return BigDecimal.valueOf(tenths, 1).toPlainString();
    }
}
