// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

#include "gis/derive/networks.h"
#include "gis/generate/loom_bay.h"
#include "scenarios/compare/comparison.h"
#include "scenarios/project/city_project.h"
#include "scenarios/report/report.h"
#include "scenarios/run/frame_codec.h"
#include "scenarios/run/project_run.h"
#include "scenarios/run/run_log.h"
#include "scenarios/run/session.h"
#include "sim/charging/rows.h"
#include "sim/engine/catalogue.h"
#include "sim/power/rows.h"
#include "sim/traffic/rows.h"
#include "sim/water/rows.h"

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

constexpr TimeUs kShort = 2 * kMinuteUs;

std::string some_street() {
    for (const traffic::Edge& edge : networks().roads.edges) {
        if (edge.length_m > 100.0 && edge.rank == 4) {
            return std::to_string(edge.street_id);
        }
    }
    return std::to_string(networks().roads.edges[0].street_id);
}

std::string some_main() {
    const auto& links = networks().water.links;
    return std::ranges::find(links, water::LinkKind::Pipe, &water::Link::kind)->key;
}

} // namespace

class RunsTest : public QObject {
    Q_OBJECT

private slots:
    void measuresChangeWhatTheySay_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("close") << QString("close,street=%1").arg(some_street().c_str());
        QTest::newRow("lanes") << QString("lanes,street=%1,forward=3,backward=3").arg(some_street().c_str());
        QTest::newRow("workzone") << QString("workzone,street=%1,speed_kmh=20").arg(some_street().c_str());
        QTest::newRow("signal") << "signal,controller=signal/1,cycle=100";
        QTest::newRow("substation") << "substation,x=100,y=100,rating_mva=40";
        QTest::newRow("reinforce")
            << QString("reinforce,asset=%1,circuits=2").arg(networks().power.branches[0].key.c_str());
        QTest::newRow("main") << QString("main,asset=%1,diameter_mm=450").arg(some_main().c_str());
        QTest::newRow("backup") << "backup,asset=signal/1,hours=6";
        QTest::newRow("basestation") << "basestation,x=0,y=0,battery_h=8";
        QTest::newRow("rsu") << "rsu,x=0,y=0";
        QTest::newRow("charger") << QString("charger,street=%1,points=4,power_kw=50").arg(some_street().c_str());
        QTest::newRow("electric") << "electric,share=0.4";
        QTest::newRow("connected") << "connected,share=0.2";
        QTest::newRow("demand") << "demand,factor=1.5";
        QTest::newRow("leakage") << "leakage,share=0.3";
    }
    void measuresChangeWhatTheySay() {
        QFETCH(QString, text);
        const auto measure = parse_measure(text.toStdString());
        QVERIFY2(measure.has_value(), measure ? "" : measure.error().message.c_str());
        const auto applied = apply_scenario(city(), networks(), {.name = "x", .measures = {*measure}});
        QVERIFY2(applied.has_value(), applied ? "" : applied.error().message.c_str());
        const engine::Networks& n = applied->networks;
        if (measure->kind == "close") {
            QVERIFY(!applied->closed_edges.empty());
        } else if (measure->kind == "lanes") {
            QVERIFY(n.roads.lanes.size() > networks().roads.lanes.size());
        } else if (measure->kind == "workzone") {
            const std::uint64_t id = std::strtoull(some_street().c_str(), nullptr, 10);
            const auto lanes_of = [id](const traffic::RoadNetwork& roads) {
                std::size_t lanes = 0;
                for (const traffic::Edge& edge : roads.edges) {
                    lanes += edge.street_id == id ? edge.lanes.count : 0U;
                }
                return lanes;
            };
            QVERIFY(lanes_of(n.roads) < lanes_of(networks().roads) || !applied->closed_edges.empty());
            for (const traffic::Edge& edge : n.roads.edges) {
                QVERIFY(edge.street_id != id || edge.speed_mps <= 20.0 / 3.6 + 1e-9);
            }
        } else if (measure->kind == "signal") {
            QCOMPARE(applied->signal_overrides.size(), std::size_t{1});
        } else if (measure->kind == "substation") {
            QCOMPARE(n.power.buses.size(), networks().power.buses.size() + 1);
        } else if (measure->kind == "reinforce") {
            QCOMPARE(n.power.branches[0].rating_a, 3.0 * networks().power.branches[0].rating_a);
            QCOMPARE(n.power.branches[0].x_ohm, networks().power.branches[0].x_ohm / 3.0);
        } else if (measure->kind == "main") {
            const auto of = [](const engine::Networks& in) {
                return std::ranges::find(in.water.links, some_main(), &water::Link::key)->diameter_m;
            };
            QCOMPARE(of(n), 0.45);
            QVERIFY(of(networks()) != 0.45);
        } else if (measure->kind == "backup") {
            const auto rows = [](const engine::Networks& in) {
                return std::ranges::count_if(in.dependencies.supplies, [](const engine::Supply& supply) {
                    return supply.consumer == engine::AssetRef{&traffic::kSignal, 0} && supply.buffer_s == 6 * 3600.0;
                });
            };
            QCOMPARE(rows(networks()), 0);
            QVERIFY(rows(n) > 0);
        } else if (measure->kind == "basestation" || measure->kind == "rsu") {
            QCOMPARE(n.telecom.sites.size(), networks().telecom.sites.size() + 1);
        } else if (measure->kind == "charger") {
            QCOMPARE(n.roads.chargers.size(), networks().roads.chargers.size() + 1);
            QVERIFY(n.dependencies.supplies.back().consumer.is(charging::kStation));
            QCOMPARE(n.roads.chargers.back().power_w, 50'000.0F);
        } else if (measure->kind == "electric") {
            QCOMPARE(n.demand.electric_share, 0.4);
        } else if (measure->kind == "connected") {
            QCOMPARE(n.demand.v2x_share, 0.2);
        } else if (measure->kind == "leakage") {
            double more = 0.0; // 0.3/0.7 of the demand instead of 0.15/0.85, at less pressure
            for (std::size_t k = 0; k < n.water.nodes.size(); ++k) {
                const double before = networks().water.nodes[k].leak_coefficient;
                more = std::max(more, before > 0.0 ? n.water.nodes[k].leak_coefficient / before : 0.0);
            }
            QVERIFY2(more > 2.4 && more < 3.2, qPrintable(QString::number(more)));
        } else {
            QCOMPARE(applied->demand_growth, 1.5);
        }
        Executor executor{1};
        auto prepared = prepare_run(city(), networks(), {.name = "x", .measures = {*measure}},
                                    {.duration = kMinuteUs, .trips = 50}, executor, {});
        QVERIFY(prepared.has_value());
        for (int k = 0; k < 40; ++k) {
            prepared->world.step(executor);
        }
        QCOMPARE(prepared->world.figures().get(power::kUnconverged), 0.0);
    }

    void whatDoesNotExistIsNamed_data() {
        QTest::addColumn<QString>("measure");
        QTest::addColumn<QString>("event");
        QTest::newRow("street") << "close,street=999999999999"
                                << "";
        QTest::newRow("controller") << "signal,controller=signal/99999"
                                    << "";
        QTest::newRow("share") << "connected,share=1.5"
                               << "";
        QTest::newRow("asset") << ""
                               << "08:00,fail,asset=substation/S999";
        QTest::newRow("incident") << ""
                                  << "08:00,incident,street=999999999999";
    }
    void whatDoesNotExistIsNamed() {
        QFETCH(QString, measure);
        QFETCH(QString, event);
        Scenario scenario{.name = "x"};
        if (!measure.isEmpty()) {
            scenario.measures.push_back(*read_measure(measure.toStdString()));
        } else {
            scenario.events.push_back(*read_event(event.toStdString()));
        }
        const auto applied = apply_scenario(city(), networks(), scenario);
        QVERIFY(!applied);
        QVERIFY(!applied.error().where.empty());
        QVERIFY(applied.error().message.size() > 20);
    }

    /// An incident blocks the lanes it says, in the direction it says, and is over when it says; without lanes the
    /// whole street is closed.
    void incidentBlocksLanes() {
        const std::string id = some_street();
        const auto applied_to = [&](const std::string& more) {
            return apply_scenario(city(), networks(),
                                  {.name = "x", .events = {*read_event("07:01,incident,street=" + id + more)}});
        };
        const auto whole = applied_to("");
        QVERIFY(whole);
        QCOMPARE(whole->events.size(), std::size_t{2});
        QVERIFY(whole->events[0].verb == engine::Verb::Close);
        const auto one = applied_to(",lanes=1,direction=forward,at=0.5,speed_kmh=15,duration=10min");
        QVERIFY(one);
        QCOMPARE(one->events.size(), std::size_t{2});
        const engine::Command& event = one->events[0];
        QVERIFY(event.verb == engine::Verb::Block);
        QCOMPARE(one->events[1].at - event.at, 10 * kMinuteUs);
        const traffic::Edge& edge = networks().roads.edges[event.edge];
        QCOMPARE(edge.street_id, std::strtoull(id.c_str(), nullptr, 10));
        QCOMPARE(edge.id & 1U, std::uint64_t{0});
        QCOMPARE(event.lanes, 1U);
        QVERIFY(std::abs(0.5 * (event.from_m + event.to_m) - 0.5 * edge.length_m) < 0.1);
        for (const char* wrong : {",lanes=0", ",direction=up", ",at=2", ",speed_kmh=1", ",duration=never"}) {
            const auto refused = applied_to(wrong);
            QVERIFY2(!refused, wrong);
            QVERIFY(!refused.error().where.empty());
        }
        const auto report = run_scenario(
            city(), networks(),
            {.name = "x", .events = {*parse_event("07:01,incident,street=" + id + ",lanes=1,duration=1min")}},
            {.duration = 3 * kMinuteUs, .trips = 50}, {}, {});
        QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
        QCOMPARE(report->events.size(), std::size_t{4}); // both directions
        QVERIFY(report->events[0].find("block") != std::string::npos);
        Executor executor{1};
        Scenario scenario{.name = "x",
                          .events = {*parse_event("07:01,incident,street=" + id + ",lanes=1,duration=2min")}};
        auto prepared =
            prepare_run(city(), networks(), scenario, {.duration = 5 * kMinuteUs, .trips = 200}, executor, {});
        QVERIFY(prepared);
        engine::World& world = prepared->world;
        const auto run_to = [&](TimeUs until) {
            while (world.time() < until) {
                world.step(executor);
            }
        };
        run_to(7 * kHourUs + 2 * kMinuteUs);
        const bool narrow = edge.lanes.count == 1; // then it is closed
        QCOMPARE(world.traffic().obstructions().empty(), narrow);
        QCOMPARE(world.traffic().count_overlaps(), 0U);
        engine::Frame frame;
        world.fill_frame(frame);
        const auto shown = std::ranges::find(frame.blocked, event.edge, &engine::BlockedView::edge);
        QVERIFY(shown != frame.blocked.end());
        QVERIFY(shown->kind == (narrow ? engine::Blockage::Closed : engine::Blockage::Incident));
        QVERIFY(narrow || (shown->lanes == 1U && shown->from_m == event.from_m && shown->to_m == event.to_m));
        run_to(7 * kHourUs + 4 * kMinuteUs);
        QVERIFY(world.traffic().obstructions().empty());
        world.fill_frame(frame);
        QVERIFY(frame.blocked.empty());
        QCOMPARE(world.applied_commands().size(), std::size_t{4});
    }

    void basesFoldAndCirclesAreRefused() {
        const std::vector<Scenario> all{{.name = "a", .measures = {{"connected", {{"share", "0.5"}}}}},
                                        {.name = "b", .base = "a", .measures = {{"demand", {{"factor", "2"}}}}},
                                        {.name = "c", .base = "d"},
                                        {.name = "d", .base = "c"}};
        const auto folded = resolve_scenario(all, "b");
        QVERIFY(folded);
        QCOMPARE(folded->measures.size(), std::size_t{2});
        QCOMPARE(folded->measures[0].kind, std::string{"connected"});
        QVERIFY(!resolve_scenario(all, "c"));
        QVERIFY(!resolve_scenario(all, "nobody"));
        QVERIFY(resolve_scenario(all, "base"));
    }

    void frameComesBackFromItsBytes() {
        Executor executor{1};
        auto prepared =
            prepare_run(city(), networks(), {.name = "base"}, {.duration = kMinuteUs, .trips = 200}, executor, {});
        QVERIFY(prepared);
        for (int k = 0; k < 100; ++k) {
            prepared->world.step(executor);
        }
        engine::Frame frame;
        prepared->world.fill_frame(frame);
        QVERIFY(!frame.vehicles.empty());
        QVERIFY(!frame.crossings.empty());
        QVERIFY(frame.city != 0);
        frame.blocked = {{5, 3, 10.5F, 60.5F, 0.25F, 3.5F, engine::Blockage::Incident},
                         {6, 1, 0.0F, 90.0F, -1.0F, 2.0F, engine::Blockage::Works},
                         {7, ~0U, 0.0F, 80.0F, 0.0F, 6.5F, engine::Blockage::Closed}};
        const std::string bytes = encode_frame(frame);
        const auto back = decode_frame(bytes);
        QVERIFY(back);
        QCOMPARE(back->time, frame.time);
        QCOMPARE(back->vehicles.size(), frame.vehicles.size());
        for (std::size_t k = 0; k < frame.vehicles.size(); ++k) {
            QCOMPARE(back->vehicles[k].x_m, frame.vehicles[k].x_m);
            QCOMPARE(back->vehicles[k].id, frame.vehicles[k].id);
            QVERIFY(std::abs(back->vehicles[k].heading_rad - frame.vehicles[k].heading_rad) < 1e-3F);
        }
        QCOMPARE(back->city, frame.city);
        QCOMPARE(back->columns.all().size(), frame.columns.all().size());
        for (const engine::Columns::Column& column : frame.columns.all()) {
            const engine::ColumnInfo& info = *column.info;
            const auto values = back->columns[info];
            QCOMPARE(values.size(), column.values.size());
            const float step = info.store == engine::Store::Byte ? (info.high - info.low) / 254.0F : 0.0F;
            for (std::size_t i = 0; i < values.size(); ++i) {
                const float kept = info.store == engine::Store::Byte ? std::clamp(column.values[i], info.low, info.high)
                                                                     : column.values[i];
                QVERIFY2(std::isnan(kept) ? std::isnan(values[i]) : std::abs(values[i] - kept) <= 0.51F * step,
                         qPrintable(QString::fromStdString(std::string{info.id})));
            }
        }
        QVERIFY(back->blocked == frame.blocked);
        QVERIFY(back->crossings == frame.crossings);
        QCOMPARE(back->crossing_age_s, frame.crossing_age_s);
        for (std::size_t cut = 0; cut < bytes.size(); cut += bytes.size() / 50) {
            QVERIFY(!decode_frame(std::string_view{bytes}.substr(0, cut)));
        }
        // A column that nobody knows any more is passed over, the rest is read.
        std::string foreign = bytes;
        const std::size_t name = foreign.find("water.pressure");
        QVERIFY(name != std::string::npos);
        foreign.replace(name, 14, "water.presence");
        const auto without = decode_frame(foreign);
        QVERIFY(without);
        QVERIFY(without->columns[water::kPressure].empty());
        QCOMPARE(without->columns[water::kLevel].size(), frame.columns[water::kLevel].size());
        std::string newer = bytes;
        newer[3] = '9';
        QVERIFY(!decode_frame(newer));
    }

    /// What a work zone takes is marked on the lanes that it leaves; where it takes all of them the street is closed.
    void workZonesAreInThePicture() {
        const auto wide = std::ranges::find_if(city().streets, [](const gis::Street& s) {
            return s.cls <= gis::StreetClass::Secondary && s.lanes_forward == 2 && s.oneway == 0;
        });
        QVERIFY(wide != city().streets.end());
        Executor executor{1};
        for (const std::uint32_t taken : {1U, 4U}) {
            const Scenario scenario{.name = "x",
                                    .measures = {*parse_measure("workzone,street=" + std::to_string(wide->id) +
                                                                ",direction=forward,lanes=" + std::to_string(taken))}};
            auto prepared =
                prepare_run(city(), networks(), scenario, {.duration = kMinuteUs, .trips = 20}, executor, {});
            QVERIFY(prepared);
            prepared->world.step(executor);
            engine::Frame frame;
            prepared->world.fill_frame(frame);
            QVERIFY(!frame.blocked.empty());
            for (const engine::BlockedView& b : frame.blocked) {
                const traffic::Edge& edge = prepared->world.networks().roads.edges[b.edge];
                QCOMPARE(edge.street_id, wide->id);
                QVERIFY(b.kind == (taken == 1 ? engine::Blockage::Works : engine::Blockage::Closed));
                QVERIFY(taken != 1 || (edge.lanes.count == 1 && b.lanes == 1));
            }
        }
    }

    void logsRoundTripAndDamageIsNamed() {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("run.log").toStdString();
        RunLog log{.scenario = "base",
                   .version = "1",
                   .request = {.start = 5, .duration = 6, .trips = 7, .seed = 8},
                   .commands = {{9, "fail", "substation/S1"}},
                   .state_hash = 0xFEDCBA9876543210ULL};
        QVERIFY(write_run_log(log, file));
        const auto back = read_run_log(file);
        QVERIFY(back);
        QCOMPARE(back->state_hash, log.state_hash);
        QCOMPARE(back->commands.size(), std::size_t{1});
        QCOMPARE(back->request.seed, std::uint64_t{8});
        std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
        const auto broken = read_run_log(file);
        QVERIFY(!broken);
        QVERIFY(broken.error().message.find("line") != std::string::npos);
        QVERIFY(!read_run_log(folder.filePath("none").toStdString()));
    }

    /// From a project: run, recording, stored result, comparison, reports.
    void projectRunsComparesAndReports() {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("demo.cityloom.gpkg").toStdString();
        QVERIFY(create_demo_project(file, 1, false));
        auto store = ProjectStore::open(file, ProjectStore::Mode::ReadWrite);
        QVERIFY(store);
        auto project = load_project(*store);
        QVERIFY(project);
        RunRequest request{.duration = kShort, .trips = 150, .threads = 2, .record_every = 30 * kSecondUs};
        const auto report = run_in_project(*store, *project, "base", request, {}, {});
        QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
        QCOMPARE(report->vehicles.scheduled, std::uint64_t{150});
        const auto results = store->results();
        QVERIFY(results && results->size() == 1);
        const auto times = store->frame_times((*results)[0].id);
        QVERIFY(times && times->size() >= 4);
        request.record_every = 0;
        const auto found = find_result(*store, *project, "base", request);
        QVERIFY(found && *found);
        QCOMPARE((*found)->state_hash, report->state_hash);

        const auto comparison =
            compare_scenarios(*store, *project, {.a = "base", .b = "More traffic", .run = request, .seeds = 2},
                              [](double, const std::string&) {}, {});
        QVERIFY2(comparison.has_value(), comparison ? "" : comparison.error().message.c_str());
        QCOMPARE(comparison->seeds.size(), std::size_t{2});
        QCOMPARE(comparison->hashes_a[0], hash_text(report->state_hash));  // the stored result was used
        QCOMPARE(comparison->appraisal.verdict(), std::string{"refused"}); // other people travel
        QCOMPARE(comparison->findings().size(), std::size_t{2});
        QVERIFY(!comparison->level_ground);
        Comparison plain = *comparison; // a city without terrain says so where water is concluded
        plain.level_ground = true;
        QCOMPARE(plain.findings().size(), std::size_t{3});
        QVERIFY(plain.findings().back().english.find("no terrain") != std::string::npos);
        std::erase_if(plain.city, [](const KpiComparison& row) { return row.id.starts_with("water"); });
        QCOMPARE(plain.findings().size(), std::size_t{2});
        QVERIFY(comparison->districts.size() >= 6);
        const std::string html = to_html(report_document(*comparison, {}));
        QVERIFY(html.find("How to reproduce it") != std::string::npos);
        QVERIFY(html.find("was not audited") != std::string::npos); // said, where it is so
        QString links = QString::fromStdString(html); // self-contained: no address but the policy's own word
        QVERIFY(!links.remove("http-equiv").contains("http") && !links.contains("=\"//"));
        QVERIFY(write_csv_report(*comparison, folder.filePath("csv").toStdString()));
        for (const char* name : {"kpis.csv", "districts.csv", "appraisal.csv", "sensitivity.csv", "parameters.csv"}) {
            QVERIFY(QFile::exists(folder.filePath(QString("csv/") + name)));
        }
        QVERIFY(store->verify()->sound());
    }

    /// A city cut in two is no investment: the trips that cannot be made come first, and cost.
    void cuttingTheCityInTwoPaysNobody() {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("cut.gpkg").toStdString();
        QVERIFY(create_demo_project(file, 1, false));
        auto store = ProjectStore::open(file, ProjectStore::Mode::ReadWrite);
        QVERIFY(store);
        Scenario cut{.name = "cut", .base = "base"};
        for (const gis::Street& street : city().streets) {
            const bool crosses = street.bridge && !street.closed_to_cars;
            if (crosses) {
                cut.measures.push_back({"close", {{"street", std::to_string(street.id)}}});
            }
        }
        QVERIFY(!cut.measures.empty());
        QVERIFY(store->put_scenario(cut, false));
        auto project = load_project(*store);
        QVERIFY(project);
        const RunRequest request{.duration = 10 * kMinuteUs, .trips = 600, .threads = 2};
        const auto c = compare_scenarios(*store, *project, {.a = "base", .b = "cut", .run = request, .seeds = 3},
                                         [](double, const std::string&) {}, {});
        QVERIFY2(c.has_value(), c ? "" : c.error().message.c_str());
        const KpiComparison* impossible = find_row(c->city, "impossible_trips");
        QVERIFY(impossible != nullptr && impossible->b > 10.0);
        QVERIFY(c->findings().front().english.find("can no longer be made") != std::string::npos);
        QCOMPARE(find_row(c->city, "co2_t")->verdict(), std::string{"other trips"});
        QCOMPARE(find_row(c->city, "served_share")->verdict(), std::string{"worse"});
        QVERIFY(find_row(c->city, "trip_time_s")->difference.mean > 0.0);
        QVERIFY(c->appraisal.present_benefit < 0);
        QCOMPARE(c->appraisal.verdict(), std::string{"negative"});
        for (const Comparison::District& district : c->districts) {
            for (const KpiComparison& row : district.kpis) {
                const engine::Figure* info = find_result_figure(row.id);
                const bool of_trips = info->of_trips != engine::Figure::Trips::No;
                QVERIFY2(!of_trips || row.verdict() != "better", (district.name + ": " + row.id).c_str());
            }
        }
        // All scheduled trips are in every sum, in both runs.
        const double all = find_row(c->city, "scheduled_trips")->b;
        QCOMPARE(all, 600.0);
        double sum = find_row(c->city, "served_share")->b * all / 100.0;
        for (const char* id : {"impossible_trips", "given_up_trips", "late_trips"}) {
            sum += find_row(c->city, id)->b;
        }
        QVERIFY(std::abs(sum - all) < 1e-6);
    }

    /// What an earlier version took and this one refuses: the project opens, lists and keeps it; no run starts with it.
    void projectsOfBeforeOpenButDoNotRunWhatCannotBe() {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("old.gpkg").toStdString();
        QVERIFY(create_demo_project(file, 1, true));
        const std::vector<Scenario> old{
            {.name = "out of range", .base = "base", .measures = {{"demand", {{"district", "1"}, {"factor", "12"}}}}},
            {.name = "of another version", .base = "base", .measures = {{"teleport", {{"to", "a place"}}}}},
            {.name = "event", .base = "base", .events = {{8 * kHourUs, "fail", {{"asset", "substation/S99"}}}}}};
        {
            auto store = ProjectStore::open(file, ProjectStore::Mode::ReadWrite);
            QVERIFY(store);
            for (const Scenario& scenario : old) {
                QVERIFY(store->put_scenario(scenario, false));
            }
        }
        auto store = ProjectStore::open(file, ProjectStore::Mode::ReadWrite);
        QVERIFY(store);
        const auto project = load_project(*store);
        QVERIFY2(project.has_value(), project ? "" : project.error().message.c_str());
        for (const Scenario& scenario : old) {
            const auto kept = std::ranges::find(project->scenarios, scenario.name, &Scenario::name);
            QVERIFY(kept != project->scenarios.end());
            QVERIFY(*kept == scenario);
            const auto report =
                run_in_project(*store, *project, scenario.name, {.duration = kShort, .trips = 10}, {}, {});
            QVERIFY(!report);
            QVERIFY(!report.error().where.empty());
        }
        QVERIFY(store->results()->empty());
    }

    void cancelledRunLeavesNothing() {
        std::stop_source stop;
        stop.request_stop();
        const auto report =
            run_scenario(city(), networks(), {.name = "base"}, {.duration = kShort, .trips = 10}, {}, stop.get_token());
        QVERIFY(!report);
        QCOMPARE(report.error().code, ErrorCode::Cancelled);
    }

    /// The live engine: plays, takes a person's command, and its log replays to the same hash.
    void sessionPlaysAndItsLogReplays() {
        auto applied = apply_scenario(city(), networks(), {.name = "base"});
        QVERIFY(applied);
        const auto shared = std::make_shared<const AppliedCity>(std::move(*applied));
        const RunRequest request{.duration = kShort, .trips = 150, .threads = 1};
        std::uint64_t hash = 0;
        std::vector<engine::Command> commands;
        {
            Session session{shared, {.name = "base"}, request};
            const auto wait_for = [&](auto&& condition) {
                for (int k = 0; k < 3000 && !condition(); ++k) {
                    std::this_thread::sleep_for(std::chrono::milliseconds{10});
                }
                return condition();
            };
            QVERIFY(wait_for([&] { return session.status().state == SessionStatus::State::Paused; }));
            session.set_speed(60.0); // slow enough that the command comes before the end, however fast the engine is
            session.play();
            QVERIFY(wait_for([&] { return session.status().time > request.start + 20 * kSecondUs; }));
            const auto substation = engine::find_asset(networks(), "substation/S1");
            QVERIFY(substation);
            session.command({.asset = *substation, .by = engine::By::Person, .cause = "person"});
            session.set_speed(0.0);
            QVERIFY(wait_for([&] { return session.status().state == SessionStatus::State::Finished; }));
            QVERIFY(session.latest() != nullptr);
            QVERIFY(session.recorded(request.start + kMinuteUs) != nullptr);
            QVERIFY(session.samples().size() >= 10);
            hash = session.status().state_hash;
            commands = session.commands();
            QCOMPARE(commands.size(), std::size_t{1});
        }
        const auto replayed =
            run_scenario(city(), networks(), {.name = "base"}, {.duration = kShort, .trips = 150, .threads = 3},
                         {.commands = commands}, {});
        QVERIFY(replayed);
        QVERIFY(hash != 0);
        QCOMPARE(replayed->state_hash, hash);
    }

    /// Whatever is kept of the past fits into what is allowed, and all of it can still be looked at.
    void sessionsKeepNoMoreThanAllowed() {
        auto applied = apply_scenario(city(), networks(), {.name = "base"});
        QVERIFY(applied);
        const auto shared = std::make_shared<const AppliedCity>(std::move(*applied));
        const RunRequest request{.duration = 12 * kMinuteUs, .trips = 30, .threads = 1};
        const auto played = [&](SessionLimits limits) {
            auto session = std::make_unique<Session>(shared, Scenario{.name = "base"}, request, limits);
            session->set_speed(0.0);
            session->play();
            for (int k = 0; k < 6000 && session->status().state != SessionStatus::State::Finished; ++k) {
                std::this_thread::sleep_for(std::chrono::milliseconds{10});
            }
            return session;
        };
        const auto whole = played({});
        QCOMPARE(whole->status().state, SessionStatus::State::Finished);
        QCOMPARE(whole->samples().size(), std::size_t{72});
        const std::size_t budget = whole->recorded_bytes() / 4;
        const auto bounded = played({.frame_bytes = budget, .samples = 20});
        QCOMPARE(bounded->status().state, SessionStatus::State::Finished);
        QVERIFY(bounded->recorded_bytes() <= budget && bounded->recorded_bytes() > budget / 4);
        QCOMPARE(bounded->recorded_from(), whole->recorded_from());
        QCOMPARE(bounded->recorded_to(), whole->recorded_to());
        QCOMPARE(bounded->status().state_hash, whole->status().state_hash);
        for (TimeUs at = whole->recorded_from(); at <= whole->recorded_to(); at += kMinuteUs) {
            const auto frame = bounded->recorded(at);
            QVERIFY(frame != nullptr);
            QVERIFY2(at - frame->time <= 2 * kMinuteUs, qPrintable(QString::number(to_seconds(at - frame->time))));
        }
        const auto samples = bounded->samples();
        QVERIFY(samples.size() <= 20 && samples.size() >= 10);
        QCOMPARE(samples.front().time, whole->samples().front().time);
        QCOMPARE(samples.back().time, whole->samples().back().time);
    }
};

QTEST_GUILESS_MAIN(RunsTest)
#include "tst_runs.moc"
