package dev.mtm.demo;

import java.util.List;

/// The players a listener owns, by year. Until 2021 the export tells the system and model, later only the kind.
final class Devices {
    private record Years(int until, String phone, String computer, String browser, String speaker) {}

    private static final List<Years> OWNED = List.of(
            new Years(
                    2016,
                    "Android OS 6.0.1 API 23 (samsung, SM-G920F)",
                    "Windows 10 (10.0.14393; x64)",
                    "WebPlayer (websocket RFC6455)",
                    "Partner google cast;Chromecast_Audio;;"),
            new Years(
                    2018,
                    "Android OS 8.0.0 API 26 (samsung, SM-G950F)",
                    "Windows 10 (10.0.17134; x64)",
                    "WebPlayer (websocket RFC6455)",
                    "Partner google cast;Chromecast_Audio;;"),
            new Years(
                    2020,
                    "iOS 13.5.1 (iPhone12,8)",
                    "OS X 10.15.5 [x86 8]",
                    "web_player osx 10.15.5;chrome 83.0.4103.97;desktop",
                    "Partner google cast;Google_Nest_Mini;;"),
            new Years(
                    2021,
                    "iOS 14.8 (iPhone12,8)",
                    "OS X 11.6.0 [arm 2]",
                    "web_player osx 11.6.0;chrome 94.0.4606.61;desktop",
                    "Partner google cast;Google_Nest_Mini;;"),
            new Years(2023, "ios", "osx", "web_player", "cast"),
            new Years(Integer.MAX_VALUE, "android", "linux", "web_player", "cast"));

    private Devices() {}

    /// The `platform` of a session.
    static String choose(Chance chance, Day day, int hour) {
        int year = day.date().getYear();
        Years owned =
                OWNED.stream().filter(years -> year <= years.until).findFirst().orElseThrow();
        boolean desk = !day.isFree() && hour >= 9 && hour < 17;
        boolean evening = hour >= 18 || day.isFree();
        int device = day.away() ? 0 : chance.weighted(55, desk ? 90 : 14, desk ? 8 : 3, evening ? 30 : 2);
        return switch (device) {
            case 0 -> owned.phone;
            case 1 -> owned.computer;
            case 2 -> owned.browser;
            default -> owned.speaker;
        };
    }
}
