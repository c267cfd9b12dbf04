// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>
#include <vector>

#include "sim/core/archive.h"
#include "sim/corridor/figures.h"
#include "sim/traffic/demand.h"
#include "sim/traffic/router.h"

namespace cityloom::traffic {

extern const engine::Figure kHospitalReached;
extern const engine::Figure kHospitalAccess;
extern const engine::Figure kHospitalAccess95;

inline constexpr std::array<const engine::Figure*, 3> kAccessFigures{&kHospitalReached, &kHospitalAccess,
                                                                     &kHospitalAccess95};

/// How far the nearest hospital is from where people live, there and back: an ambulance drives both ways. Looked at now
/// and then; the figures are means over the looks. Who cannot get there, or not back, is not reached, and counts as
/// infinitely far in the percentiles.
class HospitalAccess {
public:
    /// All must outlive it.
    /// \param hospitals edges where an ambulance arrives and departs.
    HospitalAccess(const Router& router, const DemandModel& demand, std::span<const std::uint32_t> hospitals,
                   std::size_t districts);

    /// \param edge_s times that hold now, Router::kClosed where no one may drive.
    void look(std::span<const float> edge_s);
    /// Not numbers where nobody lives, or nobody has looked; infinite percentiles where so many are not reached.
    void measure(engine::Figures& figures) const;
    void visit(Archive& archive);

private:
    struct Place { ///< the city, then its districts
        double reached = 0.0;
        double median_s = 0.0;
        double p95_s = 0.0;
        friend void visit(Archive& a, Place& p) {
            auto& [reached, median_s, p95_s] = p;
            a(reached, median_s, p95_s);
        }
    };

    const Router& router_;
    const DemandModel& demand_;
    std::span<const std::uint32_t> hospitals_;
    std::vector<Place> sums_; ///< over the looks
    double looks_ = 0.0;
};

} // namespace cityloom::traffic
