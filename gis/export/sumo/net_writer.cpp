// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/export/sumo/net_writer.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "gis/export/sumo/net_parts.h"
#include "sim/core/polyline.h"

namespace cityloom::gis {

namespace sumo {

namespace {

using traffic::Junction;
using traffic::Turn;

constexpr double kShortestM = 0.1; // SUMO's shortest lane

} // namespace

std::string classes_of(std::uint8_t use) {
    if (use == traffic::kEveryone) {
        return {};
    }
    constexpr std::array kNames{
        std::pair{traffic::kCars, std::string_view{"private passenger hov evehicle custom1 custom2"}},
        std::pair{traffic::kBuses, std::string_view{"bus coach"}},
        std::pair{traffic::kTrucks, std::string_view{"delivery truck trailer"}},
        std::pair{traffic::kBicycles, std::string_view{"bicycle"}},
        std::pair{traffic::kEmergency, std::string_view{"emergency authority army vip"}},
        std::pair{traffic::kTaxis, std::string_view{"taxi"}},
        std::pair{traffic::kMotorcycles, std::string_view{"motorcycle moped"}}};
    std::string classes;
    for (const auto& [bit, names] : kNames) {
        if ((use & bit) != 0) {
            classes += (classes.empty() ? "" : " ") + std::string{names};
        }
    }
    return classes;
}

void SumoNetWriter::write(const SumoLocation& location) {
    out_.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\n");
    put(Line{}.raw("<net version=\"1.9\"").raw(net_.left_hand ? " lefthand=\"true\"" : "").raw(">\n\n"));
    write_location(location);
    for (std::uint32_t t = 0; t < net_.turns.size(); ++t) {
        write_internal_edge(t);
    }
    for (std::uint32_t e = 0; e < net_.edges.size(); ++e) {
        write_edge(e);
    }
    for (std::uint32_t c = 0; c < net_.controllers.size(); ++c) {
        write_program(c);
    }
    for (std::uint32_t j = 0; j < net_.junctions.size(); ++j) {
        write_junction(j);
    }
    for (std::uint32_t t = 0; t < net_.turns.size(); ++t) {
        if (net_.turns[t].wait_m > 0.0) {
            write_waiting_place(t);
        }
    }
    for (std::uint32_t t = 0; t < net_.turns.size(); ++t) {
        write_connection(t);
    }
    for (std::uint32_t t = 0; t < net_.turns.size(); ++t) {
        write_inner_connections(t);
    }
    write_roundabouts();
    out_.write("</net>\n");
}

Line& SumoNetWriter::shape(Line& text, std::span<const Point2> points) {
    text.raw(" shape=\"");
    const char* between = "";
    for (const Point2 p : points) {
        text.raw(between).number(p.x_m).raw(",").number(p.y_m);
        between = " ";
    }
    return text.raw("\"");
}

void SumoNetWriter::write_location(const SumoLocation& location) {
    Point2 low{1e300, 1e300};
    Point2 high{-1e300, -1e300};
    for (const Point2 p : net_.points) {
        low = {std::min(low.x_m, p.x_m), std::min(low.y_m, p.y_m)};
        high = {std::max(high.x_m, p.x_m), std::max(high.y_m, p.y_m)};
    }
    const auto box = [&](Point2 shift) {
        Line text;
        text.number(low.x_m - shift.x_m).raw(",").number(low.y_m - shift.y_m).raw(",");
        text.number(high.x_m - shift.x_m).raw(",").number(high.y_m - shift.y_m);
        return text.str();
    };
    Line text;
    text.raw("    <location netOffset=\"").number(location.offset.x_m).raw(",").number(location.offset.y_m).raw("\"");
    text.attribute("convBoundary", box({})).attribute("origBoundary", box(location.offset));
    put(text.attribute("projParameter", location.projection.empty() ? "!" : location.projection).raw("/>\n\n"));
}

void SumoNetWriter::write_inner_lane(std::uint32_t t, bool second, double length_m, std::span<const Point2> points) {
    const Turn& turn = net_.turns[t];
    Line text;
    text.raw("    <edge").attribute("id", inner_edge(t, second)).raw(" function=\"internal\">\n        <lane");
    text.attribute("id", inner_lane(t, second)).raw(" index=\"0\"");
    if (const std::string allow = classes_of(turn.use); !allow.empty()) {
        text.attribute("allow", allow);
    }
    text.attribute("speed", turn.speed_mps).attribute("length", std::max(kShortestM, length_m));
    put(shape(text, points).raw("/>\n    </edge>\n"));
}

void SumoNetWriter::write_internal_edge(std::uint32_t t) {
    const Turn& turn = net_.turns[t];
    const std::span<const Point2> whole = line(turn.shape);
    if (turn.wait_m <= 0.0) {
        write_inner_lane(t, false, turn.length_m, whole);
        return;
    }
    const double drawn = polyline_length_m(whole);
    const double at = drawn * std::min(1.0, turn.wait_m / turn.length_m);
    write_inner_lane(t, false, turn.wait_m, polyline_part(whole, 0.0, at));
    write_inner_lane(t, true, turn.length_m - turn.wait_m, polyline_part(whole, at, drawn));
}

void SumoNetWriter::write_edge(std::uint32_t e) {
    const traffic::Edge& edge = net_.edges[e];
    Line text;
    text.raw("    <edge").attribute("id", names_.edges[e]);
    text.attribute("from", names_.junctions[edge.from]).attribute("to", names_.junctions[edge.to]);
    if (edge.name != kNone) {
        text.attribute("name", net_.names[edge.name]);
    }
    text.attribute_whole("priority", 20U - std::min<unsigned>(edge.rank, 20U)).raw(">\n");
    for (std::uint32_t l = edge.lanes.begin; l < edge.lanes.end(); ++l) {
        const traffic::Lane& lane = net_.lanes[l];
        text.raw("        <lane").attribute("id", lane_name(l)).attribute_whole("index", place(l));
        if (const std::string allow = classes_of(lane.use); !allow.empty()) {
            text.attribute("allow", allow);
        }
        text.attribute("speed", lane.speed_mps > 0.0 ? lane.speed_mps : edge.speed_mps);
        text.attribute("length", std::max(kShortestM, edge.length_m)).attribute("width", lane.width_m);
        const std::vector<Point2> centre = std::abs(lane.offset_m) < 1e-6
                                               ? std::vector<Point2>(line(edge.shape).begin(), line(edge.shape).end())
                                               : polyline_offset(line(edge.shape), lane.offset_m);
        shape(text, centre).raw("/>\n");
    }
    put(text.raw("    </edge>\n"));
}

void SumoNetWriter::write_roundabouts() {
    std::vector<std::uint8_t> done(net_.edges.size(), 0);
    for (std::uint32_t first = 0; first < net_.edges.size(); ++first) {
        if (!net_.edges[first].roundabout || done[first] != 0) {
            continue;
        }
        std::vector<std::uint32_t> ring{first};
        done[first] = 1;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Junction& end = net_.junctions[net_.edges[ring[i]].to];
            for (std::uint32_t o = 0; o < end.outgoing.count; ++o) {
                const std::uint32_t next = net_.outgoing[end.outgoing.begin + o];
                if (net_.edges[next].roundabout && done[next] == 0) {
                    done[next] = 1;
                    ring.push_back(next);
                }
            }
        }
        std::string nodes;
        std::string edges;
        for (const std::uint32_t e : ring) {
            nodes += (nodes.empty() ? "" : " ") + names_.junctions[net_.edges[e].from];
            edges += (edges.empty() ? "" : " ") + names_.edges[e];
        }
        put(Line{}.raw("    <roundabout").attribute("nodes", nodes).attribute("edges", edges).raw("/>\n"));
    }
}

} // namespace sumo

SumoNames made_up_sumo_names(const traffic::RoadNetwork& net) {
    SumoNames names;
    for (std::size_t e = 0; e < net.edges.size(); ++e) {
        names.edges.push_back("E" + std::to_string(e));
    }
    for (const traffic::Lane& lane : net.lanes) {
        const auto place = static_cast<std::size_t>(&lane - net.lanes.data()) - net.edges[lane.edge].lanes.begin;
        names.lanes.push_back(names.edges[lane.edge] + "_" + std::to_string(place));
    }
    for (std::size_t j = 0; j < net.junctions.size(); ++j) {
        names.junctions.push_back("J" + std::to_string(j));
    }
    for (std::size_t c = 0; c < net.controllers.size(); ++c) {
        names.tls.push_back("T" + std::to_string(c));
    }
    return names;
}

Result<void> write_sumo_net(const traffic::RoadNetwork& net, const SumoNames& names, const SumoLocation& location,
                            const std::filesystem::path& file) {
    if (names.edges.size() != net.edges.size() || names.junctions.size() != net.junctions.size() ||
        names.tls.size() != net.controllers.size()) {
        return fail(ErrorCode::NotFound, "The names do not fit the network; make them up anew from it", file.string());
    }
    Result<sumo::OutFile> out = sumo::OutFile::open(file);
    if (!out) {
        return tl::make_unexpected(out.error());
    }
    sumo::SumoNetWriter{net, names, *out}.write(location);
    return out->close();
}

} // namespace cityloom::gis
