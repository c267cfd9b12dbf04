// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdint>
#include <numbers>
#include <vector>

#include "scenarios/measure/apply.h"
#include "scenarios/measure/kinds/kinds.h"
#include "scenarios/measure/preview.h"
#include "scenarios/measure/sites.h"
#include "sim/lifeline/rows.h"
#include "sim/power/rows.h"

namespace cityloom::scenarios::kinds {

namespace {

constexpr double kHighV = 110'000.0;
constexpr double kUsualMva = 31.5;
constexpr double kMediumPu = 1.02; // as in the substations that are derived
constexpr double kTapStepPu = 0.015;
constexpr std::uint8_t kTapPositions = 9;

/// The substation takes over the nearest feeder from there on: its line from the infeed closes, the feeder's from
/// upstream opens.
Result<void> apply(const Given& given, const gis::City& city, AppliedCity& applied) {
    power::Network& net = applied.networks.power;
    const Point2 at = place_in_city(given, city);
    const std::uint32_t takes = nearest_bus(net, at, true);
    if (takes == kNone) {
        return fail(ErrorCode::NotFound, "The city has no electricity network that a substation could join; "
                                         "import one, or leave the substation out.");
    }
    const double rating = given.number("rating_mva") * 1e6;
    const std::size_t next = next_number(net.buses, "substation/S");
    const auto bus = static_cast<std::uint32_t>(net.buses.size());
    net.buses.push_back({.id = 0xF000000000000000ULL + next,
                         .key = "substation/S" + std::to_string(next),
                         .at = at,
                         .kind = power::BusKind::Substation,
                         .nominal_v = net.buses[takes].nominal_v,
                         .rating_va = rating,
                         .set_point_pu = kMediumPu});
    for (power::Branch& branch : net.branches) {
        if (branch.to == takes && !branch.normally_open) {
            branch.normally_open = true;
        }
    }
    const auto shape = [&](Point2 a, Point2 b) {
        net.points.push_back(a);
        net.points.push_back(b);
        return Range{static_cast<std::uint32_t>(net.points.size() - 2), 2};
    };
    const double z = 0.12 * kHighV * kHighV / rating;
    const double km = distance_m(net.buses[0].at, at) * 1e-3;
    net.branches.push_back({.id = bus,
                            .key = "line/L" + std::to_string(next_number(net.branches, "line/L")),
                            .from = 0,
                            .to = bus,
                            .length_m = km * 1e3,
                            .r_ohm = 0.04 * z + 0.12 * km,
                            .x_ohm = z + 0.39 * km,
                            .rating_a = rating / (std::numbers::sqrt3 * kHighV),
                            .transformer = true,
                            .shape = shape(net.buses[0].at, at),
                            .tap_step_pu = kTapStepPu,
                            .tap_positions = kTapPositions});
    const double reach = std::max(20.0, distance_m(at, net.buses[takes].at));
    net.branches.push_back({.id = bus + 1ULL,
                            .key = "feeder/new" + std::to_string(next),
                            .from = bus,
                            .to = takes,
                            .length_m = reach,
                            .r_ohm = 0.0505 * reach * 1e-3,
                            .x_ohm = 0.05 * reach * 1e-3,
                            .rating_a = 1052.0,
                            .shape = shape(at, net.buses[takes].at)});
    return {};
}

double size_share(const Given& given, const CostContext& /*context*/) {
    return std::max(0.3, given.number("rating_mva") / kUsualMva);
}

/// The buses that get their current through one: branches lead away from the source, as substations that are added take
/// it too.
std::vector<std::uint8_t> behind(const power::Network& net, std::uint32_t bus) {
    std::vector<std::vector<std::uint32_t>> next(net.buses.size());
    for (const power::Branch& branch : net.branches) {
        if (!branch.normally_open && branch.from < next.size() && branch.to < next.size()) {
            next[branch.from].push_back(branch.to);
        }
    }
    std::vector<std::uint8_t> reached(net.buses.size(), 0);
    std::vector<std::uint32_t> open{bus};
    reached[bus] = 1;
    while (!open.empty()) {
        const std::uint32_t at = open.back();
        open.pop_back();
        for (const std::uint32_t to : next[at]) {
            if (reached[to] == 0) {
                reached[to] = 1;
                open.push_back(to);
            }
        }
    }
    return reached;
}

/// Which feeder it would take over, and who lives behind it.
std::vector<Text> preview(const Given& given, const CityView& view) {
    if (!has_place(given)) {
        return {};
    }
    const Point2 at = place_in_city(given, view.city);
    const power::Network& net = view.networks.power;
    const std::uint32_t takes = nearest_bus(net, at, true);
    if (takes == kNone) {
        return {Words{"no electricity network there that it could join", "附近没有可接入的电网"}};
    }
    const std::vector<std::uint8_t> taken = behind(net, takes);
    std::vector<std::uint8_t> served(view.networks.dependencies.buildings.size(), 0);
    for (const engine::Supply& supply : view.networks.dependencies.supplies) {
        if (supply.consumer.kind == &lifeline::kBuilding && supply.consumer.index < served.size() &&
            supply.provider.kind == &power::kBus && supply.provider.index < taken.size() &&
            taken[supply.provider.index] != 0) {
            served[supply.consumer.index] = 1;
        }
    }
    double people = 0.0;
    std::size_t buildings = 0;
    for (std::size_t b = 0; b < served.size(); ++b) {
        people += served[b] != 0 ? static_cast<double>(view.networks.dependencies.buildings[b].people) : 0.0;
        buildings += served[b] != 0 ? 1U : 0U;
    }
    return {Text{Words{"takes over from ", "接管："}} + Text{net.buses[takes].key} + Text{Words{", ", "，距离 "}} +
                Text{length_text(distance_m(net.buses[takes].at, at))} + Text{Words{" away", ""}},
            people_text({"behind it: ", "其下："}, people, buildings)};
}

} // namespace

MeasureKind substation_measure() {
    return {.form = {.id = "substation",
                     .words = {"Add a substation", "新增变电站"},
                     .help = {"It joins the high voltage and takes over the nearest feeder from there on.",
                              "接入高压网，并从该处起接管最近的馈线。"},
                     .arguments = {east_argument(),
                                   north_argument(),
                                   {.name = "rating_mva",
                                    .words = {"rating", "额定容量"},
                                    .unit = "MVA",
                                    .least = 1.0,
                                    .most = 500.0,
                                    .otherwise = "31.5"}}},
            .touches = kTouchesPower,
            .apply = apply,
            .costs = {{"substation", size_share}},
            .preview = preview};
}

} // namespace cityloom::scenarios::kinds
