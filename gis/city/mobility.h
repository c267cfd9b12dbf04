// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/core/result.h"

namespace cityloom::gis {

struct City;

/// What is assumed of how the people of a city live and travel: a row of assets/mobility.csv.
struct MobilityParameter {
    std::string id;
    double value = 0.0; ///< where a city has none of its own
    double low = 0.0;   ///< what is believed of cities
    double high = 0.0;
    std::string unit;
    std::string confidence; ///< A: read in its source, B: derived, C: recalled, to be verified
    std::string source;
    std::string english;
    std::string chinese;
};
[[nodiscard]] const std::vector<MobilityParameter>& mobility_parameters();

/// A city's own value of a parameter: what was given at the import.
struct MobilityValue {
    std::string id;
    double value = 0.0;
    friend bool operator==(const MobilityValue&, const MobilityValue&) = default;
};

/// Fails where a parameter does not exist, or its value is no share (unit %) or not above 0.
[[nodiscard]] Result<void> check_mobility(const std::vector<MobilityValue>& values);

/// The city's value of the parameter `id`, in the table's unit (shares in per cent); the table's where it has none.
[[nodiscard]] double mobility(const City& city, std::string_view id);

/// Fractions of the residents' car trips by purpose. Work and errands have a trip back each: 2 * work + 2 * other +
/// business = 1, whatever was given.
struct PurposeShares {
    double work = 0.0;
    double other = 0.0;
    double business = 0.0;
    bool scaled = false; ///< what was given did not sum to 100 %
};

[[nodiscard]] PurposeShares purpose_shares(const City& city);

} // namespace cityloom::gis
