package dev.mtm.web;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Addresses that begin with the same bits, such as `172.16.0.0/12`, or one address.
public record Network(InetAddress first, int bits) {
    private static final Pattern FORM =
            Pattern.compile("((?:\\d+\\.){3}\\d+|[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*)(?:/(\\d{1,3}))?");

    /// @throws MtmException when it is none
    public static Network parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            try {
                InetAddress first = InetAddress.ofLiteral(form.group(1));
                int most = first.getAddress().length * 8;
                int bits = form.group(2) == null ? most : Integer.parseInt(form.group(2));
                if (bits <= most) {
                    return new Network(first, bits);
                }
            } catch (IllegalArgumentException e) {
                // Told below.
            }
        }
        throw new MtmException(
                ErrorCode.USAGE,
                "not an address or a network: " + text,
                "trusted-proxies",
                "Give addresses such as 127.0.0.1, ::1 or 172.16.0.0/12, with commas between them.");
    }

    boolean holds(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
