// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gis/import/sumo/scenario.h"
#include "scenarios/traffic/passages.h"

namespace cityloom::scenarios {

/// Keeps to the flows of calibrators as SUMO's do (Erdmann 2012, Online-Kalibrierung einer mikroskopischen
/// Verkehrssimulation, ViMOS; recalled): who is missing is let in as late as one vehicle in three seconds until the
/// interval's end still allows, and who comes when the interval's vehicles have all come is taken off the street.
/// Speeds are limits by the clock and nothing of this.
class Calibrators {
public:
    /// \p sim outlives this.
    Calibrators(const std::vector<gis::SumoCalibration>& asked, traffic::Simulation& sim);

    /// Once after each step.
    void follow(TimeUs step);
    /// Trips in reserve that nobody has let in.
    [[nodiscard]] std::uint64_t unused() const { return reserve_ - released_; }
    [[nodiscard]] std::uint64_t released() const { return released_; }
    [[nodiscard]] std::uint64_t removed() const { return removed_; }
    [[nodiscard]] bool over() const { return sim_.time() >= last_end_; } ///< no interval is open or to come

private:
    struct Row {
        gis::SumoCalibration asked;
        std::uint32_t first = 0;  ///< its next trip in reserve
        std::uint32_t end = 0;    ///< behind its last
        std::uint64_t passed = 0; ///< vehicles that came onto the edge by themselves, or were let in
        std::uint32_t lanes = 1;  ///< where they are let in at once
    };
    [[nodiscard]] bool counts(const Row& row, const Passage& passage) const;
    void let_in(Row& row, TimeUs step);

    traffic::Simulation& sim_;
    Passages passages_;
    std::vector<Row> rows_;
    std::vector<std::vector<std::uint32_t>> of_edge_; ///< rows
    std::uint32_t reserve_begin_ = 0;
    std::uint64_t reserve_ = 0;
    std::uint64_t released_ = 0;
    std::uint64_t removed_ = 0;
    TimeUs last_end_ = 0;
};

} // namespace cityloom::scenarios
