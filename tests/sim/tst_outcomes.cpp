// SPDX-License-Identifier: GPL-3.0-or-later
// Questions on small cities whose answers a person can work out: tests/data/outcomes.
#include <algorithm>
#include <cmath>
#include <map>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "gis/derive/roads.h"
#include "sim/core/executor.h"
#include "sim/engine/catalogue.h"
#include "sim/engine/world.h"
#include "sim/lifeline/rows.h"
#include "sim/power/rows.h"
#include "sim/telecom/rows.h"
#include "sim/traffic/domain/trip_outcomes.h"
#include "sim/traffic/rows.h"
#include "sim/water/rows.h"

using namespace cityloom;
using namespace cityloom::engine;

namespace {

Point2 place(const QJsonValue& at) {
    return {at[0].toDouble(), at[1].toDouble()};
}

std::string text(const QJsonValue& value) {
    return value.toString().toStdString();
}

/// The city of a file, with names for what its cases speak of.
struct SmallCity {
    Networks networks;
    std::map<std::string, std::uint32_t> edge; ///< "1+" along street 1's nodes, "1-" against
    std::map<std::string, AssetRef> asset;

    [[nodiscard]] std::uint32_t edge_of(const QJsonValue& name) const {
        const auto found = edge.find(text(name));
        return found != edge.end() ? found->second : kNone;
    }
};

void lay_streets(const QJsonObject& file, SmallCity& city) {
    gis::City map;
    std::map<std::string, std::uint32_t> nodes;
    const QJsonObject places = file["nodes"].toObject();
    for (auto it = places.begin(); it != places.end(); ++it) {
        nodes[it.key().toStdString()] = static_cast<std::uint32_t>(map.street_nodes.size());
        map.street_nodes.push_back({.id = 100 + map.street_nodes.size(), .at = place(it.value())});
    }
    for (const QJsonValue& row : file["streets"].toArray()) {
        const auto first = static_cast<std::uint32_t>(map.street_node_refs.size());
        map.street_node_refs.push_back(nodes.at(text(row["from"])));
        map.street_node_refs.push_back(nodes.at(text(row["to"])));
        map.streets.push_back({.id = static_cast<std::uint64_t>(row["id"].toInt()),
                               .nodes = {first, 2},
                               .cls = gis::StreetClass::Trunk,
                               .speed_mps = row["kmh"].toDouble() / 3.6});
    }
    map.min_corner = {-100.0, -100.0};
    map.max_corner = {2'100.0, 1'100.0};
    city.networks.roads = gis::derive_roads(map);
    const traffic::RoadNetwork& roads = city.networks.roads;
    for (std::uint32_t e = 0; e < roads.edges.size(); ++e) {
        const traffic::Edge& edge = roads.edges[e];
        const auto street = std::ranges::find(map.streets, edge.street_id, &gis::Street::id);
        const Point2 head = map.street_nodes[map.street_node_refs[street->nodes.begin]].at;
        const bool along =
            distance_m(roads.points[edge.shape.begin], head) < distance_m(roads.points[edge.shape.end() - 1], head);
        city.edge[std::to_string(edge.street_id) + (along ? "+" : "-")] = e;
    }
}

void lay_power(const QJsonObject& file, SmallCity& city) {
    power::Network& net = city.networks.power;
    for (const QJsonValue& row : file["buses"].toArray()) {
        city.asset[text(row["key"])] = {&power::kBus, net.buses.size()};
        net.buses.push_back({.id = 1 + net.buses.size(),
                             .key = text(row["key"]),
                             .at = place(row["at"]),
                             .kind = row["infeed"].toBool() ? power::BusKind::Infeed : power::BusKind::Transformer,
                             .nominal_v = 10'000.0,
                             .peak_load_w = 1e3 * row["peak_kw"].toDouble(),
                             .customers = static_cast<std::uint32_t>(row["customers"].toInt())});
    }
    for (const QJsonValue& row : file["lines"].toArray()) {
        city.asset[text(row["key"])] = {&power::kBranch, net.branches.size()};
        net.branches.push_back({.id = 1 + net.branches.size(),
                                .key = text(row["key"]),
                                .from = static_cast<std::uint32_t>(city.asset.at(text(row["from"])).index),
                                .to = static_cast<std::uint32_t>(city.asset.at(text(row["to"])).index),
                                .length_m = 100.0,
                                .r_ohm = 0.01,
                                .x_ohm = 0.01,
                                .rating_a = 300.0,
                                .normally_open = row["tie"].toBool()});
    }
}

void lay_water(const QJsonObject& file, SmallCity& city) {
    water::Network& net = city.networks.water;
    for (const QJsonValue& row : file["nodes"].toArray()) {
        city.asset[text(row["key"])] = {&water::kNode, net.nodes.size()};
        water::Node node{.id = 1 + net.nodes.size(),
                         .key = text(row["key"]),
                         .at = place(row["at"]),
                         .elevation_m = row["elevation_m"].toDouble(),
                         .demand_m3ps = 1e-3 * row["litres_s"].toDouble(),
                         .customers = static_cast<std::uint32_t>(row["customers"].toInt())};
        if (row["source"].toBool()) {
            node.kind = water::NodeKind::Reservoir;
        } else if (row["tank_m2"].toDouble() > 0.0) {
            node.kind = water::NodeKind::Tank;
            node.tank_area_m2 = row["tank_m2"].toDouble();
            node.tank_max_level_m = node.tank_start_level_m = row["level_m"].toDouble();
        }
        net.nodes.push_back(node);
    }
    for (const QJsonValue& row : file["mains"].toArray()) {
        city.asset[text(row["key"])] = {&water::kLink, net.links.size()};
        net.links.push_back({.id = 1 + net.links.size(),
                             .key = text(row["key"]),
                             .from = static_cast<std::uint32_t>(city.asset.at(text(row["from"])).index),
                             .to = static_cast<std::uint32_t>(city.asset.at(text(row["to"])).index),
                             .length_m = 100.0,
                             .diameter_m = 0.3});
    }
}

void lay_masts(const QJsonObject& file, SmallCity& city) {
    for (const QJsonValue& row : file["masts"].toArray()) {
        const AssetRef mast{&telecom::kSite, city.networks.telecom.sites.size()};
        city.asset[text(row["key"])] = mast;
        city.networks.telecom.sites.push_back({.id = 1 + mast.index,
                                               .key = text(row["key"]),
                                               .at = place(row["at"]),
                                               .range_m = row["range_m"].toDouble(),
                                               .power_w = 0.0});
        city.networks.dependencies.supplies.push_back({.provider = city.asset.at(text(row["power"])),
                                                       .consumer = mast,
                                                       .service = Service::Power,
                                                       .threshold = 0.85,
                                                       .buffer_s = 60.0 * row["battery_min"].toDouble()});
    }
}

void house_people(const QJsonObject& file, SmallCity& city) {
    lifeline::Dependencies& deps = city.networks.dependencies;
    traffic::DemandModel& demand = city.networks.demand;
    for (const QJsonValue& row : file["buildings"].toArray()) {
        const AssetRef house{&lifeline::kBuilding, deps.buildings.size()};
        const double people = row["people"].toDouble();
        const double jobs = row["jobs"].toDouble();
        deps.buildings.push_back({.id = 1 + house.index,
                                  .people = static_cast<float>(people),
                                  .jobs = static_cast<float>(jobs),
                                  .at = place(row["at"])});
        const auto needs = [&](AssetRef provider, Service service, double threshold) {
            deps.supplies.push_back(
                {.provider = provider, .consumer = house, .service = service, .threshold = threshold});
        };
        needs(city.asset.at(text(row["power"])), Service::Power, 0.01);
        needs(city.asset.at(text(row["water"])), Service::Water, 0.0);
        needs({&telecom::kSite, kChosen}, Service::Signal, 1.0);
        const auto begin = static_cast<std::uint32_t>(demand.zone_edges.size());
        demand.zone_edges.push_back(city.edge_of(row["street"]));
        demand.zone_edge_weights.push_back(1.0F);
        demand.zones.push_back({.id = 1 + house.index,
                                .at = place(row["at"]),
                                .people = people,
                                .jobs = jobs,
                                .origins = {begin, 1},
                                .destinations = {begin, 1}});
        demand.people += people;
        demand.jobs += jobs;
    }
    for (const QJsonValue& street : file["hospitals"].toArray()) {
        deps.hospital_edges.push_back(city.edge_of(street));
    }
}

SmallCity read_city(const QJsonObject& file) {
    SmallCity city;
    lay_streets(file, city);
    lay_power(file["power"].toObject(), city);
    lay_water(file["water"].toObject(), city);
    lay_masts(file["telecom"].toObject(), city);
    house_people(file, city);
    return city;
}

TimeUs clock_of(const QJsonValue& at) {
    const QStringList parts = at.toString().split(':');
    return parts[0].toInt() * kHourUs + parts[1].toInt() * kMinuteUs +
           (parts.size() > 2 ? parts[2].toInt() * kSecondUs : 0);
}

std::vector<traffic::Trip> read_trips(const QJsonArray& rows, const SmallCity& city) {
    std::vector<traffic::Trip> trips;
    for (const QJsonValue& row : rows) {
        for (int k = 0; k < row["number"].toInt(1); ++k) {
            traffic::Trip trip{.id = 1 + trips.size(),
                               .depart = clock_of(row["depart"]) + k * row["every_s"].toInt() * kSecondUs,
                               .from_edge = city.edge_of(row["from"]),
                               .to_edge = city.edge_of(row["to"]),
                               .electric = row["electric"].toBool()};
            if (row["from_m"].isDouble()) { // at its top speed of 25 m/s, over so many metres
                trip.type = row["truck"].toBool() ? traffic::kTruck : traffic::kBus;
                trip.from_m = static_cast<float>(row["from_m"].toDouble());
                trip.to_m = static_cast<float>(row["to_m"].toDouble());
                trip.depart_mps = traffic::Trip::kDepartFast;
            }
            trips.push_back(trip);
        }
    }
    std::ranges::stable_sort(trips, {}, &traffic::Trip::depart);
    return trips;
}

std::vector<Command> read_events(const QJsonArray& rows, const SmallCity& city) {
    std::vector<Command> events;
    for (const QJsonValue& row : rows) {
        Command command{.at = clock_of(row["at"]), .cause = text(row["cause"])};
        const auto on_asset = [&](const char* verb, Verb which) {
            if (row[verb].isString()) {
                command.verb = which;
                command.asset = city.asset.at(text(row[verb]));
                events.push_back(command);
            }
        };
        on_asset("fail", Verb::Fail);
        on_asset("repair", Verb::Repair);
        on_asset("switch", Verb::Switch);
        if (row["switch"].isString()) {
            events.back().value = row["closed"].toBool() ? 1.0 : 0.0;
        }
        for (const auto& [verb, which] : {std::pair{"close", Verb::Close}, std::pair{"open", Verb::Open}}) {
            if (row[verb].isDouble()) {
                command.verb = which;
                command.asset = {&traffic::kStreet, static_cast<std::uint64_t>(row[verb].toInt())};
                events.push_back(command);
            }
        }
    }
    return events;
}

/// How an answer is missed; empty: it is not.
QString miss(const World& world, const QJsonValue& ask) {
    const Figure* figure = find_figure(text(ask["figure"]));
    if (figure == nullptr) {
        return "no figure " + ask["figure"].toString();
    }
    const double value = world.figures().shown(*figure);
    const double expected = ask["value"].isString() ? std::numeric_limits<double>::infinity() : ask["value"].toDouble();
    const double tolerance = ask["tolerance"].toDouble(1e-6 * std::max(1.0, std::abs(expected)));
    if (value == expected || std::abs(value - expected) <= tolerance) {
        return {};
    }
    return QString("%1 %2 is %3, expected %4 (%5)")
        .arg(ask["ask"].toString(), ask["figure"].toString())
        .arg(value, 0, 'g', 10)
        .arg(expected, 0, 'g', 10)
        .arg(ask["because"].toString());
}

QDir cases() {
    return QDir{qEnvironmentVariable("CITYLOOM_SOURCE") + "/tests/data/outcomes"};
}

QJsonObject read(const QString& path) {
    QFile file{path};
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject{};
}

} // namespace

class OutcomesTest : public QObject {
    Q_OBJECT

private slots:
    void questions_data() {
        QTest::addColumn<QString>("path");
        const QDir folder = cases();
        for (const QString& name : folder.entryList({"*.case.json"}, QDir::Files, QDir::Name)) {
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
        }
    }
    void questions() {
        QFETCH(QString, path);
        const QJsonObject given = read(path);
        QVERIFY2(!given.isEmpty(), qPrintable(path));
        const SmallCity city = read_city(read(cases().filePath(given["city"].toString() + ".city.json")));
        QStringList missed;
        std::vector<std::uint64_t> hashes;
        for (const unsigned threads : {1U, 3U}) {
            const TimeUs start = clock_of(given["start"]);
            World world{city.networks,
                        read_trips(given["trips"].toArray(), city),
                        {.start = start, .events = read_events(given["events"].toArray(), city)}};
            Executor executor{threads};
            const auto run = [&](TimeUs until) {
                while (world.time() < until) {
                    world.step(executor);
                }
            };
            bool closed = false;
            for (const QJsonValue& ask : given["asks"].toArray()) {
                const TimeUs at = clock_of(ask["at"]);
                if (at > world.time()) {
                    run(at);
                }
                if (ask["end"].toBool() && !closed) { // the books are closed, those under way may still arrive
                    closed = true;
                    world.finish();
                    run(at + clock_of(given["tail"].toString("00:00")));
                }
                if (const QString miss_of = miss(world, ask); !miss_of.isEmpty()) {
                    missed.push_back(miss_of);
                }
            }
            if (!world.fault().empty()) {
                missed.push_back(QString::fromStdString(world.fault()));
            }
            hashes.push_back(world.state_hash());
        }
        QVERIFY2(missed.isEmpty(), qPrintable(missed.join("\n")));
        QCOMPARE(hashes[0], hashes[1]);
    }

    void thereAreEnough() {
        const QDir folder = cases();
        qsizetype asks = 0;
        for (const QString& name : folder.entryList({"*.case.json"}, QDir::Files)) {
            asks += read(folder.filePath(name))["asks"].toArray().size();
        }
        QVERIFY2(asks >= 30, qPrintable(QString::number(asks)));
    }
};

QTEST_GUILESS_MAIN(OutcomesTest)
#include "tst_outcomes.moc"
