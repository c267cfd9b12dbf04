// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/overlays/ramps.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace cityloom::render {

namespace {

constexpr std::array<std::uint32_t, 10> kCividis{0x00224E, 0x123570, 0x3B496C, 0x575D6D, 0x707173,
                                                 0x8A8678, 0xA59C74, 0xC3B369, 0xE1CC55, 0xFEE838};
constexpr std::array<std::uint32_t, 10> kViridis{0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E,
                                                 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C, 0xFDE725};
constexpr std::array<std::uint32_t, 7> kDeviation{0x2166AC, 0x5B9BCB, 0xBFD9EA, 0xF7F5F1, 0xFBD3A1, 0xF0993C, 0xB35806};
constexpr std::array<std::uint32_t, 5> kStatus{0x3B1226, 0x9C3A2E, 0xD98A2B, 0xAEC4DA, 0xEEF0EB};

double linear(std::uint8_t c) {
    const double v = c / 255.0;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

std::uint8_t encoded(double v) {
    v = std::clamp(v, 0.0, 1.0);
    return static_cast<std::uint8_t>(
        std::lround(255.0 * (v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055)));
}

} // namespace

Colour ramp_colour(Ramp ramp, double t) {
    t = std::clamp(t, 0.0, 1.0);
    if (ramp == Ramp::Status) {
        return rgb(kStatus[std::min<std::size_t>(4, static_cast<std::size_t>(t * 5.0))]);
    }
    const std::span<const std::uint32_t> stops = ramp == Ramp::Cividis   ? std::span<const std::uint32_t>{kCividis}
                                                 : ramp == Ramp::Viridis ? std::span<const std::uint32_t>{kViridis}
                                                                         : std::span<const std::uint32_t>{kDeviation};
    const double x = t * static_cast<double>(stops.size() - 1);
    const auto i = std::min(static_cast<std::size_t>(x), stops.size() - 2);
    const Colour a = rgb(stops[i]);
    const Colour b = rgb(stops[i + 1]);
    Colour out{0, 0, 0, 255};
    for (std::size_t c = 0; c < 3; ++c) {
        out[c] = static_cast<std::uint8_t>(std::lround(a[c] + (b[c] - a[c]) * (x - static_cast<double>(i))));
    }
    return out;
}

double luminance(Colour c) {
    return 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
}

Colour deuteranopia(Colour c) {
    const double r = linear(c[0]);
    const double g = linear(c[1]);
    const double b = linear(c[2]);
    return {encoded(0.367322 * r + 0.860646 * g - 0.227968 * b), encoded(0.280085 * r + 0.672501 * g + 0.047413 * b),
            encoded(-0.011820 * r + 0.042940 * g + 0.968881 * b), c[3]};
}

} // namespace cityloom::render
