// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/archive.h"
#include "sim/core/geometry.h"
#include "sim/telecom/network.h"

namespace cityloom::telecom {

/// Path loss (dB) of an urban macro cell out of sight: 3GPP TR 38.901 V16 table 7.4.1-1, UMa NLOS, receiver at 1.5 m.
[[nodiscard]] double path_loss_uma_db(double distance_m, double carrier_ghz) noexcept;

/// Where that path loss uses up a link budget (m).
[[nodiscard]] double range_uma_m(double budget_db, double carrier_ghz) noexcept;

/// Who serves which place, and how loaded each site is. Places are served by the nearest live site in range.
class Coverage {
public:
    /// \param places fixed places to serve; \param traffic_bps what each place asks for in the busy hour.
    Coverage(const Network& net, std::span<const Point2> places, std::span<const double> traffic_bps);

    void set_alive(std::uint32_t site, bool alive);
    [[nodiscard]] bool alive(std::uint32_t site) const noexcept { return alive_[site] != 0; }
    /// Works out serving sites and loads anew. \param activity share of the busy-hour traffic.
    void update(double activity);

    [[nodiscard]] std::span<const std::uint32_t> serving() const noexcept { return serving_; } ///< kNone: no signal
    [[nodiscard]] std::span<const float> load() const noexcept { return load_; } ///< share of capacity, may pass 1
    /// All that changes: which sites live, who serves which place, and the loads.
    void visit(Archive& archive);
    void hash(StateHash& hash) const;

private:
    std::vector<double> capacity_bps_;
    std::vector<std::uint8_t> alive_;
    std::vector<std::uint32_t> first_; ///< candidate sites of each place, nearest first
    std::vector<std::uint32_t> candidates_;
    std::vector<double> traffic_bps_;
    std::vector<std::uint32_t> serving_;
    std::vector<float> load_;
};

} // namespace cityloom::telecom
