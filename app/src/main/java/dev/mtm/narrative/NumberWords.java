package dev.mtm.narrative;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds what says a number in English prose, whether in digits or in words, and what could hide one.
final class NumberWords {
    private static final List<String> SMALL = List.of(
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve");

    private static final Set<String> WORDS = Set.of((String.join(" ", SMALL)
                    + " thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fourty fifty sixty"
                    + " seventy eighty ninety hundred thousand million billion trillion dozen score gross"
                    + " once twice thrice half halves halved halving quarter third double doubled doubling triple tripled"
                    + " tripling treble quadruple quadrupled quintuple couple pair trio handful"
                    + " first second fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
                    + " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth"
                    + " fiftieth sixtieth seventieth eightieth ninetieth hundredth thousandth millionth"
                    + " nought naught nil decade century centuries fortnight millennium"
                    + " twenties thirties forties fifties sixties seventies eighties nineties noughties"
                    + " percent per cent percentage majority minority tenfold hundredfold twofold threefold fourfold fivefold"
                    + " sixfold sevenfold eightfold ninefold thousandfold")
            .split(" "));

    /// Ways of speaking that say no number.
    private static final Pattern IDIOM = Pattern.compile(
            "\\b(?:for the first time|at first|first of all|once more|once again|at once|one of|no one|one another)\\b");

    private static final Pattern WORD = Pattern.compile("\\p{L}+(?:[-'’]\\p{L}+)*");
    private static final Pattern ROMAN = Pattern.compile("\\b[IVXLCDM]{2,}\\b");
    private static final Pattern ADDRESS = Pattern.compile("\\p{L}\\.\\p{L}");
    private static final String MARKS = " ,.;:!?()–—-…&'’";

    private NumberWords() {}

    /// A small number in words, a greater one in digits with its thousands set apart.
    static Optional<String> word(long number) {
        return number >= 0 && number < SMALL.size() ? Optional.of(SMALL.get((int) number)) : Optional.empty();
    }

    /// What must not be in prose between figures: a number in any form, or anything but letters and marks of
    /// sentences, in which one could hide.
    static List<String> in(String prose) {
        List<String> found = strange(prose);
        ROMAN.matcher(prose).results().map(roman -> roman.group()).forEach(found::add);
        String plain = IDIOM.matcher(prose.toLowerCase(Locale.ROOT)).replaceAll(" ");
        Matcher word = WORD.matcher(plain);
        while (word.find()) {
            String whole = word.group();
            if (isNumber(whole.replaceAll("[-'’]", ""))) {
                found.add(whole);
            } else {
                for (String part : whole.split("[-'’]", -1)) {
                    if (isNumber(part)) {
                        found.add(whole);
                        break;
                    }
                }
            }
        }
        return found;
    }

    /// What is neither a Latin letter nor a mark of sentences, and addresses.
    static List<String> strange(String prose) {
        List<String> found = new ArrayList<>();
        if (!Normalizer.isNormalized(prose, Normalizer.Form.NFKC)) {
            found.add("letters in an unusual form");
        }
        prose.codePoints()
                .filter(c -> MARKS.indexOf(c) < 0 && !isPlainLetter(c))
                .distinct()
                .mapToObj(c -> Character.isLetterOrDigit(c) && c < 128
                        ? Character.toString(c)
                        : String.format(Locale.ROOT, "U+%04X", c))
                .forEach(found::add);
        ADDRESS.matcher(prose).results().map(dot -> dot.group()).forEach(found::add);
        return found;
    }

    private static boolean isNumber(String word) {
        return WORDS.contains(word) || (word.endsWith("s") && WORDS.contains(word.substring(0, word.length() - 1)));
    }

    private static boolean isPlainLetter(int c) {
        return Character.isLetter(c) && Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
    }
}
