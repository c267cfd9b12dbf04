// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/open_tour.h"

#include <algorithm>
#include <limits>

namespace cityloom::gis {

namespace {
constexpr double kGainM = 1e-6; // less is none: it ends
} // namespace

std::vector<std::size_t> open_tour(const std::vector<std::vector<double>>& away, std::size_t first, std::size_t last) {
    std::vector<std::size_t> tour{first, last};
    for (std::size_t place = 0; place < away.size(); ++place) {
        if (place == first || place == last) {
            continue;
        }
        std::size_t best = 1;
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t k = 1; k < tour.size(); ++k) {
            const double longer = away[tour[k - 1]][place] + away[place][tour[k]] - away[tour[k - 1]][tour[k]];
            if (longer < least) {
                least = longer;
                best = k;
            }
        }
        tour.insert(tour.begin() + static_cast<std::ptrdiff_t>(best), place);
    }
    for (bool better = true; better;) {
        better = false;
        for (std::size_t i = 1; i + 1 < tour.size(); ++i) {
            for (std::size_t k = i + 1; k + 1 < tour.size(); ++k) {
                const double before = away[tour[i - 1]][tour[i]] + away[tour[k]][tour[k + 1]];
                const double after = away[tour[i - 1]][tour[k]] + away[tour[i]][tour[k + 1]];
                if (after < before - kGainM) {
                    std::reverse(tour.begin() + static_cast<std::ptrdiff_t>(i),
                                 tour.begin() + static_cast<std::ptrdiff_t>(k) + 1);
                    better = true;
                }
            }
        }
    }
    return tour;
}

} // namespace cityloom::gis
