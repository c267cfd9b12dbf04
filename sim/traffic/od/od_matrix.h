// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/core/time.h"

namespace cityloom::traffic::od {

/// A traffic analysis zone: the edges on which its trips start and end.
struct OdZone {
    std::string name;
    std::uint64_t id = 0; ///< stable: keys the draws of its trips
    Range sources{};      ///< in OdZones::edges
    Range sinks{};
};

struct OdZones {
    std::vector<OdZone> zones;
    std::vector<std::uint32_t> edges; ///< in RoadNetwork::edges
    std::vector<double> weights;      ///< of the edges, above 0
};

/// When trips depart, and what they drive.
struct OdSlice {
    TimeUs begin = 0;
    TimeUs end = kHourUs;
    std::string vehicle_class; ///< as the source names it; empty: not named

    friend bool operator==(const OdSlice&, const OdSlice&) = default;
};

/// Trips from a zone to a zone in a slice; a real number, as planners' matrices have.
struct OdCell {
    std::uint32_t slice = 0; ///< in OdMatrix::slices
    std::uint32_t origin = 0;
    std::uint32_t destination = 0;
    double trips = 0.0;
};

struct OdMatrix {
    std::vector<OdSlice> slices; ///< by begin, end, class
    std::vector<OdCell> cells;   ///< by slice, origin, destination; each pair once in a slice
};

/// Brings slices and cells into order; cells of the same slice and pair become one, which holds the sum.
void put_in_order(OdMatrix& matrix);

[[nodiscard]] double total_trips(const OdMatrix& matrix);

/// Stable name of a cell for draws: of the slice's times and class and the zones' ids, never of places in arrays.
[[nodiscard]] std::uint64_t cell_key(const OdZones& zones, const OdMatrix& matrix, const OdCell& cell);

} // namespace cityloom::traffic::od
