// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "gis/import/sumo/workload_maker.h"

namespace cityloom::gis::sumo {

namespace {
constexpr int kMostNesting = 16;
}

void WorkloadMaker::broken(const RawVehicle& vehicle, const RawRoute& route, const std::string& message) const {
    builder_.files.fault(route.place, "The vehicle \"" + vehicle.id + "\" " + message);
}

std::uint32_t WorkloadMaker::named_route(const RawVehicle& vehicle) const {
    std::string name = vehicle.route;
    double u = draw(Draw::Route);
    for (int depth = 0; depth < kMostNesting; ++depth) {
        if (const std::uint32_t route = demand_.route_index.find(name); route != kNone) {
            return route;
        }
        const std::uint32_t index = demand_.distribution_index.find(name);
        if (index == kNone) {
            fault(vehicle, "takes the route \"" + name.substr(0, 60) +
                               "\", which is defined nowhere; define it, or add the file that does");
        }
        const RawDistribution& row = demand_.distributions[index];
        const auto weight = [&](const std::pair<std::string, double>& member) {
            const std::uint32_t own = demand_.route_index.find(member.first);
            return member.second >= 0.0 ? member.second : own == kNone ? 1.0 : demand_.routes[own].probability;
        };
        double sum = 0.0;
        for (const auto& member : row.members) {
            sum += weight(member);
        }
        if (sum <= 0.0) {
            builder_.files.fault(row.place,
                                 "The routeDistribution \"" + name +
                                     "\" has nothing to draw from; give it routes with a probability above 0");
        }
        double left = u * sum;
        for (std::size_t m = 0; m < row.members.size(); ++m) {
            const double w = weight(row.members[m]);
            if (left < w || m + 1 == row.members.size()) {
                name = row.members[m].first;
                u = w > 0.0 ? std::clamp(left / w, 0.0, 1.0 - 0x1.0p-53) : 0.0;
                break;
            }
            left -= w;
        }
    }
    const std::uint32_t index = demand_.distribution_index.find(vehicle.route);
    builder_.files.fault(index == kNone ? vehicle.place : demand_.distributions[index].place,
                         "The routeDistribution \"" + vehicle.route + "\" contains itself; break the ring");
}

std::uint32_t WorkloadMaker::use_route(const RawVehicle& vehicle, std::uint32_t route, std::uint32_t type) {
    const RawRoute& source = demand_.routes[route];
    if (route_of_[route] == kNone) {
        std::vector<std::uint32_t> edges;
        for (std::uint32_t e = source.edges.begin; e < source.edges.end(); ++e) {
            const std::uint32_t raw_edge = demand_.route_edges[e];
            if (builder_.edge_of[raw_edge] == kNone) {
                broken(vehicle, source,
                       "follows the edge \"" + raw_.edges[raw_edge].id +
                           "\", which no road vehicle may use; choose another way");
            }
            edges.push_back(builder_.edge_of[raw_edge]);
        }
        route_of_[route] = static_cast<std::uint32_t>(out_.work.routes.size());
        out_.work.routes.push_back({static_cast<std::uint32_t>(out_.work.route_edges.size()), source.edges.count});
        out_.work.route_edges.insert(out_.work.route_edges.end(), edges.begin(), edges.end());
    }
    const Range edges = out_.work.routes[route_of_[route]];
    const std::uint8_t use = demand_.types.types()[type].type.use;
    for (std::uint32_t e = edges.begin; e < edges.end(); ++e) {
        const std::uint32_t from = out_.work.route_edges[e];
        if (!admits(from, use)) {
            broken(vehicle, source,
                   "of type \"" + demand_.types.types()[type].name + "\" may not use the edge \"" +
                       out_.names.edges[from] + "\" of its route; choose another way or vClass");
        }
        if (e + 1 < edges.end() && !connected(from, out_.work.route_edges[e + 1], use)) {
            broken(vehicle, source,
                   "finds no connection from the edge \"" + out_.names.edges[from] + "\" to \"" +
                       out_.names.edges[out_.work.route_edges[e + 1]] +
                       "\", which follow each other on its route; insert the edges between them, "
                       "by duarouter --repair");
        }
    }
    return route_of_[route];
}

bool WorkloadMaker::admits(std::uint32_t edge, std::uint8_t use) const {
    const Range lanes = out_.net.edges[edge].lanes;
    for (std::uint32_t lane = lanes.begin; lane < lanes.end(); ++lane) {
        if ((out_.net.lanes[lane].use & use) != 0) {
            return true;
        }
    }
    return false;
}

bool WorkloadMaker::connected(std::uint32_t from, std::uint32_t to, std::uint8_t use) const {
    const traffic::RoadNetwork& net = out_.net;
    for (std::uint32_t lane = net.edges[from].lanes.begin; lane < net.edges[from].lanes.end(); ++lane) {
        for (std::uint32_t t = net.lanes[lane].turns.begin; t < net.lanes[lane].turns.end(); ++t) {
            const traffic::Turn& turn = net.turns[t];
            if (net.lanes[turn.to_lane].edge == to && (turn.use & use) != 0 && (net.lanes[lane].use & use) != 0 &&
                (net.lanes[turn.to_lane].use & use) != 0) {
                return true;
            }
        }
    }
    return false;
}

} // namespace cityloom::gis::sumo
