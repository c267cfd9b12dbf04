// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>

namespace cityloom {

/// A double that knows its unit. Doors take and return quantities; inner loops work on raw SI doubles whose names
/// carry the unit (`speed_mps`). There is no implicit conversion either way.
template <typename Unit> struct Quantity {
    double value = 0.0; ///< always in the SI unit that Unit stands for

    friend constexpr auto operator<=>(Quantity, Quantity) = default;
    friend constexpr Quantity operator+(Quantity a, Quantity b) { return {a.value + b.value}; }
    friend constexpr Quantity operator-(Quantity a, Quantity b) { return {a.value - b.value}; }
    friend constexpr Quantity operator*(double k, Quantity q) { return {k * q.value}; }
    friend constexpr double operator/(Quantity a, Quantity b) { return a.value / b.value; }
};

using Metres = Quantity<struct MetreTag>;
using Seconds = Quantity<struct SecondTag>;
using MetresPerSecond = Quantity<struct MetrePerSecondTag>;
using Watts = Quantity<struct WattTag>;

constexpr MetresPerSecond operator/(Metres distance, Seconds time) {
    return {distance.value / time.value};
}
constexpr Metres operator*(MetresPerSecond speed, Seconds time) {
    return {speed.value * time.value};
}

namespace literals {
constexpr Metres operator""_m(long double v) {
    return {static_cast<double>(v)};
}
constexpr Seconds operator""_s(long double v) {
    return {static_cast<double>(v)};
}
constexpr MetresPerSecond operator""_kmh(long double v) {
    return {static_cast<double>(v) / 3.6};
}
constexpr Watts operator""_MW(long double v) {
    return {static_cast<double>(v) * 1e6};
}
} // namespace literals

} // namespace cityloom
