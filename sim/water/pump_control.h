// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/archive.h"
#include "sim/water/network.h"

namespace cityloom::water {

/// What is in working order, now.
struct WaterState {
    std::span<const double> tank_level_m;
    std::span<const std::uint8_t> node_failed;
    std::span<const std::uint8_t> pipe_open; ///< per link
};

/// Pumps follow tanks: started when storage runs low, stopped when it is full. A pump with a tank of its own follows
/// what all tanks together hold that its water reaches over open mains (of several in a zone one may be full while
/// another runs dry); where there is none, it runs. A pump without one follows all tanks of the city that are in
/// service.
class PumpControl {
public:
    explicit PumpControl(const Network& net);

    void look(const WaterState& state);
    [[nodiscard]] bool wanted(std::uint32_t link) const noexcept { return wanted_[link] != 0; }
    void visit(Archive& archive) { archive.fixed(wanted_); }

private:
    struct Storage {
        double volume_m3 = 0.0;
        double capacity_m3 = 0.0;
        double fullest = 0.0; ///< of the tanks: share of its depth
    };
    void find_zones(const WaterState& state);
    [[nodiscard]] bool steers(std::uint32_t tank, const WaterState& state) const;
    [[nodiscard]] Storage storage_for(const Link& pump, const WaterState& state) const;

    const Network& net_;
    std::vector<std::vector<std::uint32_t>> incident_;
    std::vector<std::uint32_t> tanks_;
    std::vector<std::uint32_t> zone_;  ///< per node: what open mains join has one number; work space
    std::vector<std::uint32_t> size_;  ///< per zone: its nodes
    std::vector<std::uint8_t> wanted_; ///< per link; between the limits as before
};

} // namespace cityloom::water
