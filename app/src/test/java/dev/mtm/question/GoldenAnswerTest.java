package dev.mtm.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.render.CsvAnswer;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Each question over [SmallLife], counted by hand.
@ParameterizedClass
@EnumSource(TestStores.class)
final class GoldenAnswerTest {
    private final Database database;
    private final Asker asker;

    GoldenAnswerTest(TestStores stores) {
        database = stores.open();
        asker = new Asker(database, 1, SmallLife.ZONE);
        SmallLife.in(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void totalsAddUpWhatCounts() {
        answers("totals", "", """
                listens,plays,heard_ms,estimated_share,tracks,artists,days,first_day,last_day
                10,11,1970000,0.152284,4,3,7,2021-03-05,2023-03-06
                """);
    }

    @Test
    void totalsOfARangeHoldBothItsDays() {
        answers("totals", "from=2021-03-05 until=2021-03-07", """
                listens,plays,heard_ms,estimated_share,tracks,artists,days,first_day,last_day
                3,4,480000,0.0,2,1,2,2021-03-05,2021-03-07
                """);
    }

    @Test
    void totalsOfNothingAreZeroOrUnknown() {
        answers("totals", "until=2020-01-01", """
                listens,plays,heard_ms,estimated_share,tracks,artists,days,first_day,last_day
                0,0,,,0,0,0,,
                """);
    }

    @Test
    void topTracksAreOrderedByListens() {
        answers("top-tracks", "", """
                place,track_id,listens,heard_ms,last_heard
                1,ccc,4,840000,2023-03-06T20:00:00Z
                2,aaa,3,350000,2022-03-05T09:00:00Z
                3,ddd,2,600000,2023-03-04T20:00:00Z
                4,bbb,1,180000,2021-03-05T10:05:00Z
                """);
    }

    @Test
    void topTracksCanBeOrderedByTimeAndCut() {
        answers("top-tracks", "by=time limit=2", """
                place,track_id,listens,heard_ms,last_heard
                1,ccc,4,840000,2023-03-06T20:00:00Z
                2,ddd,2,600000,2023-03-04T20:00:00Z
                """);
    }

    @Test
    void topTracksOfAYearAreThoseOfItsLocalDays() {
        answers("top-tracks", "year=2022", """
                place,track_id,listens,heard_ms,last_heard
                1,ccc,2,480000,2022-03-05T08:10:00Z
                2,aaa,1,50000,2022-03-05T09:00:00Z
                """);
    }

    @Test
    void topTracksOfAnArtistAreFoundByAPartOfTheName() {
        answers("top-tracks", "year=2021 artist=ad", """
                place,track_id,listens,heard_ms,last_heard
                1,aaa,2,300000,2021-03-06T23:30:00Z
                2,bbb,1,180000,2021-03-05T10:05:00Z
                """);
    }

    @Test
    void totalsOfAYearStartAtTheListenersMidnight() {
        answers("totals", "year=2023", """
                listens,plays,heard_ms,estimated_share,tracks,artists,days,first_day,last_day
                4,4,960000,0.3125,2,2,4,2023-01-01,2023-03-06
                """);
    }

    @Test
    void equalArtistsShareAPlace() {
        answers("top-artists", "", """
                place,artist,listens,heard_ms,tracks
                1,Ada,4,530000,2
                1,Böhm,4,840000,1
                3,Cid,2,600000,1
                """);
    }

    @Test
    void topAlbumsLeaveOutTracksWithoutAnAlbum() {
        answers("top-albums", "", """
                place,album,artist,listens,heard_ms,tracks
                1,First,Ada,4,530000,2
                1,Second,Böhm,4,840000,1
                """);
    }

    @Test
    void listensByDayCoverAYear() {
        answers("listens-by-day", "", """
                local_date,listens,heard_ms
                2023-01-01,1,300000
                2023-03-04,1,300000
                2023-03-05,1,240000
                2023-03-06,1,120000
                """);
    }

    @Test
    void aMonthWithoutListensIsZeroBetweenOthersOnly() {
        answers("listens-by-month", "from=2022-12-01", """
                month,listens,heard_ms,days
                2023-01,1,300000,1
                2023-02,0,0,0
                2023-03,3,660000,3
                """);
    }

    @Test
    void listensByYearFollowTheListenersClock() {
        answers("listens-by-year", "", """
                year,listens,heard_ms,days
                2021,3,480000,2
                2022,3,530000,1
                2023,4,960000,4
                """);
    }

    @Test
    void weekdaysAreSummedOnTheListenersClock() {
        answers("listens-by-weekday", "", """
                weekday,listens,heard_ms,days
                1,1,120000,1
                5,2,380000,1
                6,4,830000,2
                7,3,640000,3
                """);
    }

    @Test
    void recordDaysAreThoseWithMostListens() {
        answers("record-days", "limit=3", """
                local_date,weekday,listens,heard_ms
                2022-03-05,6,3,530000
                2021-03-05,5,2,380000
                2021-03-07,7,1,100000
                """);
    }

    @Test
    void varietyIsCountedInPartsOfEqualWeight() {
        answers("variety", "", """
                listens,tracks,new_tracks,artists,new_artists,repeated_share,new_share,effective_tracks,effective_artists
                10,4,4,3,3,0.6,1.0,3.596115,2.871746
                """);
        answers("variety", "from=2023-01-01", """
                listens,tracks,new_tracks,artists,new_artists,repeated_share,new_share,effective_tracks,effective_artists
                4,2,1,2,1,0.5,0.5,2.0,2.0
                """);
        answers("variety", "until=2020-01-01", """
                listens,tracks,new_tracks,artists,new_artists,repeated_share,new_share,effective_tracks,effective_artists
                0,0,0,0,0,,,,
                """);
    }

    @Test
    void attentionIsSummedOverAll() {
        answers("attention", "", """
                plays,listens,skips,listened_share,skipped_share
                11,10,1,0.909091,0.1
                """);
    }

    @Test
    void decadesAreThoseOfTheRelease() {
        answers("listens-by-decade", "", """
                decade,listens,heard_ms,tracks
                1990s,3,350000,1
                2000s,4,840000,1
                ,3,780000,2
                """);
    }

    @Test
    void aRediscoveryEndsALongSilence() {
        answers("rediscoveries", "", """
                track_id,last_before,back_on,silent_days,listens,heard_ms
                ccc,2022-03-05,2023-03-05,365,2,360000
                """);
        answers("rediscoveries", "from=2022-01-01 until=2022-12-31 least=1", """
                track_id,last_before,back_on,silent_days,listens,heard_ms
                aaa,2021-03-07,2022-03-05,363,1,50000
                """);
    }

    @Test
    void streaksOfAPeriodCountItsDaysOnly() {
        answers("streaks", "from=2023-03-05 until=2023-03-05", """
                first_day,last_day,days,listens,heard_ms,current
                2023-03-05,2023-03-05,1,1,240000,true
                """);
    }

    @Test
    void howItSoundedIsSaidBySourceAndWithItsCoverage() {
        answers("track-features", "track=aaa", """
                feature,measure,features_source
                acousticness,0.1,reccobeats
                danceability,0.7,reccobeats
                energy,0.8,reccobeats
                tempo,120.0,reccobeats
                valence,0.6,reccobeats
                """);
        answers("track-features", "track=ddd", """
                feature,measure,features_source
                """);
        answers("feature-means", "", """
                feature,features_source,mean,listens,tracks,covered
                acousticness,file,0.5,4,1,0.4
                acousticness,reccobeats,0.1,3,1,0.3
                danceability,reccobeats,0.7,3,1,0.3
                energy,file,0.4,4,1,0.4
                energy,reccobeats,0.8,3,1,0.3
                instrumentalness,file,0.6,4,1,0.4
                speechiness,file,0.05,4,1,0.4
                tempo,file,100.0,4,1,0.4
                tempo,reccobeats,120.0,3,1,0.3
                valence,file,0.5,4,1,0.4
                valence,reccobeats,0.6,3,1,0.3
                """);
        answers("mood-by-month", "", """
                month,features_source,energy,valence,danceability,tempo,listens,covered
                2023-03,file,0.4,0.5,,100.0,2,0.666667
                """);
        answers("mood-by-hour", "from=2021-01-01", """
                local_hour,features_source,energy,valence,danceability,tempo,listens,covered
                0,reccobeats,0.8,0.6,0.7,120.0,1,0.5
                9,file,0.4,0.5,,100.0,2,1.0
                10,reccobeats,0.8,0.6,0.7,120.0,1,1.0
                11,reccobeats,0.8,0.6,0.7,120.0,1,0.5
                21,file,0.4,0.5,,100.0,2,0.666667
                """);
    }

    @Test
    void aMoodHasBoundsThatCanBeSet() {
        String head = "track_id,listens,energy,valence,danceability,tempo,features_source,covered\n";
        answers("mood-candidates", "", head + "ccc,4,0.4,0.5,,100.0,file,0.5\n");
        answers("mood-candidates", "profile=focus", head + "ccc,4,0.4,0.5,,100.0,file,0.5\n");
        answers("mood-candidates", "profile=workout", head);
        answers(
                "mood-candidates",
                "profile=workout least_tempo=120",
                head + "aaa,3,0.8,0.6,0.7,120.0,reccobeats,0.5\n");
        answers("mood-candidates", "most_energy=39", head);
        answers("mood-candidates", "profile=melancholic most_valence=50", head + "ccc,4,0.4,0.5,,100.0,file,0.5\n");
        answers("mood-candidates", "profile=party", head);
    }

    @Test
    void hoursAndWeekdaysFollowTheListenersClock() {
        answers("hour-by-weekday", "", """
                weekday,local_hour,listens,heard_ms
                1,21,1,120000
                5,11,2,380000
                6,9,2,480000
                6,10,1,50000
                6,21,1,300000
                7,0,2,400000
                7,21,1,240000
                """);
    }

    @Test
    void anArtistIsNewInTheYearOfTheFirstListen() {
        answers("new-artists-by-year", "", """
                year,new_artists,new_tracks
                2021,1,2
                2022,1,1
                2023,1,1
                """);
        answers("new-artists-by-year", "from=2022 until=2022", """
                year,new_artists,new_tracks
                2022,1,1
                """);
    }

    @Test
    void onThisDayLooksAtEarlierYearsOnly() {
        answers("on-this-day", "day=2023-03-05", """
                year,track_id,listens,heard_ms
                2022,ccc,2,480000
                2022,aaa,1,50000
                2021,aaa,1,200000
                2021,bbb,1,180000
                """);
        answers("on-this-day", "day=2023-03-05 per_year=1", """
                year,track_id,listens,heard_ms
                2022,ccc,2,480000
                2021,aaa,1,200000
                """);
    }

    @Test
    void theLongestStreakIsTheCurrentOne() {
        answers("streaks", "limit=2", """
                first_day,last_day,days,listens,heard_ms,current
                2023-03-04,2023-03-06,3,3,660000,true
                2021-03-05,2021-03-05,1,2,380000,false
                """);
    }

    @Test
    void aGemByPlaysComesWithItsEvidence() {
        answers("gems-by-plays", "least=2", """
                track_id,listens,heard_ms,peak_month,peak_listens,last_heard,silent_days
                aaa,3,350000,2021-03,2,2022-03-05,366
                """);
    }

    @Test
    void recentPlaysTellWhetherEachCounts() {
        answers("recent-plays", "until=2021-03-07 limit=3", """
                played_at,track_id,listened_ms,verdict,skipped,kind,source,better_source,platform
                2021-03-07T12:00:00Z,aaa,10000,too-short,true,music,spotify-extended,,phone
                2021-03-06T23:30:00Z,aaa,100000,listen,false,music,spotify-extended,,phone
                2021-03-05T10:05:00Z,bbb,180000,listen,false,music,spotify-extended,,phone
                """);
        answers("recent-plays", "verdict=too-short", """
                played_at,track_id,listened_ms,verdict,skipped,kind,source,better_source,platform
                2021-03-07T12:00:00Z,aaa,10000,too-short,true,music,spotify-extended,,phone
                """);
    }

    @Test
    void playsAreFoundByWhatIsInTheirNames() {
        String head = "played_at,track_id,listened_ms,verdict,skipped,kind,source,better_source,platform\n";
        String latest = head + "2023-03-06T20:00:00Z,ccc,120000,listen,false,music,spotify-extended,,phone\n";
        answers("recent-plays", "words=BOHM limit=1", latest);
        answers("recent-plays", "words=second\tgam\tböhm limit=1", latest);
        answers("recent-plays", "words=Gamma\tFirst", head);
        answers("recent-plays", "words=gamma artist=Ada", head);
        for (String first :
                List.of("words=first", "words=first artist=Ada", "artist=Ada", "album=First", "track=aaa")) {
            answers("recent-plays", first + " limit=2", """
                    played_at,track_id,listened_ms,verdict,skipped,kind,source,better_source,platform
                    2022-03-05T09:00:00Z,aaa,50000,listen,true,music,spotify-extended,,phone
                    2021-03-07T12:00:00Z,aaa,10000,too-short,true,music,spotify-extended,,phone
                    """);
        }
        answers("recent-plays", "words=first verdict=too-short", """
                played_at,track_id,listened_ms,verdict,skipped,kind,source,better_source,platform
                2021-03-07T12:00:00Z,aaa,10000,too-short,true,music,spotify-extended,,phone
                """);
        answers("recent-plays", "words=a until=2021-03-05", """
                played_at,track_id,listened_ms,verdict,skipped,kind,source,better_source,platform
                2021-03-05T10:05:00Z,bbb,180000,listen,false,music,spotify-extended,,phone
                2021-03-05T10:00:00Z,aaa,200000,listen,false,music,spotify-extended,,phone
                """);
    }

    @Test
    void anIndexFindsWhatTheStoreFinds() {
        Question plays = Questions.builtIn().named("recent-plays");
        Asker indexed = asker.with(new Directory(database, 1).index(SmallLife.TODAY));
        for (String words : List.of("bohm", "FIRST al", "ada beta", "d", "gamma first")) {
            assertThat(indexed.ask(plays, Map.of("words", words), SmallLife.TODAY))
                    .isEqualTo(asker.ask(plays, Map.of("words", words), SmallLife.TODAY));
        }
        for (String words : List.of("\u0301", "x".repeat(201))) {
            assertThatThrownBy(() -> indexed.ask(plays, Map.of("words", words), SmallLife.TODAY))
                    .isInstanceOfSatisfying(MtmException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.USAGE);
                        assertThat(e.fix()).contains("in the title, the artist or the album, at most 200 letters");
                    });
        }
    }

    @Test
    void firstHeardTellsPlaysListensAndRanksApart() {
        answers("first-heard", "track=beta", """
                track_id,first_played,first_listen,first_ranked,first_computed,listens,heard_ms,last_listen
                bbb,2021-03-05T10:05:00Z,2021-03-05T10:05:00Z,2022-06-01,2022-11-30,1,180000,2021-03-05T10:05:00Z
                """);
    }

    @Test
    void aTrackInNumbersCountsAllPlaysForItsSkips() {
        answers("facts", "track=alpha", """
                listens,plays,heard_ms,tracks,skipped_share,days,first_listen,last_listen
                3,4,350000,1,0.5,3,2021-03-05T10:00:00Z,2022-03-05T09:00:00Z
                """);
    }

    @Test
    void aTrackByMonthRunsFromItsFirstMonthToItsLast() {
        answers("facts-by-month", "track=ddd", """
                month,listens,heard_ms,tracks
                2023-01,1,300000,1
                2023-02,0,0,0
                2023-03,1,300000,1
                """);
    }

    @Test
    void anArtistInNumbersHasWhatTheirTracksHave() {
        answers("facts", "artist=ada", """
                listens,plays,heard_ms,tracks,skipped_share,days,first_listen,last_listen
                4,5,530000,2,0.4,3,2021-03-05T10:00:00Z,2022-03-05T09:00:00Z
                """);
        answers("facts", "artist=ada from=2022-01-01", """
                listens,plays,heard_ms,tracks,skipped_share,days,first_listen,last_listen
                1,1,50000,1,1.0,1,2022-03-05T09:00:00Z,2022-03-05T09:00:00Z
                """);
    }

    @Test
    void anAlbumInNumbersIsWhatIsMainlyOfTheArtist() {
        for (String album : List.of("artist=Ada album=First", "album=First")) {
            answers("facts", album, """
                    listens,plays,heard_ms,tracks,skipped_share,days,first_listen,last_listen
                    4,5,530000,2,0.4,3,2021-03-05T10:00:00Z,2022-03-05T09:00:00Z
                    """);
        }
        for (String album : List.of("artist=Cid album=First", "album=first")) {
            answers("facts", album, """
                    listens,plays,heard_ms,tracks,skipped_share,days,first_listen,last_listen
                    0,0,,0,,0,,
                    """);
        }
    }

    @Test
    void whoAsksForFactsSaysOfWhat() {
        Question facts = Questions.builtIn().named("facts");
        for (Map<String, String> given : List.of(Map.<String, String>of(), Map.of("artist", "none"))) {
            assertThatThrownBy(() -> asker.ask(facts, given, SmallLife.TODAY))
                    .isInstanceOfSatisfying(MtmException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.USAGE);
                        assertThat(e).hasMessageContaining("facts asks for one of track, artist, album");
                        assertThat(e.fix()).isEqualTo("Give one of track, artist, album.");
                    });
        }
    }

    @Test
    void anArtistByMonthCountsTheTracksOfEachMonth() {
        answers("facts-by-month", "artist=Cid", """
                month,listens,heard_ms,tracks
                2023-01,1,300000,1
                2023-02,0,0,0
                2023-03,1,300000,1
                """);
    }

    @Test
    void theTracksOfAnAlbumAreThoseOfItsMainArtist() {
        answers("album-tracks", "artist=Ada album=First", """
                track_id,listens,heard_ms,first_listen,last_listen
                aaa,3,350000,2021-03-05T10:00:00Z,2022-03-05T09:00:00Z
                bbb,1,180000,2021-03-05T10:05:00Z,2021-03-05T10:05:00Z
                """);
        answers("album-tracks", "artist=Cid album=First", """
                track_id,listens,heard_ms,first_listen,last_listen
                """);
    }

    @Test
    void releaseFactsTellOnlyWhatTheDescriptionTells() {
        answers("release-facts", "", """
                track_id,release_date,disc_number,isrc
                ccc,2001,1,GB1
                aaa,1997-05-21,2,
                bbb,,,
                """);
    }

    @Test
    void releaseFactsAreFoundByTheCodeOfARecording() {
        answers("release-facts", "isrc=GB1", """
                track_id,release_date,disc_number,isrc
                ccc,2001,1,GB1
                """);
    }

    @Test
    void rankHistoryGoesForward() {
        answers("rank-history", "track=aaa", """
                snapshot_date,time_range,origin,place,tracks
                2022-03-10,short_term,spotify,3,1
                2022-06-01,short_term,spotify,1,1
                """);
        answers("rank-history", "artist=Ada", """
                snapshot_date,time_range,origin,place,tracks
                2022-03-10,short_term,spotify,3,1
                2022-06-01,long_term,spotify,2,1
                2022-06-01,short_term,spotify,1,1
                2022-11-30,short_term,computed,5,1
                """);
    }

    @Test
    void forgottenGemsNameTheOriginOfTheirRanks() {
        answers("forgotten-gems", "", """
                track_id,last_ranked,best_rank,times_ranked,origin
                bbb,2022-11-30,2,2,both
                aaa,2022-06-01,1,2,spotify
                """);
    }

    @Test
    void forgottenGemsOfSpotifyAloneSeeNoComputedRank() {
        answers("forgotten-gems", "origin=spotify", """
                track_id,last_ranked,best_rank,times_ranked,origin
                aaa,2022-06-01,1,2,spotify
                bbb,2022-06-01,2,1,spotify
                """);
    }

    @Test
    void snapshotsKeptAreCountedByDayListAndOrigin() {
        answers("snapshots-kept", "limit=3", """
                snapshot_date,time_range,origin,tracks,first_track
                2023-02-20,short_term,spotify,1,ccc
                2022-11-30,short_term,computed,1,bbb
                2022-06-01,short_term,spotify,2,aaa
                """);
        answers("snapshots-kept", "time_range=long_term", """
                snapshot_date,time_range,origin,tracks,first_track
                2022-06-01,long_term,spotify,1,bbb
                """);
    }

    @Test
    void currentObsessionsAreOfTheLatestSnapshot() {
        answers("current-obsessions", "", """
                place,track_id,snapshot_date,origin
                1,ccc,2023-02-20,spotify
                """);
        answers("current-obsessions", "origin=computed", """
                place,track_id,snapshot_date,origin
                5,bbb,2022-11-30,computed
                """);
        answers("current-obsessions", "time_range=long_term", """
                place,track_id,snapshot_date,origin
                2,bbb,2022-06-01,spotify
                """);
        answers("current-obsessions", "time_range=medium_term", """
                place,track_id,snapshot_date,origin
                """);
    }

    @Test
    void currentObsessionsOfADayWithTwoSnapshotsAreSpotifysOwn() {
        database.write(session -> session.update("""
                insert into snapshots (account_id, track_id, snapshot_date, time_range, rank, origin)
                values
                    (1, 'aaa', ?, 'short_term', 1, 'computed'),
                    (1, 'ddd', ?, 'short_term', 2, 'spotify')
                """, LocalDate.of(2023, 2, 20), LocalDate.of(2023, 2, 20)));
        answers("current-obsessions", "", """
                place,track_id,snapshot_date,origin
                1,ccc,2023-02-20,spotify
                2,ddd,2023-02-20,spotify
                """);
        answers("current-obsessions", "limit=1", """
                place,track_id,snapshot_date,origin
                1,ccc,2023-02-20,spotify
                """);
    }

    @Test
    void diversityCountsEachOriginApart() {
        answers("diversity-by-month", "", """
                month,tracks,unique_artists,origin
                2022-03,1,1,spotify
                2022-06,2,2,spotify
                2022-11,1,1,computed
                2023-02,1,1,spotify
                """);
    }

    @Test
    void thisMonthIsComparedUpToTheSameDay() {
        answers("this-month", "", """
                month,listens,heard_ms,tracks,artists,days
                2023-03,3,660000,2,2,3
                2022-03,3,530000,2,2,1
                """);
    }

    @Test
    void topGenresKnowOnlyWhatWasTold() {
        answers("top-genres", "", """
                place,genre,listens,heard_ms,tracks
                1,dream pop,5,950000,2
                """);
    }

    @Test
    void hoursOfTwoPeriodsStandBesideEachOther() {
        answers("hours-compared", "from=2023-01-01 other_until=2022-12-31", """
                local_hour,listens,other_listens
                0,1,1
                9,0,2
                10,0,1
                11,0,2
                21,3,0
                """);
    }

    @Test
    void seasonsHaveHoursOfTheirOwn() {
        answers("hour-by-season", "", """
                season,local_hour,listens,heard_ms
                December to February,0,1,300000
                March to May,0,1,100000
                March to May,9,2,480000
                March to May,10,1,50000
                March to May,11,2,380000
                March to May,21,3,660000
                """);
    }

    @Test
    void listensHaveTheWeatherOfTheHourInWhichTheyBegan() {
        answers("listening-by-weather", "from=2021-01-01", """
                weather,listens,heard_ms,hours,listens_a_day,coverage
                clear,2,380000,2,24.0,0.7
                cloudy,2,480000,1,48.0,0.7
                rain,1,100000,2,12.0,0.7
                snow,1,300000,1,24.0,0.7
                thunderstorm,1,240000,1,24.0,0.7
                """);
        answers("listening-by-weather", "from=2021-01-01 by=temperature", """
                weather,listens,heard_ms,hours,listens_a_day,coverage
                below 0 °C,2,400000,2,24.0,0.8
                0 to 10 °C,5,910000,4,30.0,0.8
                10 to 20 °C,1,240000,2,12.0,0.8
                """);
        answers("listening-by-weather", "from=2022-01-01 until=2022-12-31", """
                weather,listens,heard_ms,hours,listens_a_day,coverage
                cloudy,2,480000,1,48.0,0.666667
                """);
        answers("listening-by-weather", "", """
                weather,listens,heard_ms,hours,listens_a_day,coverage
                rain,0,,1,0.0,0.5
                snow,1,300000,1,24.0,0.5
                thunderstorm,1,240000,1,24.0,0.5
                """);
        answers("listening-by-weather", "until=2021-03-04", """
                weather,listens,heard_ms,hours,listens_a_day,coverage
                """);
    }

    @Test
    void attentionLooksAtPlaysThatDoNotCountAsWell() {
        answers("devices", "from=2021-01-01", """
                platform,plays,listened_ms,skipped_share,finished_share
                phone,11,1680000,0.181818,
                """);
        answers("reasons", "from=2021-01-01", """
                reason,plays,share,listened_ms
                ,11,1.0,1680000
                """);
        answers("most-skipped", "from=2021-01-01 least=1", """
                track_id,skips,plays,skipped_share
                aaa,2,4,0.5
                """);
        answers("attention-by-month", "", """
                month,plays,listens,listened_share,skipped_share
                2021-03,4,3,0.75,0.0
                2022-03,3,3,1.0,0.333333
                2023-01,1,1,1.0,0.0
                2023-03,3,3,1.0,0.0
                """);
    }

    @Test
    void aTrackHasHoursAndNeighbours() {
        answers("facts-by-hour", "track=aaa", """
                local_hour,listens,heard_ms
                0,1,100000
                10,1,50000
                11,1,200000
                """);
        answers("neighbours", "track=aaa", """
                side,track_id,times
                after,bbb,1
                """);
        answers("neighbours", "track=bbb", """
                side,track_id,times
                before,aaa,1
                """);
        answers("neighbours", "artist=Ada", """
                side,track_id,times
                """);
        answers("facts-by-hour", "artist=Böhm", """
                local_hour,listens,heard_ms
                9,2,480000
                21,2,360000
                """);
    }

    @Test
    void topListsTurnOverRiseAndFallAndMakeEras() {
        answers("turnover-by-month", "", """
                month,new_share,tracks,stayed,origin
                2022-03,1.0,1,0,spotify
                2022-06,0.5,2,1,spotify
                2022-11,1.0,1,0,computed
                2023-02,0.0,1,1,spotify
                """);
        answers("ranks-by-month", "origin=spotify", """
                month,place,track_id
                2022-03,3,aaa
                2022-06,1,aaa
                2022-06,2,ccc
                2023-02,1,ccc
                """);
        answers("ranks-by-month", "origin=spotify tracks=1", """
                month,place,track_id
                2022-06,2,ccc
                2023-02,1,ccc
                """);
        answers("eras", "origin=spotify", """
                first_month,last_month,artist,months
                2023-02,2023-02,Böhm,1
                2022-03,2022-06,Ada,2
                """);
    }

    @Test
    void aDiscoveryWasNeverHeardBefore() {
        answers("discoveries", "", """
                artist,first_day,listens,heard_ms,tracks
                Cid,2023-01-01,2,600000,1
                """);
        answers("discoveries", "from=2022-01-01", """
                artist,first_day,listens,heard_ms,tracks
                Böhm,2022-03-05,4,840000,1
                Cid,2023-01-01,2,600000,1
                """);
    }

    @Test
    void habitsAreDaysSessionsAndReturns() {
        answers("obsessive-days", "from=2021-01-01 limit=2", """
                track_id,local_date,listens,heard_ms
                ccc,2022-03-05,2,480000
                aaa,2021-03-05,1,200000
                """);
        answers("sessions", "from=2021-01-01 limit=3", """
                started_at,heard_ms,listens,tracks
                2022-03-05T08:00:00Z,480000,2,1
                2021-03-05T10:00:00Z,380000,2,2
                2022-12-31T23:15:00Z,300000,1,1
                """);
        answers("sessions", "from=2021-01-01 track=bbb", """
                started_at,heard_ms,listens,tracks
                2021-03-05T10:00:00Z,380000,2,2
                """);
        answers("sessions", "from=2021-01-01 artist=Cid", """
                started_at,heard_ms,listens,tracks
                2022-12-31T23:15:00Z,300000,1,1
                2023-03-04T20:00:00Z,300000,1,1
                """);
        answers("sessions", "from=2021-01-01 artist=Ada album=First", """
                started_at,heard_ms,listens,tracks
                2021-03-05T10:00:00Z,380000,2,2
                2021-03-06T23:30:00Z,100000,1,1
                2022-03-05T09:00:00Z,50000,1,1
                """);
        answers("loyal-artists", "", """
                artist,days,months,listens
                Böhm,2,1,2
                Cid,2,2,2
                """);
    }

    @Test
    void aQuestionOverRanksRefusesAStoreThatHasNoneYet() {
        Question gems = Questions.builtIn().named("forgotten-gems");
        assertThatThrownBy(() -> asker.ask(gems, Map.of(), SmallLife.TODAY.minusYears(1)))
                .isInstanceOfSatisfying(MtmException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.NO_DATA);
                    assertThat(e.fix()).contains("mtm snapshot rebuild").contains("gems-by-plays");
                });
    }

    @Test
    void tracksOfAPartOfTheDayAreThoseOfItsSixHours() {
        answers("tracks-by-day-part", "", """
                track_id,listens,all_listens,last_heard
                ccc,2,2,2023-03-06T20:00:00Z
                ddd,1,2,2023-03-04T20:00:00Z
                """);
        answers("tracks-by-day-part", "part=morning from=2021-01-01", """
                track_id,listens,all_listens,last_heard
                aaa,2,3,2022-03-05T09:00:00Z
                ccc,2,4,2022-03-05T08:10:00Z
                bbb,1,1,2021-03-05T10:05:00Z
                """);
        answers("tracks-by-day-part", "part=afternoon from=2021-01-01", """
                track_id,listens,all_listens,last_heard
                """);
    }

    @Test
    void hardlyHeardAreTracksOfArtistsWhoAreHeardMuch() {
        answers("hardly-heard", "", """
                track_id,listens,artist,artist_listens
                """);
        answers("hardly-heard", "least=2", """
                track_id,listens,artist,artist_listens
                bbb,1,Ada,4
                ddd,2,Cid,2
                """);
        answers("hardly-heard", "least=3 most=3", """
                track_id,listens,artist,artist_listens
                aaa,3,Ada,4
                bbb,1,Ada,4
                """);
        answers("hardly-heard", "least=3 most=4 per_artist=1 limit=1", """
                track_id,listens,artist,artist_listens
                aaa,3,Ada,4
                """);
    }

    @Test
    void everyQuestionHasAGoldenAnswerHere() {
        assertThat(Questions.builtIn().names())
                .containsExactlyInAnyOrder(
                        "forgotten-gems",
                        "current-obsessions",
                        "diversity-by-month",
                        "recent-plays",
                        "top-tracks",
                        "first-heard",
                        "new-artists-by-year",
                        "rank-history",
                        "totals",
                        "top-artists",
                        "top-albums",
                        "listens-by-day",
                        "listens-by-month",
                        "listens-by-year",
                        "hour-by-weekday",
                        "gems-by-plays",
                        "on-this-day",
                        "streaks",
                        "release-facts",
                        "facts",
                        "facts-by-month",
                        "album-tracks",
                        "this-month",
                        "top-genres",
                        "hours-compared",
                        "hour-by-season",
                        "listening-by-weather",
                        "devices",
                        "reasons",
                        "most-skipped",
                        "attention-by-month",
                        "facts-by-hour",
                        "neighbours",
                        "turnover-by-month",
                        "ranks-by-month",
                        "eras",
                        "discoveries",
                        "obsessive-days",
                        "sessions",
                        "loyal-artists",
                        "tracks-by-day-part",
                        "hardly-heard",
                        "listens-by-weekday",
                        "record-days",
                        "variety",
                        "attention",
                        "listens-by-decade",
                        "rediscoveries",
                        "track-features",
                        "feature-means",
                        "mood-by-month",
                        "mood-by-hour",
                        "mood-candidates",
                        "snapshots-kept");
    }

    private void answers(String name, String given, String csv) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : given.split(" ", -1)) {
            if (!pair.isEmpty()) {
                parameters.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
        }
        Answer answer = asker.ask(Questions.builtIn().named(name), parameters, SmallLife.TODAY);
        assertThat(CsvAnswer.text(answer)).isEqualTo(csv);
    }
}
