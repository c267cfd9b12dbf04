// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/report/chart_parts.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "scenarios/report/numbers.h"

namespace cityloom::scenarios::chart {

double step_of(double span) {
    const double rough = span / 4.0;
    const double power = std::pow(10.0, std::floor(std::log10(std::max(rough, 1e-12))));
    for (const double times : {1.0, 2.0, 5.0}) {
        if (rough <= times * power) {
            return times * power;
        }
    }
    return 10.0 * power;
}

void label(Drawing& d, double x, double y, std::string text, Drawing::Anchor anchor, std::uint32_t colour, bool bold) {
    d.shapes.emplace_back(Drawing::Label{{x, y}, std::move(text), anchor, colour, 11.0, bold});
}

void Scale::widen() {
    const double span = std::max(high - low, 1e-6);
    low -= 0.06 * span;
    high += 0.06 * span;
}

void grid(Drawing& d, const Scale& scale, const std::string& unit) {
    const double step = step_of(scale.high - scale.low);
    const int decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
    for (double value = std::ceil(scale.low / step) * step; value <= scale.high + 1e-9 * step; value += step) {
        const double y = scale.y(value);
        const bool zero = std::abs(value) < 0.5 * step;
        d.shapes.emplace_back(
            Drawing::Line{{{kLeft, y}, {kWide - kRight, y}}, zero ? ink::kQuiet : ink::kRule, zero ? 1.0 : 0.7, false});
        label(d, kLeft - 6.0, y + 4.0, number_text(zero ? 0.0 : value, decimals), Drawing::Anchor::End);
    }
    label(d, kLeft, 12.0, unit, Drawing::Anchor::Start);
}

void legend(Drawing& d, double x, const std::vector<std::pair<std::uint32_t, Words>>& names, Language language) {
    for (const auto& [colour, words] : names) {
        const std::string name{words.in(language)};
        d.rectangle(x, 4.0, 10.0, 9.0, colour, 0.8);
        label(d, x + 15.0, 12.0, name, Drawing::Anchor::Start, ink::kText);
        x += 34.0 + text_width(name, 11.0);
    }
}

void dot(Drawing& d, Point2 at, double radius, std::uint32_t colour, double opacity) {
    Drawing::Area circle{{}, colour, opacity};
    constexpr int kCorners = 20;
    for (int k = 0; k < kCorners; ++k) {
        const double angle = 2.0 * std::numbers::pi * k / kCorners;
        circle.points.push_back({at.x_m + radius * std::cos(angle), at.y_m + radius * std::sin(angle)});
    }
    d.shapes.emplace_back(std::move(circle));
}

} // namespace cityloom::scenarios::chart
