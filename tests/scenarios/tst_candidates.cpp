// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <set>

#include "gis/derive/networks.h"
#include "gis/generate/loom_bay.h"
#include "scenarios/invest/candidates/candidates.h"
#include "scenarios/measure/apply.h"
#include "scenarios/measure/check.h"
#include "sim/power/rows.h"

using namespace cityloom;
using namespace cityloom::scenarios;

namespace {

const LoadedProject& bay() {
    static const LoadedProject made = [] {
        LoadedProject project;
        project.city = gis::generate_loom_bay(1);
        project.networks = gis::derive_networks(project.city);
        return project;
    }();
    return made;
}

Result<CandidateList> look(const LoadedProject& project, CandidateRequest request, std::stop_token stop = {}) {
    request.most = std::max<std::size_t>(request.most, 1);
    return find_candidates(
        "bay", project, request, [](double, const std::string&) {}, stop);
}

CandidateRequest normal() {
    return {.failure_days = false, .most = 5000, .trips = 400};
}
CandidateRequest outage(std::size_t failures) {
    return {.normal_days = false, .most = 5000, .failures = failures};
}

/// What an ordinary bay asks for on normal days.
const CandidateList& usual() {
    static const CandidateList list = look(bay(), normal()).value();
    return list;
}

bool asks_for(const CandidateList& list, const std::string& need, const std::string& kind, const std::string& asset) {
    return std::ranges::any_of(list.candidates, [&](const Candidate& c) {
        return c.need.id == need && c.measure.kind == kind && (asset.empty() || c.need.asset == asset);
    });
}

/// The feeder piece that carries most, by its people.
std::size_t a_feeder(const engine::Networks& networks) {
    for (std::size_t k = 0; k < networks.power.branches.size(); ++k) {
        const power::Branch& branch = networks.power.branches[k];
        if (!branch.normally_open && !branch.transformer &&
            networks.power.buses[branch.from].kind == power::BusKind::Substation) {
            return k;
        }
    }
    return 0;
}

} // namespace

class TestCandidates : public QObject {
    Q_OBJECT
private slots:
    void everyCandidateIsAMeasureThatHolds() {
        QVERIFY(usual().candidates.size() >= 20);
        std::set<std::string> ids;
        double before = std::numeric_limits<double>::infinity();
        for (const Candidate& c : usual().candidates) {
            QVERIFY(ids.insert(c.id).second);
            const auto parsed = parse_measure(format_measure(c.measure));
            QVERIFY2(parsed.has_value(), format_measure(c.measure).c_str());
            const auto applied = apply_scenario(bay().city, bay().networks, {.name = "x", .measures = {*parsed}});
            QVERIFY2(applied.has_value(), applied ? "" : applied.error().message.c_str());
            QVERIFY(c.need.person_hours <= before);
            before = c.need.person_hours;
            QVERIFY(!c.words.english.empty() && !c.words.chinese.empty() && !c.need.words.chinese.empty());
            if (c.measure.kind == "rsu") {
                QCOMPARE(c.needs_first.size(), std::size_t{1}); // of no use without vehicles that hear it
            }
            if (c.measure.kind != "leakage") {
                QVERIFY2(c.capital > 0, format_measure(c.measure).c_str());
            }
        }
    }

    void anOverloadIsFoundAndItsMeasureEndsIt() {
        LoadedProject weak = bay();
        const std::size_t feeder = a_feeder(weak.networks);
        const std::string key = power::kBranch.view(weak.networks, feeder).key;
        power::Network net = weak.networks.power;
        net.branches[feeder].rating_a *= 0.05;
        weak.networks.power = net;
        const auto list = look(weak, normal());
        QVERIFY(list.has_value());
        QVERIFY(asks_for(*list, "overload", "reinforce", key));
        QVERIFY(!asks_for(usual(), "overload", "reinforce", key));
    }

    void peopleWithoutASignalAskForAMast() {
        LoadedProject silent = bay();
        silent.networks.telecom.sites.clear();
        auto& supplies = silent.networks.dependencies.supplies;
        std::erase_if(supplies, [](const engine::Supply& s) {
            return s.service == engine::Service::Signal || s.consumer.kind->id == "telecom.site";
        });
        const auto list = look(silent, normal());
        QVERIFY(list.has_value());
        QVERIFY(asks_for(*list, "low_rate", "basestation", {}) ||
                std::ranges::any_of(list->unanswered, [](const Need& n) { return n.id == "low_rate"; }));
    }

    void aLostSubstationAsksForAnother() {
        const auto list = look(bay(), outage(12));
        QVERIFY(list.has_value());
        QVERIFY(asks_for(*list, "outage", "substation", {}));
        QVERIFY(asks_for(*list, "dark_signal", "backup", {}));
        for (const Candidate& c : list->candidates) {
            QVERIFY(c.need.id == "outage" || c.measure.kind == "backup");
        }
    }

    void theSameForAnyNumberOfThreads() {
        CandidateRequest one = outage(3);
        one.normal_days = true;
        one.trips = 300;
        one.threads = 1;
        CandidateRequest three = one;
        three.threads = 3;
        const auto a = look(bay(), one);
        const auto b = look(bay(), three);
        QVERIFY(a.has_value() && b.has_value());
        QCOMPARE(to_json(*a), to_json(*b));
    }

    void theMostIsKeptAndTheRestCounted() {
        CandidateRequest few = normal();
        few.most = 5;
        const auto list = look(bay(), few);
        QVERIFY(list.has_value());
        QCOMPARE(list->candidates.size(), std::size_t{5});
        QCOMPARE(list->left_out + 5, usual().candidates.size());
        std::set<std::string> sorts;
        std::set<std::string> all_sorts;
        for (const Candidate& c : list->candidates) {
            sorts.insert(c.need.id);
        }
        for (const Candidate& c : usual().candidates) {
            all_sorts.insert(c.need.id);
        }
        QCOMPARE(sorts.size(), std::min<std::size_t>(5, all_sorts.size())); // many of one sort hide no other
        const Scenario kept = scenario_of(*list, "plan");
        QCOMPARE(kept.measures.size(), std::size_t{5});
        QVERIFY(std::ranges::all_of(kept.measures, &Measure::off));
    }

    void aStopEndsIt() {
        std::stop_source source;
        source.request_stop();
        for (const CandidateRequest& request : {normal(), outage(3)}) {
            const auto list = look(bay(), request, source.get_token());
            QVERIFY(!list.has_value());
            QCOMPARE(list.error().code, ErrorCode::Cancelled);
        }
    }
};

QTEST_GUILESS_MAIN(TestCandidates)
#include "tst_candidates.moc"
