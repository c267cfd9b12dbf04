// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/result.h"
#include "sim/traffic/demand.h"
#include "sim/traffic/od/od_matrix.h"

namespace cityloom::traffic::od {

struct DisaggregateOptions {
    double scale = 1.0; ///< factor on all cells
    std::uint64_t seed = 1;
    std::uint64_t most_trips = 5'000'000;
};

/// Whole trips of each cell, which sum to the rounded sum of all cells.
///
/// Cumulative rounding: cells are passed in an order, and each gets the difference of the rounded running sums before
/// and after it. So each cell, each origin's row and each slice gets its real number rounded down or up, and a cell of
/// 0 gets 0. The order is by slice, then rows by luck, then cells of a row by luck (systematic sampling in random
/// order: Hartley and Rao 1962), so that small cells of one destination are not all rounded the same way; columns are
/// kept in expectation. Cells count in units of 2^-24 trips, so that sums are exact. Fails with LimitExceeded beyond
/// \p options.most_trips.
[[nodiscard]] Result<std::vector<std::uint32_t>> round_cells(const OdZones& zones, const OdMatrix& matrix,
                                                             const DisaggregateOptions& options);

/// Draws single trips of cells.
///
/// The n-th trip of a cell is the n-th point of an additive recurrence in three dimensions (departure, source, sink;
/// steps 1/g, 1/g^2, 1/g^3 with g^4 = g + 1, Roberts 2018), shifted by luck (Cranley and Patterson 1976). So departures
/// fill the slice evenly and edges are taken near their weights for any number of trips, and more trips in a cell
/// change nothing for those that are there, nor for other cells.
class TripDrawer {
public:
    TripDrawer(const OdZones& zones, const OdMatrix& matrix, std::uint64_t seed);

    /// The trip starts at the begin of a source and ends at the end of a sink; both zones of the cell must have some.
    [[nodiscard]] Trip draw(const OdCell& cell, std::uint32_t number) const;

private:
    [[nodiscard]] std::uint32_t edge_at(Range edges, double u) const;

    const OdZones& zones_;
    const OdMatrix& matrix_;
    std::uint64_t seed_;
    std::vector<double> cumulative_; ///< of OdZones::weights, within each zone's range
};

/// Fails with NotFound where trips start or end in a zone without edges for that.
[[nodiscard]] Result<void> check_ends(const OdZones& zones, const OdMatrix& matrix);

struct OdTrip {
    Trip trip;
    std::uint32_t cell = 0;   ///< in OdMatrix::cells
    std::uint32_t number = 0; ///< in its cell, from 0
};

/// The matrix as single trips, by departure, then id. Fails as check_ends() and round_cells().
[[nodiscard]] Result<std::vector<OdTrip>> disaggregate(const OdZones& zones, const OdMatrix& matrix,
                                                       const DisaggregateOptions& options);

} // namespace cityloom::traffic::od
