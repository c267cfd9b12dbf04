// SPDX-License-Identifier: GPL-3.0-or-later
// What charts of money share: their frame, scales and labels.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenarios/measure/words.h"
#include "scenarios/report/drawing.h"

namespace cityloom::scenarios::chart {

inline constexpr double kWide = 700.0;
inline constexpr double kLeft = 58.0;
inline constexpr double kRight = 12.0;

/// A round step that gives some four lines.
[[nodiscard]] double step_of(double span);

void label(Drawing& d, double x, double y, std::string text, Drawing::Anchor anchor, std::uint32_t colour = ink::kQuiet,
           bool bold = false);

struct Scale {
    double low = 0.0;
    double high = 0.0;
    double top = 22.0;
    double height = 190.0;
    [[nodiscard]] double y(double value) const { return top + height * (high - value) / (high - low); }
    /// Some room above and below, and none of it empty.
    void widen();
};

/// Lines across with their numbers, and the unit above them.
void grid(Drawing& d, const Scale& scale, const std::string& unit);

/// Small squares with their names, in a row.
void legend(Drawing& d, double x, const std::vector<std::pair<std::uint32_t, Words>>& names, Language language);

/// A filled circle.
void dot(Drawing& d, Point2 at, double radius, std::uint32_t colour, double opacity);

} // namespace cityloom::scenarios::chart
