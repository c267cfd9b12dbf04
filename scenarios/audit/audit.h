// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "gis/city/city.h"
#include "scenarios/measure/words.h"
#include "sim/core/geometry.h"
#include "sim/core/result.h"
#include "sim/engine/networks.h"

namespace cityloom::scenarios {

/// What an engineer would believe of a city: a row of assets/plausible.csv.
struct Band {
    std::string id;
    double low = 0.0;  ///< not a number: no least
    double high = 0.0; ///< not a number: no most
    std::string unit;
    std::string confidence; ///< A: read in its source, B: derived, C: recalled, to be verified
    std::string source;
    std::string english;
    std::string chinese;
    std::string source_chinese;
};
[[nodiscard]] const std::vector<Band>& plausible_bands();

/// A figure of the city beside its band.
struct AuditRow {
    enum class Standing : std::uint8_t { Inside, Below, Above, Unknown };

    const Band* band = nullptr;
    double value = 0.0; ///< not a number: unknown
    Standing standing = Standing::Unknown;
    Words how;                   ///< it was worked out; why it is unknown
    Words why;                   ///< it lies outside, where the city itself says so; else empty
    std::string asset;           ///< the key of the asset that stands out most; empty: none does
    std::optional<Point2> place; ///< of that asset
};
[[nodiscard]] std::string_view standing_word(AuditRow::Standing standing);

struct Audit {
    std::vector<AuditRow> rows; ///< as the bands
    std::vector<Words> remarks; ///< what the data did not say, and what follows
    [[nodiscard]] std::size_t outside() const;
    [[nodiscard]] std::size_t unknown() const;
};

/// Holds the networks of a city, and a day of them without traffic, against plausible bands: where the model is weak.
/// \param with_traffic runs the morning's two hours of traffic too.
/// Fails with Cancelled only.
[[nodiscard]] Result<Audit> audit(const gis::City& city, const engine::Networks& networks, bool with_traffic,
                                  const std::function<void(double fraction, const std::string& what)>& progress,
                                  const std::stop_token& stop);

[[nodiscard]] std::string to_json(const Audit& audit);

} // namespace cityloom::scenarios
