// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "gis/city/city.h"
#include "gis/derive/networks.h"
#include "render/overlays/ramps.h"
#include "sim/core/time.h"
#include "sim/engine/frame.h"

namespace cityloom::render {

/// The one thing that the picture says, while the rest is quiet.
enum class DataLayer : std::uint8_t { None, Congestion, Pressure, Voltage, Coverage, Outages };
enum class Language : std::uint8_t { English, Chinese };

/// "congestion", "pressure", "voltage", "coverage", "outages", "none"; kNone for anything else gives false.
[[nodiscard]] bool parse_layer(const std::string& name, DataLayer& layer);

struct LegendStop {
    double value = 0.0;
    Colour colour{};
    std::string label;
};

/// What a person needs to read the layer.
struct LayerLegend {
    std::string title;
    std::string unit;
    double low = 0.0;
    double high = 1.0;
    bool classes = false; ///< fixed classes, each with its label, rather than a ramp
    std::vector<LegendStop> stops;
    std::string no_data; ///< what hatching means
    TimeUs time = 0;     ///< the moment shown; below 0 while there is no result
};

/// \param pressure_high_m upper end of the pressure layer, from pressure_high_m(frame).
[[nodiscard]] LayerLegend layer_legend(DataLayer layer, TimeUs time, Language language = Language::English,
                                       double pressure_high_m = 80.0);
/// 80 m of water, or the next of 120, 160, 200 that holds nearly all nodes.
[[nodiscard]] double pressure_high_m(const engine::Frame& frame);
[[nodiscard]] Ramp layer_ramp(DataLayer layer);

/// Ramp positions 0..254, 255 without data, of what a layer colours.
inline constexpr std::uint8_t kNoData = 255;
struct LayerValues {
    std::vector<std::uint8_t> buildings;
    std::vector<std::uint8_t> edges;
    std::vector<std::uint8_t> pipes;
    std::vector<std::uint8_t> branches;
    std::vector<std::uint8_t> sites;
    std::vector<std::uint8_t> water_nodes;
    std::vector<std::uint8_t> buses;
};

/// Which node of each network serves each building: the nearest, where the networks do not say.
struct Served {
    Served(const gis::City& city, const gis::Networks& networks);
    std::vector<std::uint32_t> water_node;
    std::vector<std::uint32_t> bus;
    std::vector<std::uint32_t> site;
};

void layer_values(DataLayer layer, const gis::City& city, const gis::Networks& networks, const Served& served,
                  const engine::Frame& frame, LayerValues& out);

} // namespace cityloom::render
