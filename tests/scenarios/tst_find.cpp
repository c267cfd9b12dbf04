// SPDX-License-Identifier: GPL-3.0-or-later
// Search: how well names answer, which come first, and how long it takes with many.
#include <algorithm>
#include <array>

#include <QTest>

#include "gis/generate/loom_bay.h"
#include "scenarios/find/city_names.h"
#include "scenarios/find/folded.h"
#include "sim/engine/catalogue.h"
#include "sim/traffic/rows.h"

using namespace cityloom;
using scenarios::NameIndex;
using scenarios::NameMatch;

Q_DECLARE_METATYPE(NameMatch)

class TestFind : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesAnswer_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<NameMatch>("match");
        const auto row = [](const char* what, const char* name, const char* typed, NameMatch match) {
            QTest::newRow(what) << QString::fromUtf8(name) << QString::fromUtf8(typed) << match;
        };
        row("itself", "Rue du Stand", "rue du stand", NameMatch::Exact);
        row("accents and case", "Pâquis", "PAQUIS", NameMatch::Exact);
        row("beginning", "Rue du Stand", "rue du", NameMatch::Prefix);
        row("a word's beginning", "Rue du Stand", "sta", NameMatch::WordPrefix);
        row("after an apostrophe", "Rue de l'Arve", "arve", NameMatch::WordPrefix);
        row("of a key", "substation/S12", "s12", NameMatch::WordPrefix);
        row("within", "Bahnhofstrasse", "hof", NameMatch::Infix);
        row("the later word counts", "Landstrand stra", "stra", NameMatch::WordPrefix);
        row("Chinese", "澜亭湾大桥", "大桥", NameMatch::Infix);
        row("Chinese beginning", "澜亭湾大桥", "澜亭", NameMatch::Prefix);
        row("a wrong letter", "Hospital", "hoszital", NameMatch::Typo);
        row("one missing", "Hospital", "hopital", NameMatch::Typo);
        row("one too many", "Hospital", "hosspital", NameMatch::Typo);
        row("two swapped", "Rue du Stand", "satnd", NameMatch::Typo);
        row("wrong at the end", "Mont Blanc", "blank", NameMatch::Typo);
        row("initials", "Rue du Stand", "rds", NameMatch::Letters);
        row("two wrong letters", "Hospital", "hozzital", NameMatch::None);
        row("too short to guess", "Rue du Stand", "xu", NameMatch::None);
        row("nothing alike", "Rue du Stand", "kiosk", NameMatch::None);
        row("no guessing in Chinese", "澜亭湾", "澜湾", NameMatch::None);
    }
    void namesAnswer() {
        QFETCH(QString, name);
        QFETCH(QString, typed);
        QTEST(scenarios::name_match(scenarios::folded(name.toStdString()), scenarios::folded(typed.toStdString())),
              "match");
    }

    void theBestComeFirst() {
        NameIndex index;
        const std::vector<std::string> names{"Bahnhofplatz West", "Alter Bahnhof", "Bahnhof",      "Nordbahnhof",
                                             "Bahnhofstrasse",    "Bahnhof",       "Park am Berg", "Hafen"};
        for (const std::string& name : names) {
            index.add({name}, {name == "Hafen" ? "bahnhof district" : "street"});
        }
        std::vector<std::string> found;
        for (const NameIndex::Hit& hit : index.find("bahnhof", 20)) {
            found.push_back(names[hit.entry]);
        }
        QVERIFY((found == std::vector<std::string>{"Bahnhof", "Bahnhof", "Bahnhofstrasse", "Bahnhofplatz West",
                                                   "Alter Bahnhof", "Nordbahnhof", "Hafen"}));
        QCOMPARE(index.find("bahnhof", 3).size(), std::size_t{3});
        QVERIFY(index.find("bahnhof", 20).back().by_words);
        QVERIFY(index.find("  ", 20).empty());
        QCOMPARE(index.find("berg park", 20).size(), std::size_t{1}); // words in any order
        QCOMPARE(index.find("bahnhfo", 20).front().match, NameMatch::Typo);
        QVERIFY(index.find("zebra crossing", 20).empty());
    }

    void aCityIsFound() {
        gis::City city = gis::generate_loom_bay(1);
        const gis::Networks networks = gis::derive_networks(city);
        // The same name in two districts, far apart.
        city.streets.front().name = "Twin Street";
        city.streets.back().name = "Twin Street";
        const std::string street = "Lonely Street";
        city.streets[city.streets.size() / 2].name = street;
        auto applied = scenarios::apply_scenario(std::make_shared<const gis::City>(std::move(city)), networks, {});
        QVERIFY(applied);
        const auto shared = std::make_shared<const scenarios::AppliedCity>(std::move(*applied));
        const auto names = scenarios::city_names(shared);
        const auto best = [&](const char* typed) {
            const auto found = names->find(typed, 10);
            return found.empty() ? scenarios::NamedThing{} : found.front().thing;
        };
        QCOMPARE(best("lonely street").name, street);
        QVERIFY(best("lonely street").district.empty());
        const auto twins = names->find("Twin Street", 10);
        QVERIFY(twins.size() >= 2);
        QVERIFY(!twins[0].thing.district.empty() && twins[0].thing.district != twins[1].thing.district);
        QVERIFY(best("tank/T1").asset == *engine::find_asset(shared->networks, "tank/T1"));
        const auto tanks = names->find(QString::fromUtf8("水塔").toStdString(), 10); // by kind, in Chinese
        QVERIFY(std::ranges::any_of(tanks, [](const scenarios::FoundThing& found) {
            return found.by_words && found.thing.noun.english == "Water tank";
        }));
        QVERIFY(names->find("hospital", 10).size() > 0);
        // A minor asset is found by its whole key alone.
        const std::string building = "building/" + std::to_string(shared->networks.dependencies.buildings[3].id);
        QCOMPARE(best(building.c_str()).name, building);
        QCOMPARE(best(building.c_str()).asset.index, std::uint64_t{3});
        QVERIFY(names->find("no such thing anywhere", 10).empty());
    }

    /// With 100,000 names no more is told than was asked for.
    void manyNamesAreSearched() {
        NameIndex index;
        static constexpr std::array<const char*, 5> kSorts{"Rue de la ", "Chemin des ", "Avenue du ", "Quai ",
                                                           "Place "};
        for (int i = 0; i < 100'000; ++i) {
            index.add({kSorts.at(static_cast<std::size_t>(i % 5)) + ("Nom" + std::to_string(i * 7919 % 100'003))},
                      {"Street", "道路", "District " + std::to_string(i % 40)});
        }
        for (const char* typed : {"r", "ru", "rue", "rue de la nom42", "quai nom77 district 3", "道路"}) {
            const auto hits = index.find(typed, 60);
            QVERIFY2(!hits.empty() && hits.size() <= 60, typed);
        }
        QVERIFY(index.find("zzzz", 60).empty());
    }
};

QTEST_GUILESS_MAIN(TestFind)
#include "tst_find.moc"
