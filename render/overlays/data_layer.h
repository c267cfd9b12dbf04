// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "render/overlays/ramps.h"
#include "sim/core/time.h"
#include "sim/corridor/domain.h"
#include "sim/corridor/frame.h"
#include "sim/engine/networks.h"

namespace cityloom::render {

/// The one thing that the picture says, while the rest is quiet: a row of a domain; null: nothing.
using DataLayer = const engine::LayerInfo*;
enum class Language : std::uint8_t { English, Chinese };

/// "congestion", "pressure", ..., "none" for nothing; false for anything else.
[[nodiscard]] bool parse_layer(std::string_view name, DataLayer& layer);
/// "none", and the ids of all layers.
[[nodiscard]] std::vector<std::string> layer_names();

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
    std::vector<Colour> strip;     ///< the ramp from low to high
    std::string no_data;           ///< what hatching means
    std::vector<LegendStop> apart; ///< what no place of the ramp stands for: in one of two runs alone
    std::string note;              ///< how it is read
    std::string tally;             ///< how much is not served, in words, in one line or more; empty: it is not told
    TimeUs time = 0;               ///< the moment shown; below 0 while there is no result
};

/// \param high upper end, from layer_high().
[[nodiscard]] LayerLegend layer_legend(DataLayer layer, TimeUs time, Language language, double high);
/// The upper end of a layer: its row's, or where that grows with what there is, the next of 1.5, 2, 2.5 times it that
/// holds nearly all values.
[[nodiscard]] double layer_high(DataLayer layer, const engine::Frame& frame);

/// The colour of a place of the ramp, from low (0) to \p high (1).
[[nodiscard]] Colour layer_colour(DataLayer layer, double t, double high);

/// Ramp positions 0..253 of what a layer colours; without data where there should be some; or nothing to say.
inline constexpr std::uint8_t kMostPlace = 253;
inline constexpr std::uint8_t kPlain = 254;
inline constexpr std::uint8_t kNoData = 255;

/// How much of what a layer colours is not served: people, else pieces. Nothing for a layer of classes without a count.
[[nodiscard]] std::string tally_of(DataLayer layer, const engine::Networks& networks, const engine::Frame& frame,
                                   std::span<const std::uint8_t> buildings, double high, Language language);

/// What serves each building with each service, as the networks say: an index of the provider's kind; kNone: nothing;
/// kChosenNow: see the frame.
class ServedBy {
public:
    static constexpr std::uint32_t kChosenNow = kNone - 1;
    ServedBy(const engine::Networks& networks, std::size_t buildings);
    [[nodiscard]] std::uint32_t provider(engine::Service service, std::size_t building) const {
        return by_[static_cast<std::size_t>(service)].empty() ? kNone
                                                              : by_[static_cast<std::size_t>(service)][building];
    }

private:
    std::vector<std::uint32_t> by_[engine::kServices];
};

/// How each building is coloured: by what serves it.
/// \param high upper end of the ramp
void building_values(DataLayer layer, const ServedBy& served, const engine::Frame& frame, double high,
                     std::vector<std::uint8_t>& out);
/// How each asset of a kind is coloured; empty where the layer says nothing of it.
void kind_values(DataLayer layer, const engine::Kind& kind, const engine::Networks& networks,
                 const engine::Frame& frame, double high, std::vector<std::uint8_t>& out);

/// What the layer says of each asset of a kind, in its unit: not a number where there is nothing, or it is out of
/// service. Empty where the layer says nothing of the kind.
void kind_readings(DataLayer layer, const engine::Kind& kind, const engine::Networks& networks,
                   const engine::Frame& frame, std::vector<float>& out);
/// The same of each building, by what serves it. \param out as long as there are buildings
void building_readings(DataLayer layer, const ServedBy& served, const engine::Frame& frame, std::vector<float>& out);

/// 0 out of service, 128 by its reserve, 255 in service, of each asset of a kind: its state column, or its ends'. All
/// in service without a frame.
void kind_states(const engine::Kind& kind, const engine::Networks& networks, const engine::Frame& frame,
                 std::vector<std::uint8_t>& out);

} // namespace cityloom::render
