// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "gis/export/sumo/net_parts.h"
#include "sim/core/polyline.h"

namespace cityloom::gis::sumo {

namespace {

using traffic::Conflict;
using traffic::Controller;
using traffic::Junction;
using traffic::JunctionControl;
using traffic::SignalPhase;
using traffic::Turn;
using traffic::TurnKind;

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

} // namespace

std::vector<std::uint32_t> SumoNetWriter::ruled(std::uint32_t controller) {
    std::vector<std::uint32_t> turns;
    for (std::uint32_t t = 0; t < net_.turns.size(); ++t) {
        if (net_.turns[t].movement != kNone && net_.junctions[net_.turns[t].junction].controller == controller) {
            column_[t] = static_cast<std::uint32_t>(turns.size());
            turns.push_back(t);
        }
    }
    return turns;
}

void SumoNetWriter::write_phase(const std::vector<std::uint32_t>& turns, const SignalPhase& phase, Part part) {
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

void SumoNetWriter::write_program(std::uint32_t c) {
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

std::string SumoNetWriter::tls_name(std::uint32_t c) const {
    const bool twice = std::count(names_.tls.begin(), names_.tls.end(), names_.tls[c]) > 1;
    return twice ? names_.tls[c] + "@" + std::to_string(c) : names_.tls[c];
}

SumoNetWriter::RightOfWay SumoNetWriter::right_of_way(std::uint32_t t) const {
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

void SumoNetWriter::write_junction(std::uint32_t j) {
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

void SumoNetWriter::write_waiting_place(std::uint32_t t) {
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

char SumoNetWriter::state_of(std::uint32_t t) const {
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

void SumoNetWriter::write_connection(std::uint32_t t) {
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

void SumoNetWriter::write_inner_connections(std::uint32_t t) {
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

} // namespace cityloom::gis::sumo
