// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/od/od_matrix.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "sim/core/rng.h"

namespace cityloom::traffic::od {

namespace {

std::uint64_t mixed(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    return CounterRng{a}.bits(RandomStream::TripOrigin, b, c);
}

} // namespace

void put_in_order(OdMatrix& matrix) {
    const auto key = [&](std::uint32_t s) {
        const OdSlice& slice = matrix.slices[s];
        return std::tie(slice.begin, slice.end, slice.vehicle_class);
    };
    std::vector<std::uint32_t> order(matrix.slices.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    std::vector<OdSlice> slices;
    std::vector<std::uint32_t> place(order.size());
    for (const std::uint32_t s : order) {
        if (slices.empty() || slices.back() != matrix.slices[s]) {
            slices.push_back(matrix.slices[s]);
        }
        place[s] = static_cast<std::uint32_t>(slices.size() - 1);
    }
    matrix.slices = std::move(slices);
    for (OdCell& cell : matrix.cells) {
        cell.slice = place[cell.slice];
    }
    const auto pair = [](const OdCell& c) { return std::tie(c.slice, c.origin, c.destination); };
    std::stable_sort(matrix.cells.begin(), matrix.cells.end(),
                     [&](const OdCell& a, const OdCell& b) { return pair(a) < pair(b); });
    std::size_t kept = 0;
    for (std::size_t c = 0; c < matrix.cells.size(); ++c) {
        if (kept > 0 && pair(matrix.cells[kept - 1]) == pair(matrix.cells[c])) {
            matrix.cells[kept - 1].trips += matrix.cells[c].trips;
        } else {
            matrix.cells[kept++] = matrix.cells[c];
        }
    }
    matrix.cells.resize(kept);
}

double total_trips(const OdMatrix& matrix) {
    return std::accumulate(matrix.cells.begin(), matrix.cells.end(), 0.0,
                           [](double sum, const OdCell& cell) { return sum + cell.trips; });
}

std::uint64_t cell_key(const OdZones& zones, const OdMatrix& matrix, const OdCell& cell) {
    const OdSlice& slice = matrix.slices[cell.slice];
    std::uint64_t key = mixed(1, static_cast<std::uint64_t>(slice.begin), static_cast<std::uint64_t>(slice.end));
    for (const char c : slice.vehicle_class) {
        key = mixed(key, static_cast<unsigned char>(c), 2);
    }
    return mixed(key, zones.zones[cell.origin].id, zones.zones[cell.destination].id);
}

} // namespace cityloom::traffic::od
