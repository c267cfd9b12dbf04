// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/core/result.h"

namespace cityloom::traffic::assignment {

/// A one-way link of a planning network. Static assignment has no units of its own: times are in one unit of the
/// caller's choice (TNTP files: minutes or hours), capacities and flows in passenger car units (PCU) per period.
struct Link {
    std::uint32_t from = 0; ///< node
    std::uint32_t to = 0;   ///< node
    double capacity = 1.0;
    double length = 0.0;
    double free_flow_time = 0.0;
    double b = 0.15;    ///< of the volume-delay function; 0: the time does not depend on the flow
    double power = 4.0; ///< of the volume-delay function; 0: likewise
    double toll = 0.0;
};

/// Nodes are numbered from 0 and the first `zones` of them are the zones' centroids.
struct Network {
    std::uint32_t zones = 0;
    std::uint32_t nodes = 0;
    std::uint32_t first_thru_node = 0; ///< below it trips begin and end, but none passes through
    std::vector<Link> links;
};

/// Trips from one zone to another in the period, in vehicles. Those within a zone stay off the network.
struct Trips {
    std::uint32_t origin = 0;
    std::uint32_t destination = 0;
    double vehicles = 0.0;
};

/// Travellers who weigh time against money and distance alike. A link costs them
/// time + toll_weight * toll + distance_weight * length, in units of time.
struct UserClass {
    std::string name;
    double toll_weight = 0.0;     ///< time per unit of toll: the inverse of the value of time
    double distance_weight = 0.0; ///< time per unit of length
    double pcu = 1.0;             ///< passenger car units a vehicle
    std::vector<Trips> trips;
};

/// Malformed, naming the link or the trips by its 1-based place in its list, when a number is out of range: a node that
/// does not exist, a negative or non-finite figure, no capacity where the time depends on it, a negative cost.
[[nodiscard]] Result<void> check(const Network& network, std::span<const UserClass> classes);

/// The order that searches want: the links of `network` by the nodes that they leave, as places in its list.
[[nodiscard]] std::vector<std::uint32_t> by_tail(const Network& network);

/// Which links leave each node, for searches in a network whose links stand in the order of by_tail(): those of node n
/// are `first[n] .. first[n + 1] - 1`, and `head` their ends. Centroids that are not passed through still have theirs;
/// searches ask `through`.
struct Graph {
    explicit Graph(const Network& network);

    std::uint32_t nodes = 0;
    std::uint32_t first_thru_node = 0;
    std::vector<std::uint32_t> first;
    std::vector<std::uint32_t> head;

    [[nodiscard]] bool through(std::uint32_t node, std::uint32_t origin) const noexcept {
        return node >= first_thru_node || node == origin;
    }
};

} // namespace cityloom::traffic::assignment
