// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/power_high.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "gis/derive/open_tour.h"
#include "gis/derive/power_parts.h"

namespace cityloom::gis {

namespace {

using power::Branch;
using power::Bus;
using power::BusKind;
using power_parts::kHighV;

constexpr double kTransmissionV = 220'000.0;
constexpr double kPeopleForTwoInfeeds = 100'000.0; // (n-1) in the high voltage of a large city (recalled)
constexpr double kInfeedPu = 1.03;
constexpr double kMediumPu = 1.02;    // a little above nominal, for what falls along the feeders (recalled)
constexpr double kMostRingVa = 115e6; // what a line of 645 A carries at 110 kV is 123 MVA
constexpr double kShortestM = 100.0;
constexpr double kLossShare = 1.04; // what a substation delivers, and what is lost on the way to the customers
// +-9 steps of 1.5 % (pandapower's standard types of 110 kV; tap changers are IEC 60214's subject, recalled).
constexpr double kTapStepPu = 0.015;
constexpr std::uint8_t kTapPositions = 9;

double line_current_a(double va) {
    return va / (std::numbers::sqrt3 * kHighV);
}

class Builder {
public:
    Builder(const UtilityBase& base, const std::vector<SubstationWish>& wishes, power::Network& net)
        : base_{base}, wishes_{wishes}, net_{net} {}

    void infeeds() {
        const std::size_t wanted =
            std::reduce(base_.loads.people.begin(), base_.loads.people.end()) > kPeopleForTwoInfeeds &&
                    wishes_.size() > 1
                ? 2
                : 1;
        std::vector<std::pair<Point2, Provenance>> places;
        for (const Asset& asset : base_.city.assets) {
            const auto near = [&](const auto& place) { return distance_m(place.first, asset.at) < 2'000.0; };
            if (asset.kind == AssetKind::Substation && asset.voltage_v >= kTransmissionV && places.size() < wanted &&
                std::ranges::none_of(places, near)) {
                places.emplace_back(asset.at, Provenance::Measured);
            }
        }
        while (places.size() < wanted) {
            places.emplace_back(edge_place(places), Provenance::Default);
        }
        for (const auto& [at, source] : places) {
            const std::size_t number = net_.buses.size() + 1;
            net_.buses.push_back({.id = number,
                                  .key = "infeed/I" + std::to_string(number),
                                  .at = at,
                                  .kind = BusKind::Infeed,
                                  .nominal_v = kHighV,
                                  .set_point_pu = kInfeedPu,
                                  .source = source});
        }
        infeeds_ = net_.buses.size();
    }

    std::vector<std::uint32_t> substations(double medium_v) {
        std::vector<std::uint32_t> medium;
        for (std::size_t s = 0; s < wishes_.size(); ++s) {
            const SubstationWish& wish = wishes_[s];
            const std::string number = std::to_string(s + 1);
            const auto high = static_cast<std::uint32_t>(net_.buses.size());
            high_.push_back(high);
            medium.push_back(high + 1);
            const power_parts::Transformers with = power_parts::substation_for(wish.peak_w * kLossShare);
            net_.buses.push_back({.id = 0xB200000000000000ULL + s,
                                  .key = "busbar/H" + number,
                                  .at = wish.at,
                                  .kind = BusKind::HighVoltage,
                                  .nominal_v = kHighV,
                                  .source = wish.source});
            net_.buses.push_back({.id = 0xB100000000000000ULL + s,
                                  .key = "substation/S" + number,
                                  .at = wish.at,
                                  .kind = BusKind::Substation,
                                  .nominal_v = medium_v,
                                  .rating_va = with.all_va(),
                                  .set_point_pu = kMediumPu,
                                  .no_load_w = with.units * with.no_load_w,
                                  .source = wish.source});
            const double z = kHighV * kHighV / with.rating_va;
            for (std::uint32_t unit = 1; unit <= with.units; ++unit) {
                transformers_.push_back({.id = 0xB300000000000000ULL + 16 * s + unit,
                                         .key = "transformer-branch/S" + number + "-" + std::to_string(unit),
                                         .from = high,
                                         .to = high + 1,
                                         .r_ohm = with.r_pu * z,
                                         .x_ohm = with.x_pu * z,
                                         .rating_a = line_current_a(with.rating_va),
                                         .transformer = true,
                                         .tap_step_pu = kTapStepPu,
                                         .tap_positions = kTapPositions});
            }
        }
        return medium;
    }

    /// So many rings as carry it all, side by side across the way between the infeeds, or around the only one.
    void lines() {
        const Point2 a = net_.buses[0].at;
        const Point2 b = net_.buses[infeeds_ - 1].at;
        double all_va = 0.0;
        std::vector<std::pair<double, std::uint32_t>> across;
        for (std::uint32_t s = 0; s < wishes_.size(); ++s) {
            const Point2 d = wishes_[s].at - a;
            const Point2 along = b - a;
            across.emplace_back(infeeds_ > 1 ? along.x_m * d.y_m - along.y_m * d.x_m : std::atan2(d.y_m, d.x_m), s);
            all_va += ring_va(s);
        }
        std::ranges::sort(across);
        const double rings = std::ceil(all_va / kMostRingVa);
        std::vector<std::uint32_t> ring;
        double laid_va = 0.0;
        double next_va = all_va / rings;
        for (const auto& [where, s] : across) {
            if (!ring.empty() && laid_va + 0.5 * ring_va(s) > next_va) {
                join(ring);
                ring.clear();
                next_va += all_va / rings;
            }
            ring.push_back(s);
            laid_va += ring_va(s);
        }
        join(ring);
        net_.branches.insert(net_.branches.end(), transformers_.begin(), transformers_.end());
    }

private:
    [[nodiscard]] double ring_va(std::uint32_t s) const {
        return std::max(1e6, wishes_[s].peak_w * kLossShare / power_parts::kPowerFactor);
    }

    /// Beyond the substation that is farthest from the other infeeds, and from the middle.
    [[nodiscard]] Point2 edge_place(const std::vector<std::pair<Point2, Provenance>>& others) const {
        Point2 middle;
        for (const SubstationWish& wish : wishes_) {
            middle = middle + (1.0 / static_cast<double>(wishes_.size())) * wish.at;
        }
        const auto far = [&](const SubstationWish& wish) {
            double away = others.empty() ? distance_m(wish.at, middle) : 1e300;
            for (const auto& place : others) {
                away = std::min(away, distance_m(wish.at, place.first));
            }
            return away;
        };
        const Point2 outermost = std::ranges::max_element(wishes_, {}, far)->at;
        return outermost + 0.15 * (outermost - middle);
    }

    void join(const std::vector<std::uint32_t>& ring) {
        std::vector<std::uint32_t> buses{0};
        double va = 0.0;
        for (const std::uint32_t s : ring) {
            buses.push_back(high_[s]);
            va += ring_va(s);
        }
        buses.push_back(infeeds_ > 1 ? 1 : 0);
        std::vector<std::vector<double>> away;
        for (const std::uint32_t from : buses) {
            std::vector<double>& row = away.emplace_back();
            for (const std::uint32_t to : buses) {
                row.push_back(distance_m(net_.buses[from].at, net_.buses[to].at));
            }
        }
        const power_parts::Line line = power_parts::high_voltage_line_for(line_current_a(va));
        const std::vector<std::size_t> tour = open_tour(away, 0, buses.size() - 1);
        for (std::size_t k = 1; k < tour.size(); ++k) {
            add_line(buses[tour[k - 1]], buses[tour[k]], line);
        }
    }

    void add_line(std::uint32_t from, std::uint32_t to, const power_parts::Line& line) {
        const double km = 1e-3 * std::max(kShortestM, distance_m(net_.buses[from].at, net_.buses[to].at));
        const std::size_t number = net_.branches.size() + 1;
        net_.branches.push_back({.id = 0xB400000000000000ULL + number,
                                 .key = "line/L" + std::to_string(number),
                                 .from = from,
                                 .to = to,
                                 .length_m = 1e3 * km,
                                 .r_ohm = line.r_ohm_per_km * km,
                                 .x_ohm = line.x_ohm_per_km * km,
                                 .rating_a = line.rating_a,
                                 .shape = {static_cast<std::uint32_t>(net_.points.size()), 2}});
        net_.points.push_back(net_.buses[from].at);
        net_.points.push_back(net_.buses[to].at);
    }

    const UtilityBase& base_;
    const std::vector<SubstationWish>& wishes_;
    power::Network& net_;
    std::size_t infeeds_ = 0;
    std::vector<std::uint32_t> high_; ///< busbars
    std::vector<Branch> transformers_;
};

} // namespace

std::vector<std::uint32_t> build_high_voltage(const UtilityBase& base, const std::vector<SubstationWish>& wishes,
                                              double medium_v, power::Network& net) {
    Builder builder{base, wishes, net};
    builder.infeeds();
    std::vector<std::uint32_t> medium = builder.substations(medium_v);
    builder.lines();
    return medium;
}

} // namespace cityloom::gis
