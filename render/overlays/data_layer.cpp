// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/overlays/data_layer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>

namespace cityloom::render {

bool parse_layer(const std::string& name, DataLayer& layer) {
    constexpr std::array<const char*, 6> kNames{"none", "congestion", "pressure", "voltage", "coverage", "outages"};
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (name == kNames[i]) {
            layer = static_cast<DataLayer>(i);
            return true;
        }
    }
    return false;
}

Ramp layer_ramp(DataLayer layer) {
    switch (layer) {
    case DataLayer::Congestion:
        return Ramp::Cividis;
    case DataLayer::Pressure:
    case DataLayer::Coverage:
        return Ramp::Viridis;
    case DataLayer::Voltage:
        return Ramp::Deviation;
    case DataLayer::Outages:
    case DataLayer::None:
        break;
    }
    return Ramp::Status;
}

namespace {

constexpr double kVoltageLow = 0.95;
constexpr double kVoltageHigh = 1.05;

std::uint8_t encode(double value, double low, double high) {
    if (!std::isfinite(value)) {
        return kNoData;
    }
    return static_cast<std::uint8_t>(std::lround(254.0 * std::clamp((value - low) / (high - low), 0.0, 1.0)));
}

/// Nearest of the places to every building, by rings of cells around it.
template <typename Places, typename Use>
std::vector<std::uint32_t> nearest(const gis::City& city, const Places& places, Use use) {
    constexpr double kCellM = 150.0;
    std::map<std::pair<int, int>, std::vector<std::uint32_t>> cells;
    const auto cell = [](Point2 p) {
        return std::pair{static_cast<int>(std::floor(p.x_m / kCellM)), static_cast<int>(std::floor(p.y_m / kCellM))};
    };
    for (std::uint32_t i = 0; i < places.size(); ++i) {
        if (use(places[i])) {
            cells[cell(places[i].at)].push_back(i);
        }
    }
    std::vector<std::uint32_t> result(city.buildings.size(), kNone);
    for (std::size_t b = 0; b < city.buildings.size() && !cells.empty(); ++b) {
        if (city.buildings[b].rings.count == 0) {
            continue;
        }
        const Point2 at = city.points[city.rings[city.buildings[b].rings.begin].points.begin];
        const auto [x, y] = cell(at);
        double best = 1e12;
        for (int ring = 0; ring < 12 && (result[b] == kNone || best > (ring - 1) * kCellM); ++ring) {
            for (int dx = -ring; dx <= ring; ++dx) {
                for (int dy = -ring; dy <= ring; ++dy) {
                    if (std::max(std::abs(dx), std::abs(dy)) != ring) {
                        continue;
                    }
                    if (const auto it = cells.find({x + dx, y + dy}); it != cells.end()) {
                        for (const std::uint32_t i : it->second) {
                            if (const double d = distance_m(at, places[i].at); d < best) {
                                best = d;
                                result[b] = i;
                            }
                        }
                    }
                }
            }
        }
    }
    return result;
}

} // namespace

Served::Served(const gis::City& city, const gis::Networks& networks)
    : water_node{nearest(city, networks.water.nodes,
                         [](const water::Node& n) { return n.kind == water::NodeKind::Junction; })},
      bus{nearest(city, networks.power.buses, [](const power::Bus& b) { return b.kind != power::BusKind::Infeed; })},
      site{nearest(city, networks.telecom.sites,
                   [](const telecom::Site& s) { return s.kind == telecom::SiteKind::BaseStation; })} {
    const auto& known = networks.dependencies.buildings;
    for (std::size_t b = 0; b < known.size() && b < city.buildings.size(); ++b) {
        water_node[b] = known[b].water_node != kNone ? known[b].water_node : water_node[b];
        bus[b] = known[b].bus != kNone ? known[b].bus : bus[b];
    }
}

double pressure_high_m(const engine::Frame& frame) {
    std::vector<float> known;
    std::copy_if(frame.water_pressure_m.begin(), frame.water_pressure_m.end(), std::back_inserter(known),
                 [](float p) { return std::isfinite(p); });
    if (known.empty()) {
        return 80.0;
    }
    const auto most = known.begin() + static_cast<std::ptrdiff_t>(known.size() * 97 / 100);
    std::nth_element(known.begin(), most, known.end());
    return *most <= 80.0F ? 80.0 : *most <= 120.0F ? 120.0 : *most <= 160.0F ? 160.0 : 200.0;
}

LayerLegend layer_legend(DataLayer layer, TimeUs time, Language language, double pressure_high_m) {
    const bool zh = language == Language::Chinese;
    LayerLegend legend;
    legend.time = time;
    const auto ramp = [&](std::initializer_list<std::pair<double, const char*>> ticks) {
        for (const auto& [value, label] : ticks) {
            legend.stops.push_back(
                {value, ramp_colour(layer_ramp(layer), (value - legend.low) / (legend.high - legend.low)), label});
        }
    };
    switch (layer) {
    case DataLayer::Congestion:
        legend.title = zh ? "道路速度" : "Speed on the streets";
        legend.unit = zh ? "自由流速度的 %" : "% of free speed";
        legend.low = 0;
        legend.high = 100;
        ramp({{0, "0"}, {25, "25"}, {50, "50"}, {75, "75"}, {100, "100"}});
        break;
    case DataLayer::Pressure:
        legend.title = zh ? "供水压力" : "Water pressure";
        legend.unit = zh ? "米水柱" : "m of water";
        legend.low = 0;
        legend.high = pressure_high_m;
        for (int i = 0; i <= 4; ++i) {
            const double value = 0.25 * i * legend.high;
            legend.stops.push_back(
                {value, ramp_colour(layer_ramp(layer), 0.25 * i), std::to_string(std::lround(value))});
        }
        legend.no_data = zh ? "无供水" : "no supply";
        break;
    case DataLayer::Voltage:
        legend.title = zh ? "电压" : "Voltage";
        legend.unit = zh ? "标幺值" : "per unit of nominal";
        legend.low = kVoltageLow;
        legend.high = kVoltageHigh;
        ramp({{0.95, "0.95"}, {0.975, "0.975"}, {1.0, "1.00"}, {1.025, "1.025"}, {1.05, "1.05"}});
        legend.no_data = zh ? "停电" : "no power";
        break;
    case DataLayer::Coverage:
        legend.title = zh ? "移动网络余量" : "Mobile network headroom";
        legend.unit = zh ? "容量的 %" : "% free";
        legend.low = 0;
        legend.high = 100;
        ramp({{0, "0"}, {25, "25"}, {50, "50"}, {75, "75"}, {100, "100"}});
        legend.no_data = zh ? "无信号" : "no signal";
        break;
    case DataLayer::Outages: {
        legend.title = zh ? "服务中断" : "Buildings without service";
        legend.classes = true;
        const std::array<const char*, 5> english{"no power, no water", "no power", "no water", "no mobile signal",
                                                 "all served"};
        const std::array<const char*, 5> chinese{"停电且停水", "停电", "停水", "无移动信号", "正常"};
        for (std::size_t i = 0; i < 5; ++i) {
            const double at = (static_cast<double>(i) + 0.5) / 5.0;
            legend.stops.push_back({at, ramp_colour(Ramp::Status, at), zh ? chinese[i] : english[i]});
        }
        break;
    }
    case DataLayer::None:
        break;
    }
    return legend;
}

void layer_values(DataLayer layer, const gis::City& city, const gis::Networks& networks, const Served& served,
                  const engine::Frame& frame, LayerValues& out) {
    out.buildings.assign(city.buildings.size(), kNoData);
    out.edges.assign(networks.roads.edges.size(), kNoData);
    out.pipes.assign(networks.water.links.size(), kNoData);
    out.branches.assign(networks.power.branches.size(), kNoData);
    out.sites.assign(networks.telecom.sites.size(), kNoData);
    out.water_nodes.assign(networks.water.nodes.size(), kNoData);
    out.buses.assign(networks.power.buses.size(), kNoData);
    const auto flag = [](const std::vector<std::uint8_t>& v, std::size_t i) { return i >= v.size() || v[i] != 0; };
    switch (layer) {
    case DataLayer::None:
        break;
    case DataLayer::Congestion:
        for (std::size_t i = 0; i < out.edges.size() && i < frame.edge_speed_share.size(); ++i) {
            out.edges[i] = encode(frame.edge_speed_share[i], 0.0, 1.0);
        }
        break;
    case DataLayer::Pressure: {
        const double high = pressure_high_m(frame);
        const auto at = [&](std::uint32_t node) {
            return node < frame.water_pressure_m.size() ? encode(frame.water_pressure_m[node], 0.0, high) : kNoData;
        };
        for (std::size_t b = 0; b < out.buildings.size(); ++b) {
            out.buildings[b] = flag(frame.building_water, b) ? at(served.water_node[b]) : kNoData;
        }
        for (std::size_t l = 0; l < out.pipes.size(); ++l) {
            out.pipes[l] = at(networks.water.links[l].from);
        }
        for (std::size_t n = 0; n < out.water_nodes.size(); ++n) {
            out.water_nodes[n] = at(static_cast<std::uint32_t>(n));
        }
        break;
    }
    case DataLayer::Voltage: {
        const auto at = [&](std::uint32_t bus) {
            return bus < frame.bus_voltage_pu.size() && frame.bus_voltage_pu[bus] > 0.01F
                       ? encode(frame.bus_voltage_pu[bus], kVoltageLow, kVoltageHigh)
                       : kNoData;
        };
        for (std::size_t b = 0; b < out.buildings.size(); ++b) {
            out.buildings[b] = flag(frame.building_power, b) ? at(served.bus[b]) : kNoData;
        }
        for (std::size_t l = 0; l < out.branches.size(); ++l) {
            out.branches[l] = at(networks.power.branches[l].to);
        }
        for (std::size_t b = 0; b < out.buses.size(); ++b) {
            out.buses[b] = at(static_cast<std::uint32_t>(b));
        }
        break;
    }
    case DataLayer::Coverage: {
        const auto at = [&](std::uint32_t site) {
            const bool live = site < frame.site_state.size() && frame.site_state[site] != 0;
            const double load =
                live && site < frame.site_load.size() ? static_cast<double>(frame.site_load[site]) : 0.0;
            return live ? encode(1.0 - load, 0.0, 1.0) : kNoData;
        };
        for (std::size_t b = 0; b < out.buildings.size(); ++b) {
            out.buildings[b] = flag(frame.building_signal, b) ? at(served.site[b]) : kNoData;
        }
        for (std::size_t s = 0; s < out.sites.size(); ++s) {
            out.sites[s] = at(static_cast<std::uint32_t>(s));
        }
        break;
    }
    case DataLayer::Outages:
        for (std::size_t b = 0; b < out.buildings.size(); ++b) {
            const bool power = flag(frame.building_power, b);
            const bool water = flag(frame.building_water, b);
            const bool signal = flag(frame.building_signal, b);
            const int cls = !power && !water ? 0 : !power ? 1 : !water ? 2 : !signal ? 3 : 4;
            out.buildings[b] = encode((cls + 0.5) / 5.0, 0.0, 1.0);
        }
        break;
    }
}

} // namespace cityloom::render
