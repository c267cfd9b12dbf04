// SPDX-License-Identifier: GPL-3.0-or-later
// Why an asset is not as it should be: chains from it to what began it, in a whole city.
#include <algorithm>

#include <QTest>

#include "gis/derive/networks.h"
#include "gis/generate/loom_bay.h"
#include "sim/core/executor.h"
#include "sim/engine/catalogue.h"
#include "sim/engine/world.h"
#include "sim/lifeline/rows.h"
#include "sim/power/rows.h"
#include "sim/telecom/rows.h"
#include "sim/traffic/rows.h"
#include "sim/water/rows.h"

using namespace cityloom;
using namespace cityloom::engine;

namespace {

const Networks& loom_bay() {
    static const Networks networks = [] {
        gis::City city = gis::generate_loom_bay(1);
        return gis::derive_networks(city);
    }();
    return networks;
}

World run(std::vector<Command> events, TimeUs until, TimeUs start = 7 * kHourUs) {
    World world{loom_bay(), {}, {.start = start, .events = std::move(events)}};
    Executor executor{1};
    while (world.time() <= until) { // what happens at that moment has happened
        world.step(executor);
    }
    return world;
}

AssetRef asset(const std::string& key) {
    const auto found = find_asset(loom_bay(), key);
    return found ? *found : AssetRef{};
}

/// The substation from which a bus is normally fed.
AssetRef substation_of(std::uint64_t bus) {
    std::uint32_t at = static_cast<std::uint32_t>(bus);
    for (int k = 0; k < 1'000 && loom_bay().power.buses[at].kind != power::BusKind::Substation; ++k) {
        for (const power::Branch& branch : loom_bay().power.branches) {
            if (!branch.normally_open && branch.to == at) {
                at = branch.from;
                break;
            }
        }
    }
    return {&power::kBus, at};
}

/// A consumer of a kind with electricity, and its bus.
const Supply& power_of(const Kind& kind, std::size_t number = 0) {
    for (const Supply& supply : loom_bay().dependencies.supplies) {
        if (supply.consumer.is(kind) && supply.service == Service::Power && number-- == 0) {
            return supply;
        }
    }
    return loom_bay().dependencies.supplies.front();
}

QByteArray text_of(const std::vector<WhyChain>& chains) {
    QString text;
    for (const WhyChain& chain : chains) {
        for (const WhyLink& link : chain) {
            text += QString::fromStdString(asset_key(loom_bay(), link.asset)) + ' ' +
                    QString::fromUtf8(link.words.english.data(), static_cast<qsizetype>(link.words.english.size())) +
                    QStringLiteral(" (%1); ").arg(to_seconds(link.since) / 3600.0);
        }
        text += '\n';
    }
    return text.toUtf8();
}

} // namespace

class WhyTest : public QObject {
    Q_OBJECT

private slots:
    void nothingIsWrong() {
        const World world = run({}, 7 * kHourUs);
        for (const Kind* kind : {&lifeline::kBuilding, &traffic::kSignal, &water::kLink, &telecom::kSite, &power::kBus,
                                 &power::kBranch, &water::kNode}) {
            for (std::size_t i = 0; i < kind->count(loom_bay()); i += 53) {
                const auto chains = world.why({kind, i});
                QVERIFY2(chains.empty(), text_of(chains).constData());
            }
        }
        QVERIFY(world.why({&power::kBus, 1'000'000}).empty());
        QVERIFY(world.why({}).empty());
    }

    /// A failed substation is the end of every chain: of a building's, a signal's, a pump's and a mast's.
    void aSubstationHasFailed_data() {
        QTest::addColumn<const Kind*>("kind");
        QTest::addColumn<double>("hour"); // at which it is asked
        QTest::addColumn<QString>("first");
        QTest::addColumn<double>("since"); // of the first link
        QTest::newRow("building") << &lifeline::kBuilding << 8.0 << "unsupplied" << 8.0;
        QTest::newRow("signal") << &traffic::kSignal << 8.5 << "unsupplied" << 8.0;
        QTest::newRow("pump") << &water::kLink << 9.0 << "unsupplied" << 8.0;
        QTest::newRow("mast, its battery not yet empty") << &telecom::kSite << 9.0 << "on_reserve" << 8.0;
        QTest::newRow("mast, its battery empty") << &telecom::kSite << 12.5 << "reserve_empty" << 12.0;
    }
    void aSubstationHasFailed() {
        QFETCH(const Kind*, kind);
        QFETCH(double, hour);
        QFETCH(QString, first);
        QFETCH(double, since);
        const Supply& supply = power_of(*kind);
        const AssetRef substation = substation_of(supply.provider.index);
        const World world =
            run({{.at = 8 * kHourUs, .asset = substation, .cause = "fire"}}, from_seconds(3600.0 * hour));
        const auto chains = world.why(supply.consumer);
        QVERIFY(!chains.empty());
        const auto chain =
            std::ranges::find_if(chains, [](const WhyChain& c) { return c[0].service == Service::Power; });
        QVERIFY2(chain != chains.end(), text_of(chains).constData());
        QVERIFY2(QString::fromUtf8(chain->front().id.data(), static_cast<qsizetype>(chain->front().id.size())) == first,
                 text_of(chains).constData());
        QVERIFY2(std::abs(to_seconds(chain->front().since) - 3600.0 * since) < 2.0, text_of(chains).constData());
        const WhyLink& root = chain->back();
        QVERIFY2(root.asset == substation && root.id == "failed", text_of(chains).constData());
        QCOMPARE(root.since, 8 * kHourUs);
        QVERIFY(root.command && root.command->cause == "fire" && root.command->by == By::Scenario);
        for (std::size_t k = 1; k < chain->size(); ++k) {
            QVERIFY2((*chain)[k].since == 8 * kHourUs, text_of(chains).constData());
            QVERIFY(!(*chain)[k].words.english.empty() && !(*chain)[k].words.chinese.empty());
        }
        QVERIFY((*chain)[1].asset == supply.provider); // its bus, a feeder, the substation
        QVERIFY2(chain->size() >= 3, text_of(chains).constData());
    }

    void twoCausesAtOnce() {
        const Supply& supply = power_of(lifeline::kBuilding);
        const AssetRef substation = substation_of(supply.provider.index);
        std::vector<Command> events{{.at = 8 * kHourUs, .asset = substation, .cause = "flood"},
                                    {.at = 9 * kHourUs, .asset = substation, .cause = "fire"},
                                    {.at = 10 * kHourUs, .asset = supply.provider, .cause = "digger"}};
        const auto roots = [&](TimeUs at) {
            std::vector<std::string> causes;
            const World world = run(events, at);
            for (const WhyChain& chain : world.why(supply.consumer)) {
                if (chain[0].service == Service::Power) {
                    causes.push_back(chain.back().command ? chain.back().command->cause : "?");
                }
            }
            std::ranges::sort(causes);
            return causes;
        };
        QCOMPARE(roots(8 * kHourUs), (std::vector<std::string>{"flood"}));
        QCOMPARE(roots(9 * kHourUs), (std::vector<std::string>{"fire", "flood"}));
        QCOMPARE(roots(10 * kHourUs), (std::vector<std::string>{"digger", "fire", "flood"}));
        events.push_back({.at = 11 * kHourUs, .verb = Verb::Repair, .asset = substation, .cause = "flood"});
        events.push_back({.at = 12 * kHourUs, .verb = Verb::Repair, .asset = supply.provider});
        QCOMPARE(roots(11 * kHourUs), (std::vector<std::string>{"digger", "fire"}));
        QCOMPARE(roots(12 * kHourUs), (std::vector<std::string>{"fire"}));
        events.push_back({.at = 13 * kHourUs, .verb = Verb::Repair, .asset = substation});
        QVERIFY(roots(13 * kHourUs).empty()); // repaired again: nothing is wrong with it
    }

    /// Several services are missing: a chain each.
    void eachServiceHasItsChain() {
        std::vector<Command> events;
        for (std::size_t s = 0; s < loom_bay().telecom.sites.size(); ++s) {
            events.push_back({.at = 8 * kHourUs, .asset = {&telecom::kSite, s}});
        }
        for (std::size_t n = 0; n < loom_bay().water.nodes.size(); ++n) {
            if (loom_bay().water.nodes[n].kind != water::NodeKind::Junction) {
                events.push_back({.at = 8 * kHourUs + kMinuteUs, .asset = {&water::kNode, n}});
            }
        }
        const Supply& supply = power_of(lifeline::kBuilding);
        events.push_back({.at = 8 * kHourUs + 2 * kMinuteUs, .asset = supply.provider});
        const World world = run(events, 8 * kHourUs + 2 * kMinuteUs);
        const auto chains = world.why(supply.consumer);
        for (const auto& [service, root] :
             {std::pair{Service::Power, &power::kBus}, std::pair{Service::Water, &water::kNode},
              std::pair{Service::Signal, &telecom::kSite}}) {
            const auto chain = std::ranges::find_if(chains, [&](const WhyChain& c) { return c[0].service == service; });
            QVERIFY2(chain != chains.end(), text_of(chains).constData());
            QVERIFY2(chain->back().asset.is(*root) && chain->back().id == "failed", text_of(chains).constData());
        }
    }

    /// Water stays away long after the electricity: the tanks run empty first.
    void tanksRunEmptyLater() {
        std::vector<Command> events;
        for (std::uint32_t b = 0; b < loom_bay().power.buses.size(); ++b) {
            if (loom_bay().power.buses[b].kind == power::BusKind::Infeed) {
                events.push_back({.at = 8 * kHourUs, .asset = {&power::kBus, b}});
            }
        }
        std::vector<AssetRef> tanks;
        for (std::uint32_t n = 0; n < loom_bay().water.nodes.size(); ++n) {
            if (loom_bay().water.nodes[n].kind == water::NodeKind::Tank) {
                tanks.push_back({&water::kNode, n});
            }
        }
        World world = run(events, 8 * kHourUs);
        std::vector<WhyChain> chains;
        const auto ask = [&] {
            for (const AssetRef tank : tanks) {
                chains = chains.empty() ? world.why(tank) : chains;
            }
        };
        ask();
        QVERIFY2(chains.empty(), text_of(chains).constData()); // not yet
        Executor executor{1};
        for (TimeUs at = world.time(); world.time() < 36 * kHourUs && chains.empty(); ask()) {
            for (at += 20 * kMinuteUs; world.time() < at;) {
                world.step(executor);
            }
        }
        QVERIFY(!chains.empty());
        const WhyChain& chain = chains.front();
        QVERIFY2(chain[0].id == "empty" && chain[0].later, text_of(chains).constData());
        QVERIFY2(chain[1].asset.is(water::kLink) && chain[1].service == Service::Power && !chain[1].later,
                 text_of(chains).constData());
        QVERIFY2(chain.back().asset.is(power::kBus) && chain.back().id == "failed", text_of(chains).constData());
        QCOMPARE(chain.back().since, 8 * kHourUs);
    }

    void whatIsSwitched() {
        std::uint32_t feeder = 0;
        while (!loom_bay().power.branches[feeder].key.starts_with("feeder/")) {
            ++feeder;
        }
        const AssetRef branch{&power::kBranch, feeder};
        const AssetRef below{&power::kBus, loom_bay().power.branches[feeder].to};
        World world = run({{.at = 7 * kHourUs + kMinuteUs, .verb = Verb::Switch, .asset = branch, .by = By::Person}},
                          7 * kHourUs + kMinuteUs);
        const auto chains = world.why(below);
        QCOMPARE(chains.size(), std::size_t{1});
        QVERIFY2(chains[0].size() == 2 && chains[0][1].asset == branch && chains[0][1].id == "open",
                 text_of(chains).constData());
        QVERIFY(chains[0][1].command && chains[0][1].command->by == By::Person);
        QCOMPARE(chains[0][1].since, 7 * kHourUs + kMinuteUs);
    }

    void whatBlocksAStreet() {
        const traffic::Edge& edge = loom_bay().roads.edges[0];
        const AssetRef street{&traffic::kStreet, edge.street_id};
        const World world =
            run({{.at = 7 * kHourUs + kMinuteUs, .verb = Verb::Close, .asset = street, .cause = "march"},
                 {.at = 7 * kHourUs + 2 * kMinuteUs, .verb = Verb::Block, .asset = street, .edge = 0, .lanes = ~0U}},
                7 * kHourUs + 3 * kMinuteUs);
        const auto chains = world.why(street);
        QVERIFY2(chains.size() == 2, text_of(chains).constData());
        QVERIFY(chains[0][0].id == "closed" && chains[0][0].command && chains[0][0].command->cause == "march");
        QVERIFY(chains[1][0].id == "blocked" && chains[1][0].since == 7 * kHourUs + 2 * kMinuteUs);
    }

    /// What is asked after a run was saved and gone on with is answered the same.
    void savedAndRestored() {
        const Supply& supply = power_of(telecom::kSite);
        const std::vector<Command> events{{.at = 8 * kHourUs, .asset = substation_of(supply.provider.index)}};
        World world = run(events, 9 * kHourUs);
        World other{loom_bay(), {}, {.start = 7 * kHourUs, .events = events}};
        QVERIFY(other.restore(world.save()));
        QCOMPARE(text_of(other.why(supply.consumer)), text_of(world.why(supply.consumer)));
        QVERIFY(asset("nonsense/1").kind == nullptr);
    }
};

QTEST_APPLESS_MAIN(WhyTest)
#include "tst_why.moc"
