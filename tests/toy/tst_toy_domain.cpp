// SPDX-License-Identifier: GPL-3.0-or-later
// A domain is a folder and a row: one that no file of the program knows is recorded, found, inspected, picked, counted,
// hashed, saved, restored, kept in the project and told by `info`, by its row alone.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <QTemporaryDir>
#include <QTest>

#include "app/desktop/models/object_facts.h"
#include "app/desktop/tasks/task_list.h"
#include "gis/generate/loom_bay.h"
#include "render/base/parts_list.h"
#include "render/picking/picker.h"
#include "scenarios/project/project_store.h"
#include "scenarios/run/frame_codec.h"
#include "scenarios/run/kpi.h"
#include "scenarios/run/project_run.h"
#include "sim/core/executor.h"
#include "sim/engine/catalogue.h"
#include "sim/engine/world.h"
#include "sim/water/rows.h"
#include "tests/toy/fountain/network.h"
#include "tests/toy/fountain/row.h"

#include <osg/Group>

using namespace cityloom;

namespace {

struct Town {
    gis::City city = gis::generate_loom_bay(1);
    gis::Networks networks = gis::derive_networks(city);
};
const Town& town() {
    static const Town kTown;
    return kTown;
}

engine::World make_world() {
    return engine::World{town().networks, {}, {.start = 7 * kHourUs}};
}

void run(engine::World& world, TimeUs until) {
    Executor executor{1};
    while (world.time() < until) {
        world.step(executor);
    }
}

std::size_t fountains() {
    return town().networks.of<fountain::Network>().fountains.size();
}

} // namespace

class TestToyDomain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// The files that know of it: its folder, the two lists that name it, this test and its build line.
    void noOtherFileNamesIt() {
        const std::filesystem::path root{std::getenv("CITYLOOM_SOURCE")};
        std::vector<std::string> named;
        for (const auto* folder : {"app", "gis", "render", "scenarios", "sim", "tests"}) {
            for (const auto& entry : std::filesystem::recursive_directory_iterator{root / folder}) {
                const std::string extension = entry.path().extension().string();
                if (extension != ".h" && extension != ".cpp") {
                    continue;
                }
                std::ifstream in{entry.path()};
                const std::string text{std::istreambuf_iterator<char>{in}, {}};
                if (text.find("fountain::") != std::string::npos ||
                    text.find("cityloom::fountain") != std::string::npos ||
                    text.find("toy/fountain") != std::string::npos) {
                    named.push_back(std::filesystem::relative(entry.path(), root).generic_string());
                }
            }
        }
        std::ranges::sort(named);
        const std::vector<std::string> allowed{"tests/toy/fountain/network.h", "tests/toy/fountain/row.cpp",
                                               "tests/toy/fountain/row.h", "tests/toy/tst_toy_domain.cpp",
                                               "tests/toy/with_fountains.cpp"};
        QCOMPARE(named, allowed);
    }

    void itIsFoundByItsKey() {
        QVERIFY(fountains() > 5);
        const auto found = engine::find_asset(town().networks, "fountain/F3");
        QVERIFY(found && found->is(fountain::kFountain) && found->index == 2);
        const std::vector<std::string> keys = engine::asset_keys(town().networks);
        QVERIFY(std::ranges::find(keys, "fountain/F3") != keys.end());
    }

    void itIsSolvedCountedAndRecorded() {
        engine::World world = make_world();
        run(world, 7 * kHourUs + kMinuteUs);
        QCOMPARE(world.figures().get(fountain::kDry), 0.0);
        world.command({.asset = {&fountain::kFountain, 1}});
        run(world, 8 * kHourUs + kMinuteUs);
        world.finish();
        QCOMPARE(world.figures().get(fountain::kDry), 1.0);
        const scenarios::KpiSet kpis = scenarios::measure_kpis(world);
        QVERIFY(std::abs(kpis.value("fountain_hours_dry") - 1.0) < 0.01);
        engine::Frame frame;
        world.fill_frame(frame);
        const auto back = scenarios::decode_frame(scenarios::encode_frame(frame));
        QVERIFY(back);
        QCOMPARE(back->columns[fountain::kJet].size(), fountains());
        QCOMPARE(back->columns[fountain::kJet][0], 3.5F);
        QCOMPARE(back->columns[fountain::kJet][1], 0.0F);
        // The cascade reaches it: without sources and pumps nothing runs once the tanks are empty.
        for (std::uint32_t n = 0; n < town().networks.water.nodes.size(); ++n) {
            if (town().networks.water.nodes[n].kind != water::NodeKind::Junction) {
                world.command({.asset = {&water::kNode, n}});
            }
        }
        run(world, world.time() + kMinuteUs);
        QCOMPARE(world.figures().get(fountain::kDry), static_cast<double>(fountains()));
    }

    void itIsHashedSavedAndRestored() {
        engine::World world = make_world();
        run(world, 7 * kHourUs + kMinuteUs);
        const std::uint64_t before = world.state_hash();
        const std::vector<std::byte> saved = world.save();
        world.command({.asset = {&fountain::kFountain, 0}});
        run(world, 7 * kHourUs + 10 * kMinuteUs);
        QVERIFY(world.state_hash() != before);
        engine::World again = make_world();
        QVERIFY(again.restore(saved));
        QCOMPARE(again.state_hash(), before);
        again.command({.asset = {&fountain::kFountain, 0}});
        run(again, 7 * kHourUs + 10 * kMinuteUs);
        QCOMPARE(again.state_hash(), world.state_hash());
    }

    /// Nothing of it says why: what failed and who is not supplied the World knows of every domain.
    void itsTroubleIsExplained() {
        engine::World world = make_world();
        run(world, 7 * kHourUs + kMinuteUs);
        const engine::AssetRef first{&fountain::kFountain, 0};
        QVERIFY(world.why(first).empty());
        for (std::uint32_t n = 0; n < town().networks.water.nodes.size(); ++n) {
            if (town().networks.water.nodes[n].kind != water::NodeKind::Junction) {
                world.command({.asset = {&water::kNode, n}, .cause = "drought"});
            }
        }
        world.command({.asset = first, .cause = "frost"});
        run(world, world.time() + kMinuteUs);
        const auto chains = world.why(first);
        QVERIFY(chains.size() >= 2);
        QVERIFY(chains[0].size() == 1 && chains[0][0].command->cause == "frost");
        QVERIFY(chains[1].size() >= 3 && chains[1][0].service == engine::Service::Water);
        QVERIFY(chains[1].back().asset.is(water::kNode) && chains[1].back().command->cause == "drought");
    }

    void itIsDrawnPickedAndInspected() {
        const auto loaded =
            app::prepareCity({}, town().city, town().networks, app::TaskControl{{}, [](double, const QString&) {}});
        QVERIFY(loaded);
        const auto& parts = (*loaded)->parts;
        const render::PlacedSymbol* symbol = render::symbol_of(parts->kinds, &fountain::kFountain, 2);
        QVERIFY(symbol != nullptr);
        QVERIFY(render::part_index("fountains") < render::picture_parts().size());
        const render::PickScene scene{.parts = *parts, .shown = {&fountain::kRow}};
        osg::ref_ptr<osg::Group> nothing = new osg::Group;
        const render::ObjectRef hit = render::pick_object(
            scene, *nothing, {{symbol->at.x_m, symbol->at.y_m, symbol->at.z_m + 300.0}, {0, 0, -1}});
        QVERIFY(hit.is(fountain::kFountain));
        QCOMPARE(hit.index, 2U);
        engine::Frame frame;
        frame.columns.fill(fountain::kJet, fountains())[2] = 2.5F;
        const app::ObjectFacts facts = app::objectFacts(**loaded, hit, &frame);
        QCOMPARE(facts.title, QStringLiteral("fountain/F3"));
        QVERIFY(facts.asset == (engine::AssetRef{&fountain::kFountain, 2}));
        const auto said = [&](const QString& label) {
            const auto found = std::ranges::find(facts.facts, label, &app::Fact::label);
            return found == facts.facts.end() ? QString{} : found->value;
        };
        QCOMPARE(said("Basin"), QStringLiteral("12.0 m³"));
        QCOMPARE(said("Jet now"), QStringLiteral("2.5 m"));
        QVERIFY(!said("Water from").isEmpty());
        QCOMPARE(facts.series.size(), std::size_t{1});
        render::DataLayer layer = nullptr;
        QVERIFY(render::parse_layer("jets", layer));
        std::vector<std::uint8_t> colours;
        render::kind_values(layer, fountain::kFountain, *(*loaded)->networks, frame, layer->high, colours);
        QCOMPARE(colours.size(), fountains());
        QCOMPARE(colours[2], std::uint8_t{127});
    }

    void itIsKeptInTheProject() {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("town.cityloom.gpkg").toStdString();
        {
            auto store = scenarios::ProjectStore::create(file, town().city, town().networks, false);
            QVERIFY2(store.has_value(), store ? "" : store.error().message.c_str());
        }
        const auto store = scenarios::ProjectStore::open(file, scenarios::ProjectStore::Mode::ReadOnly);
        QVERIFY(store);
        const auto networks = store->networks();
        QVERIFY2(networks.has_value(), networks ? "" : networks.error().message.c_str());
        const auto& kept = networks->of<fountain::Network>().fountains;
        QCOMPARE(kept.size(), fountains());
        QCOMPARE(kept[2].key, std::string{"fountain/F3"});
        QCOMPARE(networks->dependencies.supplies.size(), town().networks.dependencies.supplies.size());
        const auto verified = store->verify();
        QVERIFY(verified && verified->sound());
    }

    void itIsToldOfTheCity() {
        std::vector<engine::Summary> said;
        for (const engine::DomainRow* row : engine::domain_rows()) { // as `info` does
            if (row->summary != nullptr) {
                row->summary(town().networks, said);
            }
        }
        const auto found = std::ranges::find(said, "fountains", &engine::Summary::id);
        QVERIFY(found != said.end());
        QCOMPARE(found->value, static_cast<double>(fountains()));
    }
};

QTEST_GUILESS_MAIN(TestToyDomain)
#include "tst_toy_domain.moc"
