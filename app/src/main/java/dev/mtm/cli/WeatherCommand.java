package dev.mtm.cli;

import dev.mtm.account.Place;
import dev.mtm.question.Unit;
import dev.mtm.render.Wording;
import dev.mtm.weather.HomeWeather;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `mtm weather`
@Command(
        name = "weather",
        header = "Show what is known of the weather where you live.",
        description = {
            "",
            "Say where you live with `mtm weather place`, fetch the weather with `mtm enrich weather`, and ask"
                    + " `listening-by-weather`. The place is rounded to a tenth of a degree, some ten kilometres, before it"
                    + " is stored or sent."
        },
        subcommands = {WeatherCommand.PlaceCommand.class, WeatherCommand.ForgetCommand.class},
        mixinStandardHelpOptions = true)
final class WeatherCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    /// Degrees may begin with a minus, and are no options then.
    static void takeNegativeDegrees(CommandLine weather) {
        Objects.requireNonNull(weather.getSubcommands().get("place")).setUnmatchedOptionsArePositionalParams(true);
    }

    private Mtm mtm() {
        return Objects.requireNonNull(mtm);
    }

    @Override
    public Integer call() {
        Optional<HomeWeather.Known> known = mtm().house().homeWeather().known();
        if (known.isEmpty()) {
            mtm().out().println("It is not known where you live: `mtm weather place LATITUDE LONGITUDE`.");
        } else {
            tell(known.get());
        }
        mtm().out().flush();
        return 0;
    }

    private void tell(HomeWeather.Known known) {
        mtm().out().println("Home: " + known.place());
        if (known.first() == null || known.last() == null) {
            mtm().out().println("No weather is known yet: `mtm enrich weather` fetches it.");
            return;
        }
        Wording wording = new Wording(mtm().house().zone());
        mtm().out()
                .println("The weather of " + Wording.grouped(known.hours()) + " hours is known, from "
                        + wording.of(Unit.INSTANT, known.first()) + " to " + wording.of(Unit.INSTANT, known.last())
                        + ".");
        if (known.unsettled() > 0) {
            mtm().out()
                    .println(Wording.grouped(known.unsettled())
                            + " of them may be told otherwise later: the archive needs five days.");
        }
    }

    /// `mtm weather place`
    @Command(
            name = "place",
            header = "Say where you live, so that listening can be asked by weather.",
            description = {"", "Rounded to a tenth of a degree before it is stored or sent to anybody."},
            mixinStandardHelpOptions = true)
    static final class PlaceCommand implements Callable<Integer> {
        @ParentCommand
        private @Nullable WeatherCommand weather;

        @Parameters(
                index = "0",
                paramLabel = "LATITUDE",
                description = "Degrees north of the equator, such as 52.5; south of it below zero.")
        private String latitude = "";

        @Parameters(
                index = "1",
                paramLabel = "LONGITUDE",
                description = "Degrees east of Greenwich, such as 13.4; west of it below zero.")
        private String longitude = "";

        @Override
        public Integer call() {
            Mtm mtm = Objects.requireNonNull(weather).mtm();
            Place place = Place.of(latitude, longitude);
            mtm.backUpFirst();
            mtm.house().homeWeather().move(place);
            mtm.out()
                    .println(
                            "Home is at " + place + ". `mtm enrich weather` fetches the weather of your months there.");
            mtm.out().flush();
            return 0;
        }
    }

    /// `mtm weather forget`
    @Command(name = "forget", header = "Forget where you live, and all weather.", mixinStandardHelpOptions = true)
    static final class ForgetCommand implements Callable<Integer> {
        @ParentCommand
        private @Nullable WeatherCommand weather;

        @Override
        public Integer call() {
            Mtm mtm = Objects.requireNonNull(weather).mtm();
            mtm.backUpFirst();
            long hours = mtm.house().homeWeather().forget();
            mtm.out()
                    .println("Your home is forgotten, and the weather of " + Wording.grouped(hours)
                            + " hours. Backups made before still know it.");
            mtm.out().flush();
            return 0;
        }
    }
}
