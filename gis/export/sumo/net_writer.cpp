// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/export/sumo/net_writer.h"

#include <algorithm>
#include <array>
#include <span>

#include "gis/export/sumo/xml_out.h"
#include "sim/core/polyline.h"

namespace cityloom::gis {

namespace {

using sumo::Line;
using traffic::Conflict;
using traffic::Controller;
using traffic::Junction;
using traffic::JunctionControl;
using traffic::RoadNetwork;
using traffic::SignalPhase;
using traffic::Turn;
using traffic::TurnKind;

constexpr double kShortestM = 0.1;

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

std::string_view type_of(const Junction& junction) {
    switch (junction.control) {
    case JunctionControl::Signal:
        return junction.controller == kNone ? "priority" : "traffic_light";
    case JunctionControl::RightBeforeLeft:
        return "right_before_left";
    case JunctionControl::AllWayStop:
        return "allway_stop";
    case JunctionControl::DeadEnd:
        return junction.turns.count == 0 ? "dead_end" : "priority";
    case JunctionControl::Priority:
        break;
    }
    return "priority";
}

std::string_view dir_of(const Turn& turn, bool left_hand) {
    switch (turn.kind) {
    case TurnKind::Right:
        return "r";
    case TurnKind::Left:
        return "l";
    case TurnKind::UTurn:
        return left_hand ? "T" : "t";
    case TurnKind::Straight:
        break;
    }
    return "s";
}

/// Rows of 0 and 1 for each link of a junction, the first link last.
struct RightOfWay {
    std::string response, foes;
};

class NetWriter {
public:
    NetWriter(const RoadNetwork& net, const SumoNames& names, sumo::OutFile& out)
        : net_{net}, names_{names}, out_{out}, column_(net.turns.size(), kNone) {}

    void write(const SumoLocation& location) {
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

private:
    void put(const Line& line) { out_.write(line.str()); }

    [[nodiscard]] std::uint32_t link(std::uint32_t turn) const {
        return turn - net_.junctions[net_.turns[turn].junction].turns.begin;
    }
    /// ":J3_7", or ":J3_7w" for what follows the waiting place.
    [[nodiscard]] std::string inner_edge(std::uint32_t turn, bool second) const {
        return ":" + names_.junctions[net_.turns[turn].junction] + "_" +
               std::to_string(link(turn) + (second ? net_.junctions[net_.turns[turn].junction].turns.count : 0));
    }
    [[nodiscard]] std::string inner_lane(std::uint32_t turn, bool second = false) const {
        return inner_edge(turn, second) + "_0";
    }
    [[nodiscard]] std::uint32_t place(std::uint32_t lane) const {
        return lane - net_.edges[net_.lanes[lane].edge].lanes.begin;
    }
    [[nodiscard]] std::string lane_name(std::uint32_t lane) const {
        return names_.edges[net_.lanes[lane].edge] + "_" + std::to_string(place(lane));
    }
    [[nodiscard]] std::span<const Point2> line(Range shape) const {
        return {net_.points.data() + shape.begin, shape.count};
    }

    static Line& shape(Line& text, std::span<const Point2> points) {
        text.raw(" shape=\"");
        const char* between = "";
        for (const Point2 p : points) {
            text.raw(between).number(p.x_m).raw(",").number(p.y_m);
            between = " ";
        }
        return text.raw("\"");
    }

    void write_location(const SumoLocation& location) {
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
        text.raw("    <location netOffset=\"")
            .number(location.offset.x_m)
            .raw(",")
            .number(location.offset.y_m)
            .raw("\"");
        text.attribute("convBoundary", box({})).attribute("origBoundary", box(location.offset));
        put(text.attribute("projParameter", location.projection.empty() ? "!" : location.projection).raw("/>\n\n"));
    }

    void write_inner_lane(std::uint32_t t, bool second, double length_m, std::span<const Point2> points) {
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

    void write_internal_edge(std::uint32_t t) {
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

    void write_edge(std::uint32_t e) {
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
            const std::vector<Point2> centre =
                std::abs(lane.offset_m) < 1e-6 ? std::vector<Point2>(line(edge.shape).begin(), line(edge.shape).end())
                                               : polyline_offset(line(edge.shape), lane.offset_m);
            shape(text, centre).raw("/>\n");
        }
        put(text.raw("    </edge>\n"));
    }

    /// The turns of a controller in the order of its columns, and their columns.
    [[nodiscard]] std::vector<std::uint32_t> ruled(std::uint32_t controller) {
        std::vector<std::uint32_t> turns;
        for (std::uint32_t t = 0; t < net_.turns.size(); ++t) {
            if (net_.turns[t].movement != kNone && net_.junctions[net_.turns[t].junction].controller == controller) {
                column_[t] = static_cast<std::uint32_t>(turns.size());
                turns.push_back(t);
            }
        }
        return turns;
    }

    /// The green part of a phase, the yellow one after it, or all red, as the engine shows them.
    enum class Part : std::uint8_t { Green, Yellow, Red };

    void write_phase(const std::vector<std::uint32_t>& turns, const SignalPhase& phase, Part part) {
        const double seconds = part == Part::Green    ? phase.green_s
                               : part == Part::Yellow ? phase.yellow_s
                                                      : phase.all_red_s;
        if (seconds <= 0.0 && part != Part::Green) {
            return;
        }
        std::string state;
        for (const std::uint32_t t : turns) {
            const std::uint64_t bit = std::uint64_t{1} << net_.turns[t].movement;
            const bool green = (phase.green_movements & bit) != 0;
            const bool yellow = (phase.yellow_movements & bit) != 0;
            if (part == Part::Green) {
                const bool permissive = (phase.permissive & bit) != 0;
                state += yellow ? 'y' : !green ? 'r' : !permissive ? 'G' : net_.turns[t].stops ? 's' : 'g';
            } else {
                state += part == Part::Yellow && (green || yellow) ? 'y' : 'r';
            }
        }
        Line text;
        text.raw("        <phase").attribute("duration", seconds).attribute("state", state);
        if (part == Part::Green && phase.most_green_s > 0.0) {
            text.attribute("minDur", phase.least_green_s).attribute("maxDur", phase.most_green_s);
        }
        put(text.raw("/>\n"));
    }

    void write_program(std::uint32_t c) {
        const Controller& controller = net_.controllers[c];
        const std::vector<std::uint32_t> turns = ruled(c);
        if (turns.empty() || controller.phases.empty()) {
            return;
        }
        Line text;
        text.raw("    <tlLogic").attribute("id", tls_name(c));
        text.attribute("type", controller.kind == traffic::ControllerKind::Actuated ? "actuated" : "static");
        put(text.raw(" programID=\"0\"").attribute("offset", controller.offset_s).raw(">\n"));
        for (const SignalPhase& phase : controller.phases) {
            for (const Part part : {Part::Green, Part::Yellow, Part::Red}) {
                write_phase(turns, phase, part);
            }
        }
        out_.write("    </tlLogic>\n");
    }

    /// Two controllers may stand for one of SUMO's; written they are two.
    [[nodiscard]] std::string tls_name(std::uint32_t c) const {
        const bool twice = std::count(names_.tls.begin(), names_.tls.end(), names_.tls[c]) > 1;
        return twice ? names_.tls[c] + "@" + std::to_string(c) : names_.tls[c];
    }

    [[nodiscard]] RightOfWay right_of_way(std::uint32_t t) const {
        const std::uint32_t links = net_.junctions[net_.turns[t].junction].turns.count;
        RightOfWay row{std::string(links, '0'), std::string(links, '0')};
        const Range conflicts = net_.turns[t].conflicts;
        for (std::uint32_t c = conflicts.begin; c < conflicts.end(); ++c) {
            const std::size_t at = links - 1 - link(net_.conflicts[c].other);
            row.foes[at] = '1';
            row.response[at] = net_.conflicts[c].yields ? '1' : '0';
        }
        return row;
    }

    void write_junction(std::uint32_t j) {
        const Junction& junction = net_.junctions[j];
        std::string incoming;
        std::string inner;
        for (std::uint32_t i = 0; i < junction.incoming.count; ++i) {
            const Range lanes = net_.edges[net_.incoming[junction.incoming.begin + i]].lanes;
            for (std::uint32_t lane = lanes.begin; lane < lanes.end(); ++lane) {
                incoming += (incoming.empty() ? "" : " ") + lane_name(lane);
            }
        }
        for (std::uint32_t t = junction.turns.begin; t < junction.turns.end(); ++t) {
            inner += (inner.empty() ? "" : " ") + inner_lane(t, net_.turns[t].wait_m > 0.0);
        }
        Line text;
        text.raw("    <junction").attribute("id", names_.junctions[j]).attribute("type", type_of(junction));
        text.attribute("x", junction.at.x_m).attribute("y", junction.at.y_m);
        text.attribute("incLanes", incoming).attribute("intLanes", inner);
        const std::array<Point2, 1> at{junction.at};
        shape(text, at).raw(">\n");
        for (std::uint32_t t = junction.turns.begin; t < junction.turns.end(); ++t) {
            const RightOfWay row = right_of_way(t);
            text.raw("        <request").attribute_whole("index", link(t)).attribute("response", row.response);
            text.attribute("foes", row.foes).raw(net_.turns[t].wait_m > 0.0 ? " cont=\"1\"/>\n" : " cont=\"0\"/>\n");
        }
        put(text.raw("    </junction>\n"));
    }

    /// An internal junction: who waits there looks at the lanes and inner lanes that it gives way to.
    void write_waiting_place(std::uint32_t t) {
        const Turn& turn = net_.turns[t];
        std::string incoming = inner_lane(t);
        std::string inner;
        for (std::uint32_t c = turn.conflicts.begin; c < turn.conflicts.end(); ++c) {
            if (net_.conflicts[c].yields) {
                const std::uint32_t other = net_.conflicts[c].other;
                const std::string from = lane_name(net_.turns[other].from_lane);
                if ((" " + incoming + " ").find(" " + from + " ") == std::string::npos) {
                    incoming += " " + from;
                }
                inner += (inner.empty() ? "" : " ") + inner_lane(other, net_.turns[other].wait_m > 0.0);
            }
        }
        const std::span<const Point2> whole = line(turn.shape);
        const Point2 at = polyline_at(whole, polyline_length_m(whole) * turn.wait_m / turn.length_m).at;
        Line text;
        text.raw("    <junction").attribute("id", inner_lane(t, true)).raw(" type=\"internal\"");
        text.attribute("x", at.x_m).attribute("y", at.y_m).attribute("incLanes", incoming);
        put(text.attribute("intLanes", inner).raw("/>\n"));
    }

    [[nodiscard]] char state_of(std::uint32_t t) const {
        const Turn& turn = net_.turns[t];
        const Junction& junction = net_.junctions[turn.junction];
        const bool yields =
            std::any_of(net_.conflicts.begin() + turn.conflicts.begin, net_.conflicts.begin() + turn.conflicts.end(),
                        [](const Conflict& c) { return c.yields; });
        if (column_[t] != kNone) {
            return yields ? 'o' : 'O';
        }
        if (turn.stops) {
            return junction.control == JunctionControl::AllWayStop ? 'w' : 's';
        }
        return turn.priority == 1 ? '=' : yields ? 'm' : 'M';
    }

    void write_connection(std::uint32_t t) {
        const Turn& turn = net_.turns[t];
        Line text;
        text.raw("    <connection").attribute("from", names_.edges[net_.lanes[turn.from_lane].edge]);
        text.attribute("to", names_.edges[net_.lanes[turn.to_lane].edge]);
        text.attribute_whole("fromLane", place(turn.from_lane)).attribute_whole("toLane", place(turn.to_lane));
        text.attribute("via", inner_lane(t));
        if (column_[t] != kNone) {
            text.attribute("tl", tls_name(net_.junctions[turn.junction].controller))
                .attribute_whole("linkIndex", column_[t]);
        }
        const char state = state_of(t);
        text.attribute("dir", dir_of(turn, net_.left_hand)).attribute("state", std::string_view{&state, 1});
        put(text.raw(turn.keep_clear ? "/>\n" : " keepClear=\"0\"/>\n"));
    }

    void write_inner_connections(std::uint32_t t) {
        const Turn& turn = net_.turns[t];
        const bool waits = turn.wait_m > 0.0;
        for (int part = 0; part <= (waits ? 1 : 0); ++part) {
            Line text;
            text.raw("    <connection").attribute("from", inner_edge(t, part == 1));
            text.attribute("to", names_.edges[net_.lanes[turn.to_lane].edge]).raw(" fromLane=\"0\"");
            text.attribute_whole("toLane", place(turn.to_lane));
            if (waits && part == 0) {
                text.attribute("via", inner_lane(t, true));
            }
            text.attribute("dir", dir_of(turn, net_.left_hand));
            put(text.raw(waits && part == 0 ? " state=\"m\"/>\n" : " state=\"M\"/>\n"));
        }
    }

    /// Rings: marked edges that follow each other.
    void write_roundabouts() {
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

    const RoadNetwork& net_;
    const SumoNames& names_;
    sumo::OutFile& out_;
    std::vector<std::uint32_t> column_; ///< of the signal state, by turn
};

} // namespace

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
    NetWriter{net, names, *out}.write(location);
    return out->close();
}

} // namespace cityloom::gis
