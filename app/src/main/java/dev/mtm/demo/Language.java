package dev.mtm.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The languages that invented names are made in. Each is a small grammar: a rule has alternatives parted by `|`,
/// and an
/// alternative stands for itself except for `<rule>`, which stands for any alternative of that rule. `word` is an
/// invented word, `artist` and `title` are whole names.
enum Language {
    ENGLISH("""
            title: <opener> <thing>|<opener> <thing>|<opener> <thing> <tail>|<head>|<head> <tail>|<thing> <tail>|<word>
            artist: <word> <group>|<word> <group>|The <word> <group>|<word> <word>|<word> & the <group>|<word><last>
            word: <onset><vowel><middle><ending>
            onset: B|Br|Cl|C|D|Dr|F|Fen|Gr|H|Hal|K|L|M|N|P|Pr|Qu|R|S|St|T|Th|Tr|V|W|Wh|Z
            vowel: a|e|i|o|u|a|e|o|ee|ai
            middle: ld|mb|nt|rr|st|v|lt|dd|sk|rn|th|pl|nd|rl|ss|mm
            ending: en|er|ow|in|ard|ey|a|o|is|elle|on|am|ett|ick
            last: mere|ford|by|wyn|lo|dale|stone|ly
            group: Harbor|Static|Parade|Orchard|Machines|Weather|Choir|Committee|Lanterns|Motel|Kites|Signal|Trio|Arcade\
            |Society|Gardens|Theory|Winters|Ferry|Almanac|Telegraph|Cartographers|Understudy|Sundays
            opener: Paper|Copper|Slow|Salt|Borrowed|Velvet|Empty|Second|Glass|Quiet|Hollow|Crooked|Plastic|Iron|Distant\
            |Yellow|Broken|Silver|Green|Sleeping|Pocket|Northern|Amber|Loose|Cold|Last|Painted|Wooden|Restless|Narrow\
            |Faded|Patient|Unwritten|Folded|Tidal|Drowsy|Spare|Early|Frozen|Nobody's|Another|Seven|No More|Half a
            thing: Lantern|River|Weather|Window|Static|Light|Hours|Ferry|Orchard|Harbour|Roof|Engine|Coat|Signal|Thread\
            |Bell|Mile|Wire|Meadow|Garden|Radio|Kitchen|Door|Tram|Compass|Postcard|Water|Ledger|Fern|Honey|Season|Town\
            |Teeth|Lines|Bottle|Lake|Map|Atlas|Drawing|Fields|Letters|Machines|Shoes|Stairs|Tide|Rooms|Mirror|Avenue
            head: Kerosene|Undertow|Marigold|Overcast|Slack Water|Attic|Lighthouse Keeper|Driftwood|Thistle|Carousel\
            |Backroads|Hummingbird|Stone Fruit|Aerial|Nocturne for Nobody|Firefly Jar|Night Swim|Moth Season|Wide Awake\
            |Dust and Honey|Small Hours|Running Late|Tell Me Tomorrow|We Were Neighbours|Don't Wait Up|I Kept the Receipt
            tail: for Beginners|at the Window|in Reverse|after Midnight|without You|of Yesterday|on the Water\
            |before the Rain|in My Pocket|under Glass|by the Sea|for Two|at Half Speed|in Another Room|from Memory\
            |until Morning|over the Hills|behind the Station|in Slow Motion|and Other Weather|with the Lights Off
            """),
    GERMAN("""
            title: <head>|<head> <tail>|<head> <tail>|<thing> <tail>|<colour>e <thing>
            artist: <word> <group>|<word> & <word>|<group> <word>|<word><last>
            word: <onset><vowel><middle><ending>
            onset: B|Br|D|F|Fr|G|H|J|K|Kr|L|M|N|R|Sch|St|T|W|Z
            vowel: a|e|i|o|u|ä|ö|ü|au|ei
            middle: ll|nd|rt|ck|mm|rst|tz|b|ft|nn
            ending: er|ow|ing|en|ke|el|au|ich
            last: bach|wald|mann|stedt|moor
            group: Kapelle|Bande|Kollektiv|Fabrik|Quartett|Gezeiten|Apparat|Wetteramt
            colour: Blau|Leis|Müd|Grün|Spät|Schön|Leer|Kalt
            thing: Stunde|Möwen|Tür|Straßen|Grüße|Brücke|Lichter|Küche|Züge|Wolken|Vögel
            head: Nebel|Straßenbahn|Zwölf Uhr|Papierschiff|Sommerregen|Fernweh|Kieselstein|Hinterhof|Funkstille|Übermorgen\
            |Altes Radio|Glühwürmchen|Wartesaal|Kopfsteinpflaster|Tagträumer|Rückenwind|Der letzte Bus|Nachtschicht
            tail: am Fenster|im Hafen|über der Stadt|hinter Glas|bei Nacht|ohne Namen|für später|nach Süden\
            |im Treppenhaus|unter Brücken|vor dem Sturm|und sonst nichts
            """),
    FRENCH("""
            title: <head>|<head> <tail>|<head> <tail>
            artist: <word> <group>|Les <word>s|<word> et <word>|<word>
            word: <onset><vowel><middle><ending>
            onset: B|Br|C|Ch|D|F|G|J|L|M|N|P|R|S|T|V
            vowel: a|é|i|o|ou|au|e
            middle: rr|ll|v|nt|ss|ch|lm|ri
            ending: ard|eau|elle|ier|ois|ette|in|on|ault
            group: Océan|Voisins|Hôtel|Manège|Comité|Météo
            head: Été immobile|La pluie|Fenêtre ouverte|Papier bleu|Le dernier métro|Rivière lente|Encore une fois\
            |Mémoire d'eau|Les grues|Nuit blanche|Café froid|Ligne neuf|Un hiver|Château de sable|Plage déserte|Demi-tour
            tail: à minuit|sans bruit|près du port|pour personne|d'août|en silence|après l'orage|sous verre|de loin
            """),
    SPANISH("""
            title: <head>|<head> <tail>|<head> <tail>
            artist: <word> <group>|Los <word>|<word> y <word>|<word>
            word: <onset><vowel><middle><ending>
            onset: B|C|D|F|G|L|M|N|P|R|S|T|V
            vowel: a|e|i|o|u|á|ue
            middle: rr|ñ|ll|nd|mb|rt|z|lv
            ending: ero|ado|ares|illo|ana|ez|ón|ura|osa
            group: Pájaros|Verano|Mareas|Cartón|Eléctrico|Terraza
            head: Mañana lenta|El faro|Agua de enero|Ciudad pequeña|La última calle|Corazón de papel|Niño del sur\
            |Azul quemado|Ventana abierta|Otoño|Canción rota|Tren nocturno|Dos veranos|Sueño de sal|El jardín|Señales
            tail: sin ti|de madrugada|bajo la lluvia|en el balcón|para nadie|al revés|hasta luego|del otro lado
            """),
    NORDIC("""
            title: <head>|<head> <tail>|<head> <tail>
            artist: <word> <group>|<word>|<word> & <word>
            word: <onset><vowel><middle><ending>
            onset: B|Bj|F|Fj|G|H|Hj|K|L|M|N|R|S|Sk|T|V
            vowel: a|e|i|o|å|ä|ö|ø|y
            middle: rl|nd|sk|ll|rn|gg|lm|vst
            ending: en|sson|vik|gren|dal|lund|strøm|näs
            group: Fyr|Orkester|Skärgård|Kvartett|Vinter|Bro
            head: Blå time|Sista båten|Snö|Fjärilar|Sjøsprøyt|Långsamt|Grå ull|Vinterväg|Måne|Tåke|Regnbågsgatan|Søvnløs\
            |Ö utan namn|Kärr|Hjem|Sommarstuga
            tail: i natt|utan dig|på bryggan|før daggry|under isen|hos grannen|från ingenstans|igjen
            """),
    JAPANESE("""
            title: <head>|<head><tail>|<head><tail>
            artist: <word><group>|<word>と<group>|<word> <word>
            word: <kana><second><third>|<kana>ー<third>|<kana><second><third><second>
            kana: ア|カ|サ|タ|ナ|ハ|マ|ヤ|ラ|ミ|ク|ソ|ト|ケ|ヒ
            second: リ|ネ|ノ|モ|ロ|ザ|ベ|シ
            third: カ|ン|ル|ナ|ス|ド|オ
            group: 観測所|製作室|電灯|洋裁店|気象台|温室|楽団
            head: 青い傘|夜行列車|硝子の海|雨宿り|灯台|遠い手紙|冬のプール|月曜日|逆さまの街|紙飛行機|波打ち際|白い息\
            |信号待ち|金魚鉢|ひるね|終電|カーテン|メリーゴーランド|透明な午後|夏の終点
            tail: と猫|の続き|のうた|まで|を探して|のない町|、また明日|はきみに|から
            """),
    RUSSIAN("""
            title: <head>|<head> <tail>|<head> <tail>
            artist: <word> и <group>|<group> <word>|<word> <word>
            word: <onset><vowel><middle><ending>
            onset: Б|В|Г|Д|З|К|Л|М|Н|П|Р|С|Т
            vowel: а|е|и|о|у|я
            middle: рт|лк|нд|вр|сл|м|г|ст
            ending: ов|ин|ский|ец|ава|еро|ень|ня
            group: Оранжерея|Оркестр|Сигнал|Метель|Причал|Чердак
            head: Тихий двор|Последний трамвай|Снег|Бумажный зонт|Окно|Северный ветер|Июльская река|Ночной поезд|Берег\
            |Жёлтый свет|Осень|Далёкое радио|Стеклянный мост|Медленно|Чай и мята|Белая лодка
            tail: без тебя|до утра|у моря|на память|под дождём|в пустой квартире|навсегда|и никого
            """);

    private final Map<String, List<String>> rules = new HashMap<>();

    Language(String grammar) {
        grammar.lines().forEach(line -> {
            int colon = line.indexOf(": ");
            rules.put(
                    line.substring(0, colon), List.of(line.substring(colon + 2).split("\\|")));
        });
    }

    /// A language by how often it is met.
    static Language any(Chance chance) {
        return values()[chance.weighted(76, 8, 4, 4, 3, 3, 2)];
    }

    /// A title for a track, an album, a show or a book.
    String title(Chance chance) {
        return made("title", chance);
    }

    /// A name for an artist; not always a new one.
    String artist(Chance chance) {
        return made("artist", chance);
    }

    private String made(String rule, Chance chance) {
        StringBuilder text = new StringBuilder();
        write(rule, chance, text);
        return text.toString();
    }

    private void write(String rule, Chance chance, StringBuilder text) {
        String chosen = chance.of(rules.getOrDefault(rule, List.of(rule)));
        int from = 0;
        int open = chosen.indexOf('<');
        while (open >= 0) {
            int close = chosen.indexOf('>', open);
            text.append(chosen, from, open);
            write(chosen.substring(open + 1, close), chance, text);
            from = close + 1;
            open = chosen.indexOf('<', from);
        }
        text.append(chosen, from, chosen.length());
    }
}
