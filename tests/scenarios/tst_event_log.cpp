// SPDX-License-Identifier: GPL-3.0-or-later
// What happens in a run, line by line.
#include <QTest>

#include <nlohmann/json.hpp>

#include "gis/derive/networks.h"
#include "gis/generate/loom_bay.h"
#include "scenarios/run/event_list.h"
#include "scenarios/run/project_run.h"
#include "sim/engine/catalogue.h"

using namespace cityloom;
using namespace cityloom::scenarios;

namespace {

const gis::City& city() {
    static const gis::City made = gis::generate_loom_bay(1);
    return made;
}
const gis::Networks& networks() {
    static const gis::Networks derived = [] {
        gis::City copy = city();
        return gis::derive_networks(copy);
    }();
    return derived;
}

Scenario with(const std::vector<const char*>& events) {
    Scenario scenario{.name = "told"};
    for (const char* event : events) {
        scenario.events.push_back(*parse_event(event));
    }
    return scenario;
}

std::vector<LogEntry> entries(const Scenario& scenario, const std::vector<engine::Command>& by_hand = {},
                              TimeUs duration = 4 * kMinuteUs, unsigned threads = 1) {
    const auto applied = apply_scenario(city(), networks(), scenario);
    const auto list =
        list_events(*applied, scenario.name, {.duration = duration, .trips = 30, .bicycles = 0.0, .threads = threads},
                    {.commands = by_hand}, {});
    return list ? list->entries : std::vector<LogEntry>{};
}

const LogEntry* find(const std::vector<LogEntry>& all, LogKind kind, LogOrigin origin, const std::string& text) {
    const auto found = std::ranges::find_if(all, [&](const LogEntry& e) {
        return e.kind == kind && e.origin == origin && e.what.english.find(text) != std::string::npos;
    });
    return found == all.end() ? nullptr : &*found;
}

} // namespace

class EventLogTest : public QObject {
    Q_OBJECT

private slots:
    void aQuietCityHasNothingToTell() {
        const auto all = entries(with({}));
        QVERIFY2(all.empty(), all.empty() ? "" : all.front().what.english.c_str());
    }

    void anOutageIsToldWithWhomItTouches() {
        const auto all =
            entries(with({"07:01,fail,asset=substation/S2,cause=flood", "07:03,repair,asset=substation/S2"}));
        QVERIFY(!all.empty());
        const LogEntry& began = all.front();
        QCOMPARE(began.at, 7 * kHourUs + kMinuteUs);
        QCOMPARE(began.what.english, std::string{"Substation S2 failed"});
        QCOMPARE(began.what.chinese, std::string{"变电站 S2 发生故障"});
        QVERIFY(began.origin == LogOrigin::Scripted && began.kind == LogKind::Fails && began.matters());
        QCOMPARE(began.cause, std::string{"flood"});
        QCOMPARE(began.assets, std::vector<std::string>{"substation/S2"});
        QVERIFY(!began.effects.empty());
        QCOMPARE(began.effects[0].figure, std::string{"customers_without_power_now"});
        QVERIFY(began.effects[0].change > 0.0);
        QCOMPARE(began.effects[0].now, began.effects[0].change);
        const std::string said = effect_words(began).english;
        QVERIFY2(said.find("customers without power") != std::string::npos, said.c_str());
        // What hangs on it, and from what it comes.
        const LogEntry* transformers = find(all, LogKind::Fails, LogOrigin::Consequence, "Transformer");
        QVERIFY(transformers != nullptr);
        QCOMPARE(transformers->at, began.at);
        QVERIFY(transformers->count > 1);
        QCOMPARE(transformers->because, std::string{"substation/S2"});
        QVERIFY(find(all, LogKind::Fails, LogOrigin::Consequence, "Traffic signals without electricity") != nullptr);
        // It is over.
        const LogEntry* over = find(all, LogKind::Mends, LogOrigin::Scripted, "Substation S2 repaired");
        QVERIFY(over != nullptr);
        QCOMPARE(over->at, 7 * kHourUs + 3 * kMinuteUs);
        QVERIFY(!over->effects.empty() && !over->matters());
        QCOMPARE(over->effects[0].change, -began.effects[0].change);
        QCOMPARE(over->effects[0].now, 0.0);
        const LogEntry* back = find(all, LogKind::Mends, LogOrigin::Consequence, "Transformer back in service");
        QVERIFY(back != nullptr && back->count == transformers->count);
    }

    void byHandIsTold() {
        const auto asset = engine::find_asset(networks(), "substation/S3");
        const auto all = entries(with({"07:02,fail,asset=substation/S2"}), {{.at = 7 * kHourUs + kMinuteUs,
                                                                             .verb = engine::Verb::Fail,
                                                                             .asset = *asset,
                                                                             .by = engine::By::Person,
                                                                             .cause = "person"}});
        const LogEntry* hand = find(all, LogKind::Fails, LogOrigin::ByHand, "Substation S3 failed");
        QVERIFY(hand != nullptr);
        QVERIFY(hand->cause.empty()); // said by the origin
        QVERIFY(find(all, LogKind::Fails, LogOrigin::Scripted, "Substation S2 failed") != nullptr);
        QVERIFY(find(all, LogKind::Fails, LogOrigin::ByHand, "Substation S2") == nullptr);
    }

    void twoAtOnceShareWhatTheyTouch() {
        const auto all = entries(with({"07:01,fail,asset=substation/S2", "07:01,fail,asset=substation/S3"}));
        const LogEntry* both = find(all, LogKind::Fails, LogOrigin::Scripted, "2 × Substation failed");
        QVERIFY(both != nullptr);
        QCOMPARE(both->count, std::size_t{2});
        QVERIFY(!both->effects.empty());
        const auto apart =
            entries(with({"07:01,fail,asset=substation/S2", "07:01,fail,asset=substation/S3,cause=flood"}));
        const LogEntry* together = find(apart, LogKind::Touches, LogOrigin::Consequence, "What happened together");
        QVERIFY(together != nullptr);
        QCOMPARE(together->effects[0].change, both->effects[0].change);
    }

    void aCauseLeftKeepsItOut() {
        const auto all =
            entries(with({"07:01,fail,asset=substation/S2,cause=flood", "07:01:30,fail,asset=substation/S2,cause=fire",
                          "07:02,repair,asset=substation/S2,cause=fire"}));
        const LogEntry* in_vain = find(all, LogKind::Changes, LogOrigin::Scripted, "yet out of service");
        QVERIFY(in_vain != nullptr && in_vain->effects.empty());
    }

    void streetsAreClosedAndBlocked() {
        std::uint64_t id = 0;
        std::string name;
        for (const traffic::Edge& edge : networks().roads.edges) {
            if (edge.length_m > 100.0 && edge.rank == 4 && id == 0) {
                id = edge.street_id;
            }
        }
        const std::string street = std::to_string(id);
        const auto all =
            entries(with({("07:01,close,street=" + street).c_str(), ("07:02,open,street=" + street).c_str(),
                          ("07:02:30,incident,street=" + street + ",lanes=1,duration=30s").c_str()}));
        QVERIFY(find(all, LogKind::Closes, LogOrigin::Scripted, "closed to traffic") != nullptr);
        QVERIFY(find(all, LogKind::Opens, LogOrigin::Scripted, "open to traffic again") != nullptr);
        QVERIFY(find(all, LogKind::Closes, LogOrigin::Scripted, "blocked") != nullptr);
        const LogEntry* free = find(all, LogKind::Opens, LogOrigin::Scripted, "free again");
        QVERIFY(free != nullptr);
        QCOMPARE(free->at, 7 * kHourUs + 3 * kMinuteUs);
        QCOMPARE(free->assets, std::vector<std::string>{"street/" + street});
    }

    void aBurstIsToldAsOne() {
        const auto mains = std::ranges::find_if(networks().water.links, [](const water::Link& link) {
            return link.kind == water::LinkKind::Pipe && link.key.starts_with("main/");
        });
        QVERIFY(mains != networks().water.links.end());
        const auto all = entries(with({("07:01,burst,asset=" + mains->key + ",isolate=1min,repair=1min").c_str()}));
        QVERIFY(find(all, LogKind::Changes, LogOrigin::Scripted, "burst") != nullptr);
        QVERIFY(find(all, LogKind::Changes, LogOrigin::Scripted, "mended") != nullptr);
        QVERIFY(find(all, LogKind::Fails, LogOrigin::Scripted, "Water junction") != nullptr);
    }

    void theSameForAnyThreads() {
        const Scenario outage = with({"07:01,fail,asset=substation/S2"});
        const auto one = entries(outage);
        const auto two = entries(outage, {}, 4 * kMinuteUs, 2);
        QCOMPARE(to_json(std::span{two}).dump(), to_json(std::span{one}).dump());
    }

    void jsonReadsBack() {
        const auto all = entries(with({"07:01,fail,asset=substation/S2,cause=flood"}));
        const auto json = to_json(std::span{all});
        const auto again = read_event_log(json);
        QVERIFY(again.has_value());
        QCOMPARE(to_json(std::span{*again}).dump(), json.dump());
    }

    void forgedListsAreRefused_data() {
        QTest::addColumn<QString>("json");
        QTest::newRow("no list") << R"({"a": 1})";
        QTest::newRow("no object") << R"([1])";
        QTest::newRow("unknown kind") << R"([{"at_us": 1, "kind": "sings", "by": "hand", "what": "x"}])";
        QTest::newRow("no time") << R"([{"kind": "fails", "by": "hand", "what": "x"}])";
        QTest::newRow("no words") << R"([{"at_us": 1, "kind": "fails", "by": "hand"}])";
        QTest::newRow("no place")
            << R"([{"at_us": 1, "kind": "fails", "by": "hand", "what": "x", "count": 2, "place": [1, 2, 3, "east"]}])";
    }
    void forgedListsAreRefused() {
        QFETCH(QString, json);
        const auto read = read_event_log(nlohmann::ordered_json::parse(json.toStdString()));
        QVERIFY(!read.has_value());
        QVERIFY(read.error().code == ErrorCode::Malformed);
    }

    void resultsOfBeforeHaveNone() {
        const RunResult before{.scenario = "base", .json = R"({"kpi": {}, "districts": {}})"};
        const auto list = events_of(before);
        QVERIFY(list.has_value() && !list->has_value());
    }
};

QTEST_GUILESS_MAIN(EventLogTest)
#include "tst_event_log.moc"
