// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/models/object_facts.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include <QCoreApplication>

#include "app/desktop/style/figures.h"

namespace cityloom::app {

namespace {

using render::ObjectKind;

struct Facts {
    Q_DECLARE_TR_FUNCTIONS(Facts)

public:
    static QString withUnit(double value, int decimals, const QString& unit) {
        return QStringLiteral("%1 %2").arg(figure(value, decimals), unit);
    }
    static QString yesNo(bool yes) { return yes ? tr("yes") : tr("no"); }

    static QString useWord(gis::BuildingUse use) {
        static constexpr std::array<const char*, 12> kWords{
            QT_TR_NOOP("unknown use"), QT_TR_NOOP("housing"), QT_TR_NOOP("offices"), QT_TR_NOOP("shops"),
            QT_TR_NOOP("industry"),    QT_TR_NOOP("public"),  QT_TR_NOOP("school"),  QT_TR_NOOP("hospital"),
            QT_TR_NOOP("religious"),   QT_TR_NOOP("garage"),  QT_TR_NOOP("hotel"),   QT_TR_NOOP("utility")};
        return tr(kWords.at(static_cast<std::size_t>(use)));
    }

    static QString cycleWord(const gis::CycleSide& side) {
        static constexpr std::array<const char*, 6> kWords{QT_TR_NOOP("none"),
                                                           QT_TR_NOOP("bicycle lane"),
                                                           QT_TR_NOOP("bicycle track"),
                                                           QT_TR_NOOP("on the general lane"),
                                                           QT_TR_NOOP("on the bus lane"),
                                                           QT_TR_NOOP("a way of its own")};
        const QString word = tr(kWords.at(static_cast<std::size_t>(side.kind)));
        return side.width_m > 0.0 ? QStringLiteral("%1, %2").arg(word, withUnit(side.width_m, 1, tr("m"))) : word;
    }

    static QString classWord(gis::StreetClass cls) {
        static constexpr std::array<const char*, 18> kWords{QT_TR_NOOP("motorway"),
                                                            QT_TR_NOOP("trunk road"),
                                                            QT_TR_NOOP("primary street"),
                                                            QT_TR_NOOP("secondary street"),
                                                            QT_TR_NOOP("tertiary street"),
                                                            QT_TR_NOOP("minor street"),
                                                            QT_TR_NOOP("residential street"),
                                                            QT_TR_NOOP("living street"),
                                                            QT_TR_NOOP("service road"),
                                                            QT_TR_NOOP("track"),
                                                            QT_TR_NOOP("pedestrian street"),
                                                            QT_TR_NOOP("footway"),
                                                            QT_TR_NOOP("cycleway"),
                                                            QT_TR_NOOP("path"),
                                                            QT_TR_NOOP("steps"),
                                                            QT_TR_NOOP("busway"),
                                                            QT_TR_NOOP("under construction"),
                                                            QT_TR_NOOP("other street")};
        return tr(kWords.at(static_cast<std::size_t>(cls)));
    }

    static double at(const std::vector<float>& values, std::size_t i) {
        return i < values.size() ? static_cast<double>(values[i]) : NAN;
    }
    static double at(const std::vector<std::uint8_t>& values, std::size_t i) {
        return i < values.size() ? static_cast<double>(values[i]) : NAN;
    }

    static void building(ObjectFacts& out, const LoadedCity& c, std::uint32_t i, const engine::Frame* frame) {
        const gis::Building& b = c.city->buildings[i];
        out.kind = tr("Building, %1").arg(useWord(b.use));
        out.icon = QStringLiteral("building");
        const QString height_source = b.height_source == gis::HeightSource::Measured  ? tr("measured")
                                      : b.height_source == gis::HeightSource::Storeys ? tr("derived")
                                                                                      : tr("default");
        out.facts.push_back({tr("Height"), withUnit(b.height_m, 1, tr("m")), height_source});
        if (b.storeys > 0.0F) {
            out.facts.push_back({tr("Storeys"), figure(static_cast<double>(b.storeys), 0), tr("measured")});
        }
        out.facts.push_back({tr("Use"), useWord(b.use), sourceWord(b.use_source)});
        out.facts.push_back({tr("Footprint"), withUnit(b.footprint_m2, 0, tr("m²")), tr("derived")});
        const auto& services = c.networks->dependencies.buildings;
        if (i < services.size()) {
            out.facts.push_back({tr("People"), figure(static_cast<double>(services[i].people), 0), tr("derived")});
            out.facts.push_back({tr("Jobs"), figure(static_cast<double>(services[i].jobs), 0), tr("derived")});
            if (services[i].bus < c.networks->power.buses.size()) {
                out.facts.push_back({tr("Electricity from"),
                                     QString::fromStdString(c.networks->power.buses[services[i].bus].key),
                                     tr("derived")});
            }
        }
        if (frame != nullptr) {
            out.facts.push_back({tr("Electricity now"), yesNo(at(frame->building_power, i) > 0.5), {}});
            out.facts.push_back({tr("Water now"), yesNo(at(frame->building_water, i) > 0.5), {}});
            out.facts.push_back({tr("Signal now"), yesNo(at(frame->building_signal, i) > 0.5), {}});
        }
        out.series.push_back(
            {tr("Electricity"), tr("1 = served"), 0, [i](const engine::Frame& f) { return at(f.building_power, i); }});
        out.series.push_back(
            {tr("Water"), tr("1 = served"), 0, [i](const engine::Frame& f) { return at(f.building_water, i); }});
    }

    /// What of a street's edges nobody may use, and why; empty while there is nothing.
    static QString blockedWords(const engine::Frame& frame, const std::vector<std::uint32_t>& edges) {
        std::size_t closed = 0;
        QStringList words;
        for (const engine::BlockedView& b : frame.blocked) {
            if (std::find(edges.begin(), edges.end(), b.edge) == edges.end()) {
                continue;
            }
            if (b.kind == engine::Blockage::Closed) {
                ++closed;
                continue;
            }
            const bool works = b.kind == engine::Blockage::Works;
            const int lanes = works ? static_cast<int>(b.lanes) : std::popcount(b.lanes);
            const QString said = works
                                     ? tr("Work zone: it takes %n lane(s) beside the kerb.", nullptr, lanes)
                                     : tr("Incident: %n lane(s) beside the kerb are blocked over %1 m.", nullptr, lanes)
                                           .arg(figure(static_cast<double>(b.to_m - b.from_m), 0));
            if (!words.contains(said)) {
                words.push_back(said);
            }
        }
        if (closed > 0) {
            words.push_front(closed == edges.size()
                                 ? tr("Closed now.")
                                 : tr("Closed now on %1 of its %2 pieces.").arg(closed).arg(edges.size()));
        }
        return words.join(QLatin1Char{' '});
    }

    static void street(ObjectFacts& out, const LoadedCity& c, std::uint32_t i, const engine::Frame* frame) {
        const gis::Street& s = c.city->streets[i];
        out.kind = tr("Street, %1").arg(classWord(s.cls));
        out.icon = QStringLiteral("street");
        out.facts.push_back({tr("Lanes"),
                             QStringLiteral("%1 + %2").arg(s.lanes_forward).arg(s.oneway != 0 ? 0 : s.lanes_backward),
                             sourceWord(s.lanes_source)});
        for (const auto& [side, word] : {std::pair{&s.cycle_left, tr("For bicycles, left")},
                                         std::pair{&s.cycle_right, tr("For bicycles, right")}}) {
            if (side->kind != gis::CycleFacility::None) {
                out.facts.push_back({word, cycleWord(*side), sourceWord(Provenance::Measured)});
            }
        }
        out.facts.push_back(
            {tr("Speed limit"), withUnit(s.speed_mps * 3.6, 0, tr("km/h")), sourceWord(s.speed_source)});
        const auto found = c.edges_by_street.find(s.id);
        if (found == c.edges_by_street.end()) {
            out.note = tr("Cars do not drive here.");
            return;
        }
        out.asset = engine::AssetRef{engine::AssetType::Street, s.id};
        const std::vector<std::uint32_t> edges = found->second;
        std::vector<double> limits;
        double length = 0.0;
        for (const std::uint32_t e : edges) {
            limits.push_back(c.networks->roads.edges[e].speed_mps);
            length += c.networks->roads.edges[e].length_m;
        }
        out.facts.push_back({tr("Length, all directions"), withUnit(length, 0, tr("m")), tr("derived")});
        const auto speed = [edges, limits](const engine::Frame& f) {
            double sum = 0.0;
            for (std::size_t k = 0; k < edges.size(); ++k) {
                sum += at(f.edge_speed_share, edges[k]) * limits[k] * 3.6;
            }
            return sum / static_cast<double>(edges.size());
        };
        const auto density = [edges](const engine::Frame& f) {
            double sum = 0.0;
            for (const std::uint32_t e : edges) {
                sum += at(f.edge_density, e);
            }
            return sum / static_cast<double>(edges.size());
        };
        if (frame != nullptr) {
            out.facts.push_back({tr("Mean speed now"), withUnit(speed(*frame), 1, tr("km/h")), {}});
            out.facts.push_back({tr("Density now"), withUnit(density(*frame), 1, tr("veh/km and lane")), {}});
            out.note = blockedWords(*frame, edges);
        }
        out.series.push_back({tr("Mean speed"), tr("km/h"), 1, speed});
        out.series.push_back({tr("Density"), tr("veh/km and lane"), 1, density});
    }

    static void bus(ObjectFacts& out, const LoadedCity& c, std::uint32_t i, const engine::Frame* frame) {
        const power::Bus& b = c.networks->power.buses[i];
        static constexpr std::array<const char*, 4> kKinds{QT_TR_NOOP("Grid infeed"), QT_TR_NOOP("Substation"),
                                                           QT_TR_NOOP("Feeder node"), QT_TR_NOOP("Transformer")};
        out.kind = tr(kKinds.at(static_cast<std::size_t>(b.kind)));
        out.icon = QStringLiteral("bolt");
        out.facts.push_back({tr("Nominal voltage"), withUnit(b.nominal_v * 1e-3, 1, tr("kV")), sourceWord(b.source)});
        out.facts.push_back({tr("Peak load here"), withUnit(b.peak_load_w * 1e-6, 3, tr("MW")), tr("derived")});
        out.facts.push_back({tr("Customers here"), figure(b.customers, 0), tr("derived")});
        if (b.rating_va > 0.0) {
            out.facts.push_back({tr("Rating"), withUnit(b.rating_va * 1e-6, 2, tr("MVA")), sourceWord(b.source)});
        }
        std::vector<std::uint32_t> branches;
        for (std::uint32_t k = 0; k < c.networks->power.branches.size(); ++k) {
            if (c.networks->power.branches[k].from == i || c.networks->power.branches[k].to == i) {
                branches.push_back(k);
            }
        }
        const auto loading = [branches](const engine::Frame& f) {
            double most = 0.0;
            for (const std::uint32_t k : branches) {
                most = std::max(most, at(f.branch_loading, k) * 100.0);
            }
            return most;
        };
        if (frame != nullptr) {
            out.facts.push_back({tr("Voltage now"), withUnit(at(frame->bus_voltage_pu, i), 3, tr("p.u.")), {}});
            out.facts.push_back(
                {tr("Highest line loading now"), withUnit(loading(*frame), 0, QStringLiteral("%")), {}});
        }
        out.series.push_back(
            {tr("Voltage"), tr("p.u."), 3, [i](const engine::Frame& f) { return at(f.bus_voltage_pu, i); }});
        out.series.push_back({tr("Line loading"), QStringLiteral("%"), 0, loading});
        out.note = dependents(c, i);
    }

    /// Whatever loses its last way to an infeed when this bus is gone.
    static QString dependents(const LoadedCity& c, std::uint32_t gone) {
        const power::Network& grid = c.networks->power;
        std::vector<std::vector<std::uint32_t>> next(grid.buses.size());
        for (const power::Branch& b : grid.branches) {
            if (!b.normally_open) {
                next[b.from].push_back(b.to);
                next[b.to].push_back(b.from);
            }
        }
        std::vector<std::uint8_t> fed(grid.buses.size(), 0);
        std::vector<std::uint32_t> todo;
        for (std::uint32_t i = 0; i < grid.buses.size(); ++i) {
            if (grid.buses[i].kind == power::BusKind::Infeed && i != gone) {
                fed[i] = 1;
                todo.push_back(i);
            }
        }
        while (!todo.empty()) {
            const std::uint32_t at_bus = todo.back();
            todo.pop_back();
            for (const std::uint32_t n : next[at_bus]) {
                if (n != gone && fed[n] == 0) {
                    fed[n] = 1;
                    todo.push_back(n);
                }
            }
        }
        std::array<int, 5> count{};
        for (const lifeline::PowerSupply& supply : c.networks->dependencies.supplies) {
            if (supply.bus < fed.size() && fed[supply.bus] == 0) {
                ++count.at(static_cast<std::size_t>(supply.kind));
            }
        }
        std::uint64_t customers = 0;
        for (std::size_t i = 0; i < fed.size(); ++i) {
            customers += fed[i] == 0 ? grid.buses[i].customers : 0;
        }
        return tr("Depend on it: %1 customers, %2 pumps, %3 signals, %4 base stations and roadside units, %5 charging "
                  "stations.")
            .arg(figure(static_cast<double>(customers), 0))
            .arg(count[0])
            .arg(count[1])
            .arg(count[2])
            .arg(count[4]);
    }

    static void waterNode(ObjectFacts& out, const LoadedCity& c, std::uint32_t i, const engine::Frame* frame) {
        const water::Node& n = c.networks->water.nodes[i];
        static constexpr std::array<const char*, 3> kKinds{QT_TR_NOOP("Water junction"), QT_TR_NOOP("Water source"),
                                                           QT_TR_NOOP("Water tank")};
        out.kind = tr(kKinds.at(static_cast<std::size_t>(n.kind)));
        out.icon = QStringLiteral("drop");
        out.facts.push_back({tr("Elevation"), withUnit(n.elevation_m, 1, tr("m")), sourceWord(n.source)});
        const bool tank = n.kind == water::NodeKind::Tank;
        if (tank) {
            out.facts.push_back({tr("Volume"),
                                 withUnit(n.tank_area_m2 * (n.tank_max_level_m - n.tank_min_level_m), 0, tr("m³")),
                                 sourceWord(n.source)});
            out.series.push_back(
                {tr("Level"), tr("m"), 2, [i](const engine::Frame& f) { return at(f.tank_level_m, i); }});
        } else {
            out.facts.push_back(
                {tr("Mean demand"), withUnit(n.demand_m3ps * 1000.0, 2, tr("l/s")), sourceWord(n.source)});
            out.facts.push_back({tr("Customers here"), figure(n.customers, 0), tr("derived")});
            out.series.push_back(
                {tr("Pressure"), tr("m"), 1, [i](const engine::Frame& f) { return at(f.water_pressure_m, i); }});
        }
        if (frame != nullptr) {
            out.facts.push_back(
                tank ? Fact{tr("Level now"), withUnit(at(frame->tank_level_m, i), 2, tr("m")), {}}
                     : Fact{tr("Pressure now"), withUnit(at(frame->water_pressure_m, i), 1, tr("m")), {}});
        }
    }

    static void site(ObjectFacts& out, const LoadedCity& c, std::uint32_t i, const engine::Frame* frame) {
        const telecom::Site& s = c.networks->telecom.sites[i];
        out.kind = s.kind == telecom::SiteKind::BaseStation ? tr("Base station") : tr("Roadside unit");
        out.icon = QStringLiteral("antenna");
        out.facts.push_back({tr("Range"), withUnit(s.range_m, 0, tr("m")), sourceWord(s.source)});
        out.facts.push_back({tr("Capacity"), withUnit(s.capacity_bps * 1e-6, 0, tr("Mbit/s")), sourceWord(s.source)});
        out.facts.push_back({tr("Battery lasts"), withUnit(s.battery_s / 3600.0, 1, tr("h")), sourceWord(s.source)});
        if (frame != nullptr) {
            const double state = at(frame->site_state, i);
            out.facts.push_back({tr("Power now"),
                                 state < 0.5   ? tr("dead")
                                 : state < 1.5 ? tr("on battery")
                                               : tr("on mains"),
                                 {}});
            out.facts.push_back(
                {tr("Load now"), withUnit(at(frame->site_load, i) * 100.0, 0, QStringLiteral("%")), {}});
            out.facts.push_back(
                {tr("Battery now"), withUnit(at(frame->site_battery_share, i) * 100.0, 0, QStringLiteral("%")), {}});
        }
        out.series.push_back(
            {tr("Load"), QStringLiteral("%"), 0, [i](const engine::Frame& f) { return at(f.site_load, i) * 100.0; }});
        out.series.push_back({tr("Battery"), QStringLiteral("%"), 0,
                              [i](const engine::Frame& f) { return at(f.site_battery_share, i) * 100.0; }});
    }

    /// \param i among those of the frame, which come after the city's own where a scenario adds them.
    static void charger(ObjectFacts& out, const LoadedCity& c, std::uint32_t i, const engine::Frame* frame) {
        out.kind = tr("Charging station");
        out.icon = QStringLiteral("charger");
        const auto view = [i](const engine::Frame& f) {
            return i < f.chargers.size() ? f.chargers[i] : engine::ChargerView{};
        };
        const bool own = i < c.networks->roads.chargers.size();
        Provenance source = Provenance::Default;
        std::uint32_t points = frame != nullptr ? view(*frame).points : 0;
        auto power_w = frame != nullptr ? static_cast<double>(view(*frame).power_w) : 0.0;
        if (own) {
            const traffic::ChargingStation& s = c.networks->roads.chargers[i];
            source = s.source;
            points = s.points;
            power_w = static_cast<double>(s.power_w);
            out.asset = engine::AssetRef{engine::AssetType::Charger, i};
        } else {
            out.note = tr("The scenario adds it. To let it fail, add an event to the scenario.");
        }
        const QString from = own ? sourceWord(source) : tr("scenario");
        out.facts.push_back({tr("Charging points"), figure(points, 0), from});
        out.facts.push_back({tr("Power of a point"), withUnit(power_w * 1e-3, 0, tr("kW")), from});
        for (const lifeline::PowerSupply& supply : c.networks->dependencies.supplies) {
            if (supply.kind == lifeline::ConsumerKind::Charger && supply.consumer == i &&
                supply.bus < c.networks->power.buses.size()) {
                out.facts.push_back({tr("Electricity from"),
                                     QString::fromStdString(c.networks->power.buses[supply.bus].key), tr("derived")});
            }
        }
        if (frame != nullptr) {
            const engine::ChargerView now = view(*frame);
            out.facts.push_back({tr("Working now"), yesNo(now.working != 0), {}});
            out.facts.push_back({tr("Points in use now"), QStringLiteral("%1 / %2").arg(now.busy).arg(points), {}});
            out.facts.push_back({tr("Waiting now"), figure(now.waiting, 0), {}});
            out.facts.push_back({tr("Drawn now"), withUnit(static_cast<double>(now.load_w) * 1e-3, 0, tr("kW")), {}});
            out.facts.push_back(
                {tr("Charged so far"), withUnit(static_cast<double>(now.delivered_wh) * 1e-3, 1, tr("kWh")), {}});
        }
        out.series.push_back({tr("Points in use"), tr("points"), 0,
                              [view](const engine::Frame& f) { return static_cast<double>(view(f).busy); }});
        out.series.push_back({tr("Waiting"), tr("vehicles"), 0,
                              [view](const engine::Frame& f) { return static_cast<double>(view(f).waiting); }});
        out.series.push_back({tr("Drawn"), tr("kW"), 0,
                              [view](const engine::Frame& f) { return static_cast<double>(view(f).load_w) * 1e-3; }});
    }

    static void controller(ObjectFacts& out, const LoadedCity& c, std::uint32_t i, const engine::Frame* frame) {
        const traffic::Controller& s = c.networks->roads.controllers[i];
        out.kind = tr("Traffic signals");
        out.icon = QStringLiteral("signal");
        double cycle = 0.0;
        for (const traffic::SignalPhase& phase : s.phases) {
            cycle += phase.green_s + phase.yellow_s + phase.all_red_s;
        }
        out.facts.push_back({tr("Stages"), figure(static_cast<double>(s.phases.size()), 0), sourceWord(s.source)});
        out.facts.push_back({tr("Cycle as derived"), withUnit(cycle, 0, tr("s")), tr("derived")});
        out.facts.push_back({tr("Offset as derived"), withUnit(s.offset_s, 0, tr("s")), tr("derived")});
        double people = 0.0;
        for (const traffic::PedestrianCrossing& crossing : s.crossings) {
            people += crossing.pedestrians_per_h;
        }
        std::size_t before = 0; // crossings of the controllers that come first
        for (std::uint32_t k = 0; k < i; ++k) {
            before += c.networks->roads.controllers[k].crossings.size();
        }
        const auto waiting = [before, count = s.crossings.size()](const engine::Frame& f) {
            std::uint32_t sum = 0;
            for (std::size_t k = before; k < before + count && k < f.crossings.size(); ++k) {
                sum += f.crossings[k].waiting[0] + f.crossings[k].waiting[1];
            }
            return static_cast<double>(sum);
        };
        out.facts.push_back({tr("Crossings on foot"), figure(static_cast<double>(s.crossings.size()), 0), {}});
        out.facts.push_back(
            {tr("People on foot in the peak hour"), figure(people, 0), sourceWord(Provenance::Default)});
        if (frame != nullptr) {
            out.facts.push_back({tr("Working now"), yesNo(at(frame->controller_on, i) > 0.5), {}});
            out.facts.push_back({tr("People who wait to cross now"), figure(waiting(*frame), 0), {}});
        }
        out.series.push_back({tr("People who wait to cross"), tr("people"), 0, waiting});
        out.series.push_back(
            {tr("Working"), tr("1 = on"), 0, [i](const engine::Frame& f) { return at(f.controller_on, i); }});
    }

    static void vehicle(ObjectFacts& out, const render::ObjectRef& object, const engine::Frame* frame) {
        out.icon = QStringLiteral("car");
        out.kind = tr("Vehicle");
        if (frame == nullptr) {
            return;
        }
        static constexpr std::array<const char*, 5> kKinds{QT_TR_NOOP("Car"), QT_TR_NOOP("Lorry"), QT_TR_NOOP("Bus"),
                                                           QT_TR_NOOP("Emergency vehicle"), QT_TR_NOOP("Bicycle")};
        for (const engine::VehicleView& v : frame->vehicles) {
            if (v.id == object.id) {
                out.kind = tr(kKinds.at(static_cast<std::size_t>(v.cls)));
                out.facts.push_back(
                    {tr("Speed now"), withUnit(static_cast<double>(v.speed_mps) * 3.6, 0, tr("km/h")), {}});
                out.facts.push_back(
                    {tr("Length"), withUnit(static_cast<double>(v.length_m), 1, tr("m")), tr("default")});
                return;
            }
        }
        out.note = tr("It has arrived or is not under way at this time.");
    }

    static QString title(const LoadedCity& c, const render::ObjectRef& o) {
        const auto text = [](const std::string& s) { return QString::fromStdString(s); };
        switch (o.kind) {
        case ObjectKind::Building: {
            const gis::Building& b = c.city->buildings[o.index];
            return !b.name.empty() ? text(b.name) : b.source.empty() ? tr("Building %1").arg(b.id) : text(b.source);
        }
        case ObjectKind::Street: {
            const gis::Street& s = c.city->streets[o.index];
            return s.name.empty() ? tr("Street %1").arg(s.id) : text(s.name);
        }
        case ObjectKind::WaterNode:
            return text(c.networks->water.nodes[o.index].key);
        case ObjectKind::Bus:
            return text(c.networks->power.buses[o.index].key);
        case ObjectKind::Site:
            return text(c.networks->telecom.sites[o.index].key);
        case ObjectKind::Controller:
            return text(c.networks->roads.controllers[o.index].key);
        case ObjectKind::Charger:
            return o.index < c.networks->roads.chargers.size()
                       ? text(c.networks->roads.chargers[o.index].key)
                       : tr("Charging station %1 of the scenario").arg(o.index - c.networks->roads.chargers.size() + 1);
        case ObjectKind::Vehicle:
            return tr("Vehicle %1").arg(o.id % 1'000'000);
        case ObjectKind::Ground:
            return tr("Ground");
        case ObjectKind::None:
            return {};
        }
        return {};
    }
};

} // namespace

QString sourceWord(Provenance source) {
    switch (source) {
    case Provenance::Measured:
        return Facts::tr("measured");
    case Provenance::Derived:
        return Facts::tr("derived");
    case Provenance::Default:
        return Facts::tr("default");
    }
    return {};
}

QString objectTitle(const LoadedCity& city, const render::ObjectRef& object) {
    return Facts::title(city, object);
}

ObjectFacts objectFacts(const LoadedCity& city, const render::ObjectRef& object, const engine::Frame* frame) {
    using engine::AssetType;
    ObjectFacts out;
    out.title = objectTitle(city, object);
    switch (object.kind) {
    case ObjectKind::Building:
        Facts::building(out, city, object.index, frame);
        break;
    case ObjectKind::Street:
        Facts::street(out, city, object.index, frame);
        break;
    case ObjectKind::Bus:
        Facts::bus(out, city, object.index, frame);
        out.asset = engine::AssetRef{AssetType::PowerBus, object.index};
        break;
    case ObjectKind::WaterNode:
        Facts::waterNode(out, city, object.index, frame);
        out.asset = engine::AssetRef{AssetType::WaterNode, object.index};
        break;
    case ObjectKind::Site:
        Facts::site(out, city, object.index, frame);
        out.asset = engine::AssetRef{AssetType::TelecomSite, object.index};
        break;
    case ObjectKind::Controller:
        Facts::controller(out, city, object.index, frame);
        out.asset = engine::AssetRef{AssetType::Controller, object.index};
        break;
    case ObjectKind::Charger:
        Facts::charger(out, city, object.index, frame);
        break;
    case ObjectKind::Vehicle:
        Facts::vehicle(out, object, frame);
        break;
    case ObjectKind::Ground:
    case ObjectKind::None:
        break;
    }
    return out;
}

render::ObjectRef objectOf(const LoadedCity& city, engine::AssetRef asset) {
    using engine::AssetType;
    render::ObjectRef object;
    object.index = static_cast<std::uint32_t>(asset.index);
    switch (asset.type) {
    case AssetType::PowerBus:
        object.kind = ObjectKind::Bus;
        break;
    case AssetType::WaterNode:
        object.kind = ObjectKind::WaterNode;
        break;
    case AssetType::TelecomSite:
        object.kind = ObjectKind::Site;
        break;
    case AssetType::Controller:
        object.kind = ObjectKind::Controller;
        break;
    case AssetType::Charger:
        object.kind = ObjectKind::Charger;
        break;
    case AssetType::PowerBranch: // a line or a main is looked at from where it begins
        object.kind = ObjectKind::Bus;
        object.index = city.networks->power.branches[asset.index].from;
        break;
    case AssetType::WaterLink:
        object.kind = ObjectKind::WaterNode;
        object.index = city.networks->water.links[asset.index].from;
        break;
    case AssetType::Street:
        if (const auto found = city.street_by_id.find(asset.index); found != city.street_by_id.end()) {
            object.kind = ObjectKind::Street;
            object.index = found->second;
        }
        break;
    }
    const Point2 at = engine::asset_place(*city.networks, asset);
    object.at = {at.x_m, at.y_m, city.city->terrain.ground_m(at)};
    return object;
}

} // namespace cityloom::app
