// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/od/counts.h"

#include <algorithm>
#include <cmath>

namespace cityloom::traffic::od {

double geh(double model_vph, double count_vph) {
    const double sum = model_vph + count_vph;
    const double apart = model_vph - count_vph;
    return sum > 0.0 ? std::sqrt(2.0 * apart * apart / sum) : 0.0;
}

double geh_of(const Count& count, double modelled_vehicles) {
    const double per_hour = 3600.0 / to_seconds(count.end - count.begin);
    return geh(modelled_vehicles * per_hour, count.vehicles * per_hour);
}

Fit fit_of(std::span<const Count> counts, std::span<const double> modelled) {
    Fit fit{.sites = counts.size()};
    if (counts.empty()) {
        return fit;
    }
    const auto n = static_cast<double>(counts.size());
    double sum_m = 0.0;
    double sum_c = 0.0;
    double relative_sites = 0.0;
    const auto hourly = [](const Count& count, double vehicles) {
        return vehicles * 3600.0 / to_seconds(count.end - count.begin);
    };
    for (std::size_t s = 0; s < counts.size(); ++s) {
        const double value = geh_of(counts[s], modelled[s]);
        fit.mean_geh += value / n;
        fit.largest_geh = std::max(fit.largest_geh, value);
        fit.share_below_5 += value < 5.0 ? 1.0 : 0.0;
        if (counts[s].vehicles > 0.0) {
            fit.mean_relative_error += std::abs(modelled[s] - counts[s].vehicles) / counts[s].vehicles;
            relative_sites += 1.0;
        }
        sum_m += hourly(counts[s], modelled[s]);
        sum_c += hourly(counts[s], counts[s].vehicles);
    }
    fit.share_below_5 /= n;
    fit.mean_relative_error /= std::max(1.0, relative_sites);
    double mm = 0.0;
    double cc = 0.0;
    double mc = 0.0;
    for (std::size_t s = 0; s < counts.size(); ++s) {
        const double m = hourly(counts[s], modelled[s]) - sum_m / n;
        const double c = hourly(counts[s], counts[s].vehicles) - sum_c / n;
        mm += m * m;
        cc += c * c;
        mc += m * c;
    }
    fit.r2 = mm > 0.0 && cc > 0.0 ? mc * mc / (mm * cc) : 0.0;
    return fit;
}

} // namespace cityloom::traffic::od
