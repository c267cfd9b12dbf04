// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/od/load.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "sim/traffic/equilibrium/equilibrium.h"
#include "sim/traffic/od/disaggregate.h"

namespace cityloom::traffic::od {

namespace {

/// Samples of a cell: about one a trip, within bounds that get narrower as the matrix gets larger.
struct Bounds {
    double least;
    double most;
};
constexpr std::array<Bounds, 4> kBounds{{{8, 400}, {4, 100}, {1, 20}, {1, 1}}};

std::size_t samples_of(double trips, const Bounds& bounds) {
    return static_cast<std::size_t>(std::clamp(std::ceil(trips), bounds.least, bounds.most));
}

/// The time on an edge at a time of the day.
class Times {
public:
    Times(const equilibrium::Equilibrium& found, TimeUs begin) : found_{found}, begin_{begin} {}

    [[nodiscard]] TimeUs on(std::uint32_t edge, TimeUs at) const {
        const auto slice = static_cast<std::size_t>(std::max<TimeUs>(0, at - begin_) / found_.slice);
        const auto& times = slice == 0 || found_.later_times_s.empty()
                                ? found_.edge_times_s
                                : found_.later_times_s[std::min(slice, found_.later_times_s.size()) - 1];
        return from_seconds(static_cast<double>(times[edge]));
    }

private:
    const equilibrium::Equilibrium& found_;
    TimeUs begin_;
};

} // namespace

Result<Loader> Loader::make(RoadNetwork& net, const Router& router, const OdZones& zones, const OdMatrix& matrix,
                            std::span<const Count> counts, const LoadOptions& options) {
    if (auto sound = check_ends(zones, matrix); !sound) {
        return tl::make_unexpected(sound.error());
    }
    Loader made{net, router, options};
    made.counts_ = counts;
    const Bounds* bounds = nullptr;
    for (const Bounds& each : kBounds) {
        std::size_t all = 0;
        for (const OdCell& cell : matrix.cells) {
            all += samples_of(cell.trips, each);
        }
        if (all <= options.most_samples) {
            bounds = &each;
            break;
        }
    }
    if (bounds == nullptr) {
        return fail(ErrorCode::LimitExceeded, "The matrix has more than " + std::to_string(options.most_samples) +
                                                  " cells; use larger zones or fewer times.");
    }
    const TripDrawer drawer{zones, matrix, options.seed};
    made.begin_ = matrix.slices.empty() ? 0 : matrix.slices.front().begin;
    for (const OdSlice& slice : matrix.slices) {
        made.begin_ = std::min(made.begin_, slice.begin);
        made.end_ = std::max(made.end_, slice.end);
    }
    for (const OdCell& cell : matrix.cells) {
        made.first_sample_.push_back(made.samples_.size());
        if (zones.zones[cell.origin].sources.count == 0 || zones.zones[cell.destination].sinks.count == 0) {
            continue;
        }
        const std::size_t n = samples_of(cell.trips, *bounds);
        for (std::uint32_t k = 0; k < n; ++k) {
            made.samples_.push_back(drawer.draw(cell, k));
        }
    }
    made.first_sample_.push_back(made.samples_.size());

    made.first_at_edge_.assign(net.edges.size() + 1, 0);
    for (const Count& count : counts) {
        ++made.first_at_edge_[count.edge + 1];
    }
    for (std::size_t e = 0; e < net.edges.size(); ++e) {
        made.first_at_edge_[e + 1] += made.first_at_edge_[e];
    }
    made.at_edge_.resize(counts.size());
    std::vector<std::uint32_t> next{made.first_at_edge_.begin(), made.first_at_edge_.end() - 1};
    for (std::uint32_t a = 0; a < counts.size(); ++a) {
        made.at_edge_[next[counts[a].edge]++] = a;
    }
    return made;
}

Load Loader::load(std::span<const double> g, Executor& executor, const std::stop_token& stop) const {
    std::vector<double> vehicles(samples_.size(), 0.0);
    for (std::size_t i = 0; i + 1 < first_sample_.size(); ++i) {
        for (std::size_t k = first_sample_[i]; k < first_sample_[i + 1]; ++k) {
            vehicles[k] = g[i] / static_cast<double>(first_sample_[i + 1] - first_sample_[i]);
        }
    }
    equilibrium::EquilibriumOptions options;
    options.start = begin_;
    options.duration = std::max(kMinuteUs, end_ - begin_);
    options.target_gap = options_.target_gap;
    options.most_iterations = options_.most_iterations;
    options.vehicles = vehicles;
    options.stop = stop;
    const equilibrium::Equilibrium found = equilibrium::equilibrate(*net_, *router_, samples_, options, executor);

    Load load;
    load.relative_gap = found.relative_gap.empty() ? 0.0 : found.relative_gap.back();
    const Times times{found, begin_};
    std::vector<std::uint32_t> seen; // by the counts, one entry a sample and count
    for (std::size_t i = 0; i + 1 < first_sample_.size(); ++i) {
        seen.clear();
        for (std::size_t k = first_sample_[i]; k < first_sample_[i + 1]; ++k) {
            load.trips_without_way += found.routes[k].empty() ? vehicles[k] : 0.0;
            TimeUs at = samples_[k].depart;
            for (const std::uint32_t edge : found.routes[k]) {
                for (std::uint32_t c = first_at_edge_[edge]; c < first_at_edge_[edge + 1]; ++c) {
                    const Count& count = counts_[at_edge_[c]];
                    if (at >= count.begin && at < count.end) {
                        seen.push_back(at_edge_[c]);
                    }
                }
                at += times.on(edge, at);
            }
        }
        std::sort(seen.begin(), seen.end());
        const auto samples = static_cast<double>(first_sample_[i + 1] - first_sample_[i]);
        for (std::size_t k = 0; k < seen.size();) {
            std::size_t end = k;
            while (end < seen.size() && seen[end] == seen[k]) {
                ++end;
            }
            load.p.count.push_back(seen[k]);
            load.p.share.push_back(static_cast<double>(end - k) / samples);
            k = end;
        }
        load.p.first.push_back(load.p.count.size());
    }
    return load;
}

} // namespace cityloom::traffic::od
