// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "scenarios/invest/appraise/flows.h"

namespace cityloom::scenarios::invest {

/// Something that is not known, as it is drawn.
struct Uncertainty {
    std::string id;     ///< of a parameter; "overrun_civil" ...; "simulation": which seed
    std::string spread; ///< "triangular", "lognormal", "one of the seeds"
    double low = 0.0;   ///< of a triangle; of a lognormal its 5 % point
    double value = 0.0; ///< its peak; of a lognormal its mean
    double high = 0.0;  ///< of a lognormal its 95 % point
    double sigma = 0.0; ///< of a lognormal: of the logarithm
    double first = 0.0; ///< Sobol index of first order (Saltelli et al. 2010); NaN where nothing varies
    double total = 0.0; ///< of total order (Jansen 1999)
};

struct Sample {
    std::vector<double> drawn; ///< by uncertainty
    double npv = 0.0;          ///< EUR
    double present_cost = 0.0;
    double present_gain = 0.0;
    bool in_range = true; ///< its demand lies where it was simulated
};

/// Where it goes wrong: the box of what may happen in which most samples lose money (PRIM, Friedman and Fisher 1999).
struct Box {
    struct Side {
        std::size_t uncertainty = 0;
        double low = 0.0;
        double high = 0.0;
    };
    std::vector<Side> sides;
    double coverage = 0.0; ///< of all losses, the share that lies in it
    double density = 0.0;  ///< of all that lies in it, the share that loses
    double mass = 0.0;     ///< of all samples, the share that lies in it
};

struct Samples {
    std::uint64_t seed = 1;
    std::vector<Uncertainty> uncertainties;
    std::vector<Sample> all;
    double mean = 0.0; ///< NPV, EUR, as all that follows
    double deviation = 0.0;
    double p5 = 0.0;
    double p50 = 0.0;
    double p95 = 0.0;
    double loss_share = 0.0;      ///< of samples with an NPV below 0
    double worst_tenth = 0.0;     ///< mean NPV of the worst tenth (CVaR)
    std::size_t out_of_range = 0; ///< whose demand lies beyond what was simulated: the nearest counts there
    std::optional<Box> box;       ///< nothing where too few or nearly all lose
};

/// What is not known of any of some plans: one list, so that all of them can be tried in the same futures.
[[nodiscard]] std::vector<Uncertainty> uncertainties_of(std::span<const PlanModel* const> models,
                                                        const AppraisalSettings& settings);

/// Points of a Latin hypercube: one in each of so many layers of each side, from 0 to 1. The same for a seed.
[[nodiscard]] std::vector<std::vector<double>> sample_points(std::size_t count, std::size_t sides, std::uint64_t seed);

/// A plan in one future. \param point a place from 0 to 1 for each of the uncertainties
[[nodiscard]] Sample in_future(const PlanModel& model, const AppraisalSettings& settings,
                               const std::vector<Uncertainty>& uncertainties, const std::vector<double>& point);

/// Latin hypercube (McKay, Beckman and Conover 1979) over the parameters' ranges, the overruns of reference classes in
/// place of the optimism bias (Flyvbjerg, Holm and Buhl 2002), and the seeds. The same for a seed and a count. Nothing
/// is simulated: effects come from the model.
[[nodiscard]] Result<Samples> draw_samples(const PlanModel& model, const AppraisalSettings& settings, std::size_t count,
                                           std::uint64_t seed, const std::stop_token& stop);

} // namespace cityloom::scenarios::invest
