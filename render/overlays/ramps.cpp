// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/overlays/ramps.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace cityloom::render {

namespace {

// The worst first. The middle of inferno (van der Walt and Smith 2015), whose dark end stands out on our ground.
constexpr std::array<std::uint32_t, 6> kLoud{0x420A68, 0x6A176E, 0x932667, 0xBC3754, 0xD94A38, 0xE6651F};
constexpr std::array<std::uint32_t, 2> kQuiet{0xEADFC6, 0xF4F2EC}; // from just enough to all is well
constexpr std::array<std::uint32_t, 4> kTooLittle{0x08306B, 0x08519C, 0x2171B5, 0x4292C6};
constexpr std::array<std::uint32_t, 4> kTooMuch{0xF0993C, 0xD9701A, 0xA84A08, 0x6E2A04};
constexpr std::array<std::uint32_t, 5> kMore{0xEDEEEA, 0xA6CBE6, 0x5BA0D0, 0x2474B4, 0x0B4A8C};
constexpr std::array<std::uint32_t, 5> kFewer{0xEDEEEA, 0xF5C58E, 0xE59142, 0xC05F14, 0x8A3A08};
constexpr std::array<std::uint32_t, 2> kAllowed{0xEDEEEA, 0xF2F0EA};
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

/// \param t 0 the first, 1 the last
Colour between(std::span<const std::uint32_t> stops, double t) {
    const double x = std::clamp(t, 0.0, 1.0) * static_cast<double>(stops.size() - 1);
    const auto i = std::min(static_cast<std::size_t>(x), stops.size() - 2);
    const Colour a = rgb(stops[i]);
    const Colour b = rgb(stops[i + 1]);
    Colour out{0, 0, 0, 255};
    for (std::size_t c = 0; c < 3; ++c) {
        out[c] = static_cast<std::uint8_t>(std::lround(a[c] + (b[c] - a[c]) * (x - static_cast<double>(i))));
    }
    return out;
}

} // namespace

Colour ramp_colour(Ramp ramp, double t, QuietSpan quiet) {
    t = std::clamp(t, 0.0, 1.0);
    if (ramp == Ramp::Status) {
        return rgb(kStatus[std::min<std::size_t>(4, static_cast<std::size_t>(t * 5.0))]);
    }
    const auto share = [t](double from, double to) { return (t - from) / std::max(1e-9, to - from); };
    if (t < quiet.from) {
        return ramp == Ramp::Need ? between(kLoud, share(0.0, quiet.from))
                                  : between(kTooLittle, share(0.0, quiet.from));
    }
    if (ramp == Ramp::Need) {
        return between(kQuiet, share(quiet.from, 1.0));
    }
    return t > quiet.to ? between(kTooMuch, share(quiet.to, 1.0)) : between(kAllowed, share(quiet.from, quiet.to));
}

Colour difference_colour(double t) {
    return t >= 0.0 ? between(kMore, t) : between(kFewer, -t);
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
