// SPDX-License-Identifier: GPL-3.0-or-later
// What OpenStreetMap says of hours of the week, and what becomes of it in a network at a moment.
#include <algorithm>
#include <vector>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "gis/city/city_blob.h"
#include "gis/derive/networks.h"
#include "gis/import/read/opening_hours.h"
#include "sim/traffic/hours.h"
#include "sim/traffic/router.h"
#include "tests/gis/import_help.h"
#include "tests/gis/street_by_hour.h"

using namespace cityloom;
using namespace cityloom::gis;

namespace {

/// "Tu 08:00"
std::uint32_t minute_at(const QString& text) {
    const QStringList days{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
    const auto day = static_cast<std::uint32_t>(days.indexOf(text.left(2)));
    return day * kDayMinutes + static_cast<std::uint32_t>(text.mid(3, 2).toInt() * 60 + text.mid(6, 2).toInt());
}

City imported(const QByteArray& osm) {
    QTemporaryDir folder;
    auto city = import_one(write_file(folder, "a.osm", osm.toStdString()));
    if (!city) {
        qFatal("%s", message_of(city).c_str());
    }
    return std::move(*city);
}

/// Whether the quickest way between two of the streets goes through the straight one.
bool goes_straight(const traffic::RoadNetwork& roads, std::uint64_t from, std::uint64_t to, unsigned use) {
    const auto edge = [&roads](std::uint64_t street, bool towards_city) {
        for (std::uint32_t e = 0; e < roads.edges.size(); ++e) {
            const bool in = roads.junctions[roads.edges[e].to].incoming.count > 1;
            if (roads.edges[e].street_id == street && in == towards_city) {
                return e;
            }
        }
        return kNone;
    };
    const traffic::Router router{roads};
    traffic::Router::Scratch scratch;
    std::vector<std::uint32_t> route;
    router.route(edge(from, true), edge(to, false), router.free_times_s(), {.use = static_cast<std::uint8_t>(use)},
                 scratch, route);
    return std::ranges::any_of(route, [&](std::uint32_t e) { return roads.edges[e].street_id == tests::kStraightWay; });
}

double limit_kmh(const traffic::RoadNetwork& roads, bool eastbound) {
    for (const traffic::Edge& edge : roads.edges) {
        const double dx = roads.points[edge.shape.end() - 1].x_m - roads.points[edge.shape.begin].x_m;
        if (edge.street_id == tests::kStraightWay && (dx > 0.0) == eastbound) {
            return edge.speed_mps * 3.6;
        }
    }
    return 0.0;
}

} // namespace

class HoursTest : public QObject {
    Q_OBJECT

private slots:
    void openingHours_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("in");
        QTest::addColumn<QStringList>("out");
        const auto row = [](const char* text, const QStringList& in, const QStringList& out) {
            QTest::newRow(text) << text << in << out;
        };
        row("24/7", {"Mo 00:00", "Su 23:59"}, {});
        row("07:00-09:00", {"Mo 07:00", "Su 08:59"}, {"Mo 06:59", "Mo 09:00"});
        row("7:00-9:00", {"Mo 07:00"}, {"Mo 09:00"});
        row("Mo-Fr 07:00-09:00,16:00-18:00", {"Fr 08:00", "Mo 17:59"}, {"Sa 08:00", "Mo 12:00"});
        row("Mo-Fr 07:00-09:00; Sa 10:00-12:00", {"Tu 08:00", "Sa 11:00"}, {"Sa 08:00", "Su 11:00"});
        row("Mo-Fr 07:00-09:00, Sa 10:00-12:00", {"Tu 08:00", "Sa 11:00"}, {"Sa 08:00", "Tu 11:00"});
        row("Mo-Sa 07:00-19:00; We 07:00-12:00", {"Tu 18:00", "We 11:00"}, {"We 18:00"});
        row("Mo-Su 08:00-20:00; Su off", {"Sa 12:00"}, {"Su 12:00"});
        row("Fr-Mo", {"Fr 00:00", "Su 12:00", "Mo 23:59"}, {"Tu 00:00", "Th 23:59"});
        row("Mo,We,Fr 10:00-11:00", {"We 10:30"}, {"Tu 10:30"});
        row("22:00-06:00", {"Mo 23:00", "Mo 05:59", "Su 22:00"}, {"Mo 06:00", "Su 21:59"});
        row("Su 22:00-06:00", {"Su 23:00", "Mo 05:00"}, {"Tu 05:00", "Su 05:00"});
        row("Sa 22:00-26:00", {"Sa 23:00", "Su 01:59"}, {"Su 02:00", "Sa 01:00"});
        row("Mo-Fr 00:00-24:00", {"Mo 00:00", "Fr 23:59"}, {"Sa 00:00"});
        row("Mo-Fr 07:00-09:00; PH off", {"Tu 08:00"}, {"Tu 09:00"});
        row("Mo-Fr,PH 07:00-09:00", {"Tu 08:00"}, {"Su 08:00"});
        row("Mo-Fr 08:00-16:00; SH off", {"Tu 08:00"}, {"Su 08:00"});
        for (const char* strange : {"",
                                    "sunrise-sunset",
                                    "Mo-Fr sunset-22:00",
                                    "Jan-Mar Mo 07:00-09:00",
                                    "week 1-10",
                                    "Mo[1] 07:00-09:00",
                                    "Mo-Fr 07:00+",
                                    "07:00",
                                    "25:00-26:00",
                                    "Mo-Xx",
                                    "weight>3.5",
                                    "Mo-Fr 07:00-09:00 \"by sign\"",
                                    "PH",
                                    "SH Mo-Fr 07:00-09:00",
                                    "Su off",
                                    "Mo-Fr 07:60-09:00",
                                    "winter",
                                    "Mo-Fr 10:00-12:00 off",
                                    "Mo-",
                                    "-",
                                    ",",
                                    ";",
                                    "99:99-"}) {
            QTest::newRow(strange) << strange << QStringList{} << QStringList{};
        }
    }
    void openingHours() {
        QFETCH(QString, text);
        QFETCH(QStringList, in);
        QFETCH(QStringList, out);
        const std::string bytes = text.toStdString();
        const auto hours = parse_opening_hours(bytes);
        QCOMPARE(hours.has_value(), !in.isEmpty());
        for (const QString& at : in) {
            QVERIFY2(hours->holds(minute_at(at)), qPrintable(at));
        }
        for (const QString& at : out) {
            QVERIFY2(!hours->holds(minute_at(at)), qPrintable(at));
        }
        QVERIFY(!hours || hours->sound());
    }

    void conditions_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("values");
        QTest::addColumn<bool>("understood");
        const auto row = [](const char* text, const QStringList& values, bool understood) {
            QTest::newRow(text) << text << values << understood;
        };
        row("no @ (Mo-Fr 07:00-09:00)", {"no"}, true);
        row("no@(07:00-09:00)", {"no"}, true);
        row("no @ Mo-Fr 07:00-09:00", {"no"}, true);
        row("no @ Mo-Fr 07:00-09:00; Sa 10:00-12:00", {"no"}, true);
        row("50 @ (22:00-06:00); 80 @ (06:00-22:00)", {"50", "80"}, true);
        row("no @ (Mo 07:00-09:00; Tu 10:00-12:00); destination @ (Sa)", {"no", "destination"}, true);
        row("no @ (07:00-09:00); delivery @ (weight<3.5)", {"no"}, false);
        row("no @ (07:00-09:00 AND weight>3.5)", {}, false);
        row("no @ wet", {}, false);
        row("no", {}, false);
        row("", {}, false);
        row("@", {}, false);
        row("no @ (", {}, false);
    }
    void conditions() {
        QFETCH(QString, text);
        QFETCH(QStringList, values);
        const std::string bytes = text.toStdString();
        const Conditional said = parse_conditional(bytes);
        QStringList found;
        for (const ConditionalValue& value : said.values) {
            found << QString::fromStdString(std::string{value.value});
        }
        QCOMPARE(found, values);
        QTEST(said.understood, "understood");
    }

    /// Of the straight street: who goes through it at a moment, eastwards and westwards, and how fast.
    void streets_data() {
        QTest::addColumn<QString>("tags");
        QTest::addColumn<QString>("at");
        QTest::addColumn<bool>("east");
        QTest::addColumn<bool>("west");
        QTest::addColumn<double>("kmh");
        const auto row = [](const QString& tags, const char* at, bool east, bool west, double kmh = 50.0) {
            QTest::newRow(qPrintable(tags + ", " + at)) << tags << at << east << west << kmh;
        };
        row("", "Tu 08:00", true, true);
        for (const char* key : {"access", "vehicle", "motor_vehicle", "motorcar"}) {
            const QString tag = QString{key} + ":conditional=no @ (Mo-Fr 07:00-09:00)";
            row(tag, "Tu 08:00", false, false);
            row(tag, "Tu 12:00", true, true);
            row(tag, "Su 08:00", true, true);
        }
        row("motor_vehicle:conditional=no @ (22:00-08:30)", "Tu 08:00", false, false);
        row("motor_vehicle:conditional=no @ (22:00-08:30)", "Tu 12:00", true, true);
        row("motor_vehicle:conditional=agricultural @ (07:00-09:00)", "Tu 08:00", false, false);
        row("motor_vehicle:conditional=psv @ (07:00-09:00)", "Tu 08:00", false, false);
        // Closed, and open at some hours.
        row("motor_vehicle=no&motor_vehicle:conditional=yes @ (07:00-09:00)", "Tu 08:00", true, true);
        row("motor_vehicle=no&motor_vehicle:conditional=yes @ (07:00-09:00)", "Tu 12:00", false, false);
        row("access=no&access:conditional=yes @ (Mo-Sa 07:00-09:00)", "Tu 08:00", true, true);
        row("access=no&access:conditional=yes @ (Mo-Sa 07:00-09:00)", "Su 08:00", false, false);
        row("access=no&access:conditional=permissive @ (Mo-Fr)", "Tu 08:00", true, true);
        // For those with business there: nobody goes through.
        row("motor_vehicle:conditional=destination @ (07:00-09:00)", "Tu 08:00", false, false);
        row("motor_vehicle:conditional=destination @ (07:00-09:00)", "Tu 12:00", true, true);
        row("motor_vehicle:conditional=delivery @ (07:00-09:00)", "Tu 08:00", false, false);
        row("motor_vehicle=destination&motor_vehicle:conditional=yes @ (07:00-09:00)", "Tu 08:00", true, true);
        // A tag that is more specific holds at all hours, and the last that holds counts.
        row("access:conditional=no @ (07:00-09:00)&motor_vehicle=yes", "Tu 08:00", true, true);
        row("motor_vehicle:conditional=no @ (07:00-19:00); yes @ (08:00-09:00)", "Tu 08:30", true, true);
        row("motor_vehicle:conditional=no @ (07:00-19:00); yes @ (08:00-09:00)", "Tu 10:00", false, false);
        // Not understood, not of cars: as it is without.
        row("motor_vehicle:conditional=no @ (wet)", "Tu 08:00", true, true);
        row("access:conditional=no @ (weight>7.5)", "Tu 08:00", true, true);
        row("hgv:conditional=no @ (07:00-09:00)", "Tu 08:00", true, true);
        row("bicycle:conditional=no @ (07:00-09:00)", "Tu 08:00", true, true);
        // One way at some hours.
        row("oneway:conditional=yes @ (07:00-09:00)", "Tu 08:00", true, false);
        row("oneway:conditional=yes @ (07:00-09:00)", "Tu 12:00", true, true);
        row("oneway:conditional=-1 @ (07:00-09:00)", "Tu 08:00", false, true);
        row("oneway=yes&oneway:conditional=no @ (07:00-09:00)", "Tu 08:00", true, true);
        row("oneway=yes&oneway:conditional=no @ (07:00-09:00)", "Tu 12:00", true, false);
        row("oneway=reversible&oneway:conditional=yes @ (00:00-12:00); -1 @ (12:00-24:00)", "Tu 08:00", true, false);
        row("oneway=reversible&oneway:conditional=yes @ (00:00-12:00); -1 @ (12:00-24:00)", "Tu 12:00", false, true);
        row("oneway=-1&oneway:conditional=yes @ (07:00-09:00)", "Tu 08:00", true, false);
        row("oneway=-1&oneway:conditional=yes @ (07:00-09:00)", "Tu 12:00", false, true);
        // Another limit.
        row("maxspeed:conditional=70 @ (07:00-09:00)", "Tu 08:00", true, true, 70.0);
        row("maxspeed:conditional=70 @ (07:00-09:00)", "Tu 12:00", true, true, 50.0);
        row("maxspeed:conditional=40 @ (07:00-09:00)", "Tu 08:00", true, true, 40.0);
        row("maxspeed:conditional=40 @ (22:00-06:00); 60 @ (06:00-09:00)", "Tu 23:00", true, true, 40.0);
        row("maxspeed:conditional=40 @ (22:00-06:00); 60 @ (06:00-09:00)", "Tu 08:00", true, true, 60.0);
        row("maxspeed:forward:conditional=40 @ (07:00-09:00)", "Tu 08:00", true, true, 40.0);
        row("maxspeed:backward:conditional=40 @ (07:00-09:00)", "Tu 08:00", true, true, 50.0);
        row("maxspeed:conditional=40 @ (wet)", "Tu 08:00", true, true, 50.0);
        row("maxspeed:conditional=10 @ (07:00-09:00)", "Tu 08:00", false, false, 10.0);
    }
    void streets() {
        QFETCH(QString, tags);
        QFETCH(QString, at);
        City city = imported(tests::street_by_hour(tags));
        traffic::RoadNetwork roads = derive_networks(city).roads;
        traffic::apply_hours(roads, minute_at(at), 0);
        QTEST(goes_straight(roads, tests::kWestWay, tests::kEastWay, traffic::kCars), "east");
        QTEST(goes_straight(roads, tests::kEastWay, tests::kWestWay, traffic::kCars), "west");
        QTEST(std::round(limit_kmh(roads, true)), "kmh");
    }

    void riders() { // and buses: such hours mostly are not theirs
        City city = imported(tests::street_by_hour("motor_vehicle:conditional=no @ (07:00-09:00)"));
        traffic::RoadNetwork roads = derive_networks(city).roads;
        traffic::apply_hours(roads, minute_at("Tu 08:00"), 0);
        QVERIFY(goes_straight(roads, tests::kWestWay, tests::kEastWay, traffic::kBicycles));
        QVERIFY(goes_straight(roads, tests::kWestWay, tests::kEastWay, traffic::kBuses));
        QVERIFY(!goes_straight(roads, tests::kWestWay, tests::kEastWay, traffic::kTrucks));
    }

    /// Of the turn from the west into the straight street.
    void turns_data() {
        QTest::addColumn<QString>("tags");
        QTest::addColumn<QString>("at");
        QTest::addColumn<bool>("east");
        const auto row = [](const QString& tags, const char* at, bool east) {
            QTest::newRow(qPrintable(tags + ", " + at)) << tags << at << east;
        };
        const QString morning = " @ (Mo-Fr 07:00-09:00)";
        row("restriction=no_straight_on", "Tu 12:00", false);
        for (const char* key : {"restriction", "restriction:motor_vehicle", "restriction:motorcar"}) {
            row(QString{key} + ":conditional=no_straight_on" + morning, "Tu 08:00", false);
            row(QString{key} + ":conditional=no_straight_on" + morning, "Tu 12:00", true);
            row(QString{key} + ":conditional=no_straight_on" + morning, "Sa 08:00", true);
        }
        row("restriction=no_straight_on" + morning, "Tu 08:00", false); // an old way to write it
        row("restriction=no_straight_on" + morning, "Tu 12:00", true);
        row("restriction:conditional=only_straight_on" + morning, "Tu 08:00", true);
        row("restriction:conditional=no_straight_on @ (24/7)", "Su 12:00", false);
        row("restriction:conditional=no_straight_on @ (23:00-08:30)", "Tu 08:00", false);
        row("restriction:conditional=no_straight_on @ (07:00-09:00); no_straight_on @ (16:00-18:00)", "Tu 17:00",
            false);
        row("restriction:conditional=no_straight_on @ (weight>3.5)", "Tu 08:00", true);
        row("restriction:conditional=no_straight_on @ (wet)", "Tu 08:00", true);
        row("restriction:hgv:conditional=no_straight_on" + morning, "Tu 08:00", true);
        row("except=motorcar&restriction:conditional=no_straight_on" + morning, "Tu 08:00", true);
    }
    void turns() {
        QFETCH(QString, tags);
        QFETCH(QString, at);
        City city = imported(tests::street_by_hour("", tags));
        traffic::RoadNetwork roads = derive_networks(city).roads;
        traffic::apply_hours(roads, minute_at(at), 0);
        QTEST(goes_straight(roads, tests::kWestWay, tests::kEastWay, traffic::kCars), "east");
        QVERIFY(goes_straight(roads, tests::kEastWay, tests::kWestWay, traffic::kCars));
    }

    void reported_data() {
        QTest::addColumn<QString>("way");
        QTest::addColumn<QString>("turn");
        QTest::addColumn<QString>("words");
        QTest::newRow("access") << "access:conditional=no @ (07:00-09:00)"
                                << ""
                                << "1 streets open or close to cars by the hour of the week";
        QTest::newRow("access, wet") << "access:conditional=no @ (wet)"
                                     << ""
                                     << "1 streets open or close to cars by another condition";
        QTest::newRow("lorries") << "hgv:conditional=no @ (07:00-09:00)"
                                 << ""
                                 << "1 streets open or close to cars by another condition";
        QTest::newRow("one way") << "oneway:conditional=yes @ (07:00-09:00)"
                                 << ""
                                 << "1 streets are one-way by the hour of the week";
        QTest::newRow("one way, wet") << "oneway:conditional=yes @ (wet)"
                                      << ""
                                      << "1 streets are one-way by another";
        QTest::newRow("limit") << "maxspeed:conditional=30 @ (07:00-09:00)"
                               << ""
                               << "1 streets have another limit by the hour of the week";
        QTest::newRow("limit, wet") << "maxspeed:conditional=30 @ wet"
                                    << ""
                                    << "1 streets have another limit by another";
        QTest::newRow("lanes") << "lanes:conditional=3 @ (07:00-09:00)"
                               << ""
                               << "1 streets have lanes by the hour";
        QTest::newRow("bus lanes") << "bus:lanes:conditional=yes|designated @ (07:00-09:00)"
                                   << ""
                                   << "1 streets have lanes by the hour";
        QTest::newRow("turn") << ""
                              << "restriction:conditional=no_straight_on @ (07:00-09:00)"
                              << "1 turn restrictions hold by the hour of the week";
        QTest::newRow("turn, wet") << ""
                                   << "restriction:conditional=no_straight_on @ (wet)"
                                   << "1 turn restrictions hold by another condition";
        QTest::newRow("reversible") << "oneway=reversible"
                                    << ""
                                    << "1 streets change their direction by the hour";
        QTest::newRow("on foot") << "highway=pedestrian&motor_vehicle:conditional=delivery @ (06:00-10:00)"
                                 << ""
                                 << "1 pedestrian streets, service ways and tracks";
    }
    void reported() {
        QFETCH(QString, way);
        QFETCH(QString, turn);
        QFETCH(QString, words);
        const City city = imported(tests::street_by_hour(way, turn));
        const auto row = std::ranges::find_if(city.notes, [&](const ImportNote& note) {
            return note.reason.find(words.toStdString()) != std::string::npos;
        });
        QVERIFY2(row != city.notes.end(), qPrintable(words));
        QCOMPARE(row->remedy.starts_with("Applied when the hours are those of the run"),
                 words.endsWith("hour of the week"));
    }

    void changesWithin() {
        City city = imported(tests::street_by_hour("motor_vehicle:conditional=no @ (07:00-09:00)",
                                                   "restriction:conditional=no_straight_on @ (08:30-10:00)"));
        const traffic::RoadNetwork roads = derive_networks(city).roads;
        const auto at = [&](const char* begin, TimeUs duration) {
            traffic::RoadNetwork copy = roads;
            return traffic::apply_hours(copy, minute_at(begin), duration);
        };
        QCOMPARE(at("Tu 08:00", 20 * kMinuteUs).closed, std::size_t{1});
        QCOMPARE(at("Tu 08:00", 20 * kMinuteUs).turns, std::size_t{0});
        QCOMPARE(at("Tu 08:00", 20 * kMinuteUs).changes, std::size_t{0});
        QCOMPARE(at("Tu 08:00", 40 * kMinuteUs).changes, std::size_t{1}); // the turn
        QCOMPARE(at("Tu 08:00", 2 * kHourUs).changes, std::size_t{2});
        QCOMPARE(at("Tu 09:30", kHourUs).turns, std::size_t{1});
        QCOMPARE(at("Tu 12:00", kHourUs).changes, std::size_t{0});
        QCOMPARE(at("Su 12:00", 21 * kHourUs).changes, std::size_t{2}); // into Monday
    }

    void withoutRulesNothingChanges() {
        City city = imported(tests::street_by_hour(""));
        traffic::RoadNetwork roads = derive_networks(city).roads;
        QVERIFY(roads.hours.empty());
        const auto applied = traffic::apply_hours(roads, minute_at("Tu 08:00"), kHourUs);
        QCOMPARE(applied.closed + applied.turns + applied.limits + applied.changes, std::size_t{0});
    }

    void stored() {
        const City city = imported(tests::street_by_hour("motor_vehicle:conditional=no @ (22:00-06:00)",
                                                         "restriction:conditional=no_straight_on @ (08:30-10:00)"));
        const auto again = read_city(write_city(city));
        QVERIFY(again.has_value());
        const auto changing = [](const City& c) {
            return std::ranges::find_if(c.streets, [](const Street& s) { return !s.hours.empty(); })->hours;
        };
        QCOMPARE(changing(*again) == changing(city), true);
        QCOMPARE(again->restrictions.size(), std::size_t{1});
        QVERIFY(again->restrictions.front().when == city.restrictions.front().when);
        QVERIFY(!again->restrictions.front().when.never());
    }
};

QTEST_GUILESS_MAIN(HoursTest)
#include "tst_hours.moc"
