// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/assignment/network.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cityloom::traffic::assignment {

namespace {

bool usable(double value) {
    return std::isfinite(value) && value >= 0.0;
}

/// What is wrong with a link, or nullptr.
const char* fault(const Link& link, const Network& network) {
    if (link.from >= network.nodes || link.to >= network.nodes) {
        return "ends at a node that does not exist";
    }
    if (!usable(link.capacity) || !usable(link.length) || !usable(link.free_flow_time) || !usable(link.b) ||
        !usable(link.power) || !usable(link.toll)) {
        return "has a negative or infinite figure";
    }
    if (link.capacity == 0.0 && link.b > 0.0 && link.power > 0.0 && link.free_flow_time > 0.0) {
        return "has no capacity, though its time depends on the flow (give it one, or b = 0)";
    }
    return nullptr;
}

} // namespace

Result<void> check(const Network& network, std::span<const UserClass> classes) {
    if (network.zones > network.nodes) {
        return fail(ErrorCode::Malformed, "The network has more zones than nodes.");
    }
    for (std::size_t i = 0; i < network.links.size(); ++i) {
        if (const char* wrong = fault(network.links[i], network); wrong != nullptr) {
            return fail(ErrorCode::Malformed, "Link " + std::to_string(i + 1) + " " + wrong + ".");
        }
    }
    for (const UserClass& users : classes) {
        if (!usable(users.toll_weight) || !usable(users.distance_weight) || !usable(users.pcu) || users.pcu == 0.0) {
            return fail(ErrorCode::Malformed,
                        "User class \"" + users.name + "\": weights must not be negative, and PCU must be positive.");
        }
        for (std::size_t i = 0; i < users.trips.size(); ++i) {
            const Trips& trips = users.trips[i];
            if (trips.origin >= network.zones || trips.destination >= network.zones || !usable(trips.vehicles)) {
                return fail(ErrorCode::Malformed, "User class \"" + users.name + "\", trips " + std::to_string(i + 1) +
                                                      ": the zone does not exist, or the number is not positive.");
            }
        }
    }
    return {};
}

std::vector<std::uint32_t> by_tail(const Network& network) {
    std::vector<std::uint32_t> order(network.links.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, {}, [&](std::uint32_t i) { return network.links[i].from; });
    return order;
}

Graph::Graph(const Network& network)
    : nodes{network.nodes}, first_thru_node{network.first_thru_node}, first(network.nodes + std::size_t{1}, 0) {
    head.reserve(network.links.size());
    for (const Link& link : network.links) {
        ++first[link.from + std::size_t{1}];
        head.push_back(link.to);
    }
    std::partial_sum(first.begin(), first.end(), first.begin());
}

} // namespace cityloom::traffic::assignment
