// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gis/generate/landscape.h"
#include "gis/generate/street_plan.h"
#include "sim/core/rng.h"

namespace cityloom::gis::loom {

/// What its blocks are built up with.
enum class Fabric : std::uint8_t { OldTown, Centre, Grid, EastBank, Harbour, Garden, Hills, Estate, Meadow };

struct Quarter {
    std::string name;
    Fabric fabric = Fabric::Grid;
    Path ring;
};

/// A park, square or campus that streets go around.
struct Reserve {
    std::string name;
    AreaKind kind = AreaKind::Park;
    Path ring;
};

/// Draws of luck in a fixed order: the n-th draw depends on seed, entity and n alone.
class Luck {
public:
    Luck(std::uint64_t seed, std::uint64_t entity) : rng_{seed}, entity_{entity} {}
    double operator()() { return rng_.uniform(RandomStream::CityForm, entity_, step_++); }
    double between(double low, double high) { return low + (high - low) * (*this)(); }
    std::size_t below(std::size_t n) { return static_cast<std::size_t>((*this)() * static_cast<double>(n)); }

private:
    CounterRng rng_;
    std::uint64_t entity_;
    std::uint64_t step_ = 0;
};

inline constexpr Point2 kCentre{2480, 1960};

[[nodiscard]] std::vector<Quarter> quarters();
[[nodiscard]] std::vector<Reserve> reserves(const Landscape& land);
[[nodiscard]] StreetPlan lay_streets(const Landscape& land, const std::vector<Quarter>& quarters,
                                     const std::vector<Reserve>& reserves, std::uint64_t seed);

} // namespace cityloom::gis::loom
