// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "render/overlays/data_layer.h"

namespace cityloom::render {

/// One of two runs that are told apart: its networks, who serves its buildings, and what is so now.
struct RunNow {
    const engine::Networks& networks;
    const ServedBy& served;
    const engine::Frame& frame;
};

/// Of each asset of a kind in one city's networks the index in the other's, by its key (of a stretch of street by its
/// id); kNone: the other has it not.
[[nodiscard]] std::vector<std::uint32_t> same_assets(const engine::Kind& kind, const engine::Networks& of,
                                                     const engine::Networks& in);

/// What one run has of a layer less what the other has, in the layer's unit. Not a number: neither has a value;
/// infinite: only the first (+) or the other (-) has one.
/// \param same from same_assets()
void kind_differences(DataLayer layer, const engine::Kind& kind, const RunNow& here, const RunNow& there,
                      const std::vector<std::uint32_t>& same, std::vector<float>& out);
/// The same of buildings, by what serves them; of the layer of outages how many services more they have, and not a
/// number where that is as many.
void building_differences(DataLayer layer, const RunNow& here, const RunNow& there, std::vector<float>& out);

/// The end of a symmetric ramp that holds nearly all of what differs: 1, 2 or 5 times a power of ten, and not finer
/// than five of the last shown digit.
[[nodiscard]] double difference_limit(DataLayer layer, const std::vector<float>& differences);

/// Places of a texture's ramp: from the least difference to the most, and four that no number has. Between them and the
/// ramp lie places of their own colour, since the texture is read smoothly.
inline constexpr std::uint8_t kLost = 0; ///< a value in what is taken away alone: served no more
inline constexpr std::uint8_t kRemoved = 6;
inline constexpr std::uint8_t kAdded = 247;
inline constexpr std::uint8_t kGained = 253;
/// \param sign -1 where what is shown is what is taken away
/// \param limit from difference_limit()
[[nodiscard]] std::uint8_t difference_place(float difference, double sign, double limit);
[[nodiscard]] Colour place_colour(std::uint8_t place);

/// How much is better, worse, and in one of the two alone.
struct DifferenceTally {
    double better = 0.0; ///< people, or kilometres of street
    double worse = 0.0;
    double gained = 0.0; ///< a value with the scenario alone
    double lost = 0.0;
    double added = 0.0; ///< assets, or kilometres of street
    double removed = 0.0;
};

/// \param sign as of difference_place()
/// \param buildings differences of the buildings; \param kind those of what the layer's column is of
[[nodiscard]] DifferenceTally difference_tally(DataLayer layer, const RunNow& here, const RunNow& there, double sign,
                                               const std::vector<float>& buildings, const std::vector<float>& kind);

/// What a person needs to read a difference.
struct DifferenceWords {
    std::string scenario; ///< its name
    std::string reference;
    double limit = 1.0;
    TimeUs time = -1; ///< of both
    DifferenceTally tally;
};
[[nodiscard]] LayerLegend difference_legend(DataLayer layer, const DifferenceWords& words, Language language);

/// A difference in words with its sign and unit; what is in one of the two alone is said to be.
[[nodiscard]] std::string difference_text(DataLayer layer, float difference, const DifferenceWords& words,
                                          Language language);

} // namespace cityloom::render
