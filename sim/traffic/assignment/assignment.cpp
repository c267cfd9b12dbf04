// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/assignment/assignment.h"

#include <algorithm>
#include <optional>

#include "sim/core/executor.h"
#include "sim/traffic/assignment/bush.h"
#include "sim/traffic/assignment/loaded_links.h"

namespace cityloom::traffic::assignment {

namespace {

/// One class's bushes, one for each origin that has trips.
std::vector<Bush> bushes_of(const UserClass& users, const Network& network) {
    std::vector<std::vector<std::pair<std::uint32_t, double>>> demand(network.zones);
    for (const Trips& trips : users.trips) {
        if (trips.vehicles > 0.0 && trips.origin != trips.destination) {
            demand[trips.origin].emplace_back(trips.destination, trips.vehicles * users.pcu);
        }
    }
    std::vector<Bush> bushes;
    for (std::uint32_t origin = 0; origin < network.zones; ++origin) {
        if (demand[origin].empty()) {
            continue;
        }
        Bush& bush = bushes.emplace_back();
        bush.origin = origin;
        bush.demand = std::move(demand[origin]);
        for (const auto& [node, flow] : bush.demand) {
            bush.total_demand += flow;
        }
    }
    return bushes;
}

Network sorted(const Network& network, std::span<const std::uint32_t> order) {
    Network result = network;
    for (std::size_t i = 0; i < order.size(); ++i) {
        result.links[i] = network.links[order[i]];
    }
    return result;
}

class Solver {
public:
    Solver(const Network& network, std::span<const UserClass> classes, const Options& options)
        : order_{by_tail(network)},
          network_{sorted(network, order_)},
          classes_{classes},
          options_{options},
          graph_{network_},
          links_{network_},
          scratch_{network.nodes},
          executor_{std::max(1U, options.threads)} {
        for (const UserClass& users : classes) {
            bushes_.push_back(bushes_of(users, network));
        }
    }

    Result<Assignment> run(const Progress& progress, const std::stop_token& stop) {
        if (auto loaded = load(stop); !loaded) {
            return tl::make_unexpected(loaded.error());
        }
        constexpr double kNearlyExact = 1e-11; // below it, no gain for a while means that rounding is all that is left
        constexpr int kPatience = 10;
        double best = 1.0;
        int best_iteration = 0;
        Assignment result;
        for (result.iterations = 0;; ++result.iterations) {
            result.relative_gap = improve_all();
            if (progress) {
                progress(result.iterations, result.relative_gap);
            }
            result.converged = result.relative_gap <= options_.relative_gap;
            if (result.relative_gap < best) {
                best = result.relative_gap;
                best_iteration = result.iterations;
            }
            const bool stuck = best < kNearlyExact && result.iterations - best_iteration >= kPatience;
            if (result.converged || stuck || result.iterations >= options_.max_iterations) {
                break;
            }
            if (!equilibrate_all(result.iterations, stop)) {
                return cancelled();
            }
        }
        report(result);
        return result;
    }

private:
    static tl::unexpected<Error> cancelled() { return fail(ErrorCode::Cancelled, "The assignment was cancelled."); }

    /// Puts each origin's trips on the shortest paths at the flows that the origins before it left.
    Result<void> load(const std::stop_token& stop) {
        for (std::size_t c = 0; c < classes_.size(); ++c) {
            links_.see_as(classes_[c]);
            for (Bush& bush : bushes_[c]) {
                if (stop.stop_requested()) {
                    return cancelled();
                }
                if (auto planted = plant(bush, graph_, links_, scratch_); !planted) {
                    return fail(ErrorCode::NotFound,
                                "There is no path from zone " + std::to_string(bush.origin + 1) + " to zone " +
                                    std::to_string(planted.error() + 1) +
                                    ", between which there are trips. Add the missing links, or remove the trips.");
                }
                share_out(bush, scratch_);
                for (const Bush::Arc& arc : bush.arcs) {
                    if (arc.flow > 0.0) {
                        links_.add_flow(arc.link, arc.flow);
                    }
                }
            }
        }
        return {};
    }

    /// Improves every bush at the present costs; the flows are counted afresh. \return the relative gap.
    double improve_all() {
        recount();
        double total = 0.0;
        double excess = 0.0;
        for (std::size_t c = 0; c < classes_.size(); ++c) {
            links_.see_as(classes_[c]);
            costs_.resize(bushes_[c].size());
            executor_.for_each_block(bushes_[c].size(), [&](std::size_t begin, std::size_t end) {
                BushScratch scratch{network_.nodes};
                for (std::size_t i = begin; i < end; ++i) {
                    costs_[i] = improve(bushes_[c][i], graph_, links_, scratch);
                }
            });
            for (const BushCost& cost : costs_) {
                total += cost.total / classes_[c].pcu;
                excess += cost.excess / classes_[c].pcu;
            }
        }
        return total > 0.0 ? excess / total : 0.0;
    }

    bool equilibrate_all(int iteration, const std::stop_token& stop) {
        // Early on the bushes lack links, and balancing what they have is wasted; later they are complete.
        const int passes = std::min(4 + 2 * iteration, 40);
        for (int pass = 0; pass < passes; ++pass) {
            for (std::size_t c = 0; c < classes_.size(); ++c) {
                if (classes_.size() > 1) {
                    links_.see_as(classes_[c]);
                }
                for (Bush& bush : bushes_[c]) {
                    if (stop.stop_requested()) {
                        return false;
                    }
                    equilibrate(bush, links_, scratch_);
                }
            }
        }
        return true;
    }

    void recount() {
        flow_.assign(network_.links.size(), 0.0);
        for (const auto& bushes : bushes_) {
            for (const Bush& bush : bushes) {
                for (const Bush::Arc& arc : bush.arcs) {
                    flow_[arc.link] += arc.flow;
                }
            }
        }
        for (std::uint32_t a = 0; a < flow_.size(); ++a) {
            links_.set_flow(a, flow_[a]);
        }
    }

    void report(Assignment& result) {
        recount();
        result.flow = as_given(flow_);
        std::vector<double> time(flow_.size());
        for (std::uint32_t a = 0; a < flow_.size(); ++a) {
            time[a] = links_.time(a);
            result.objective += links_.beckmann(a);
        }
        result.time = as_given(time);
        for (std::size_t c = 0; c < classes_.size(); ++c) {
            links_.see_as(classes_[c]);
            std::vector<double> flow(flow_.size(), 0.0);
            for (const Bush& bush : bushes_[c]) {
                for (const Bush::Arc& arc : bush.arcs) {
                    flow[arc.link] += arc.flow / classes_[c].pcu;
                }
            }
            for (std::uint32_t a = 0; a < flow.size(); ++a) {
                result.total_travel_cost += flow[a] * links_.costs()[a];
                result.total_travel_time += flow[a] * time[a];
                result.objective += classes_[c].pcu * flow[a] * links_.priced(a);
            }
            result.class_cost.push_back(as_given(links_.costs()));
            result.class_flow.push_back(as_given(flow));
        }
    }

    /// Values of links in the order of the caller's network.
    [[nodiscard]] std::vector<double> as_given(const std::vector<double>& values) const {
        std::vector<double> result(values.size());
        for (std::size_t a = 0; a < values.size(); ++a) {
            result[order_[a]] = values[a];
        }
        return result;
    }

    std::vector<std::uint32_t> order_; ///< of a link here, its place in the caller's network
    Network network_;
    std::span<const UserClass> classes_;
    const Options& options_;
    Graph graph_;
    LoadedLinks links_;
    BushScratch scratch_;
    Executor executor_;
    std::vector<std::vector<Bush>> bushes_; ///< a class, an origin
    std::vector<BushCost> costs_;
    std::vector<double> flow_;
};

} // namespace

Result<Assignment> assign(const Network& network, std::span<const UserClass> classes, const Options& options,
                          const Progress& progress, const std::stop_token& stop) {
    if (auto sound = check(network, classes); !sound) {
        return tl::make_unexpected(sound.error());
    }
    return Solver{network, classes, options}.run(progress, stop);
}

} // namespace cityloom::traffic::assignment
