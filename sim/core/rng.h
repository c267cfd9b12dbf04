// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace cityloom {

/// Names the random decision being made, so that adding one kind of draw never shifts another.
enum class RandomStream : std::uint32_t {
    TripTime = 1,
    TripOrigin = 2,
    TripDestination = 3,
    RouteChoice = 4,
    DriverTraits = 5,
    LaneChange = 6,
    Equipped = 7,
    CityForm = 8,
    Compliance = 9,
    Pedestrians = 12,
};

/// A draw is a pure function of (seed, stream, entity, step), entity being the stable id of a person, trip or asset and
/// never an array index (adding a street must not change anyone else's luck): there is no state to share between
/// threads, so results do not depend on the number of threads or on the order in which entities are visited.
class CounterRng {
public:
    explicit constexpr CounterRng(std::uint64_t seed) noexcept : seed_{seed} {}

    [[nodiscard]] constexpr std::uint64_t bits(RandomStream stream, std::uint64_t entity,
                                               std::uint64_t step) const noexcept {
        std::uint64_t h = mix(seed_ ^ (static_cast<std::uint64_t>(stream) * 0x9E3779B97F4A7C15ULL));
        h = mix(h ^ (entity * 0xD1B54A32D192ED03ULL));
        return mix(h ^ (step * 0x8CB92BA72F3D8DD7ULL));
    }

    /// Uniform in [0, 1), exact to 53 bits. std::uniform_real_distribution is avoided: its output is not specified.
    [[nodiscard]] constexpr double uniform(RandomStream stream, std::uint64_t entity,
                                           std::uint64_t step) const noexcept {
        return static_cast<double>(bits(stream, entity, step) >> 11U) * 0x1.0p-53;
    }

private:
    static constexpr std::uint64_t mix(std::uint64_t z) noexcept {
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31U);
    }

    std::uint64_t seed_;
};

} // namespace cityloom
