// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "gis/import/sumo/net_builder.h"

namespace cityloom::gis::sumo {

namespace {

using traffic::Controller;
using traffic::ControllerKind;
using traffic::SignalPhase;

constexpr std::size_t kMostMovements = 64;

/// Turns that one controller rules, with the column of the states that each obeys.
struct Ruled {
    std::uint32_t turn = 0;
    std::uint32_t column = 0;
};

/// What a column shows through the cycle: turns with the same are one movement.
std::string through_cycle(const RawProgram& program, std::uint32_t column) {
    std::string letters;
    for (const RawPhase& phase : program.phases) {
        letters += phase.state[column];
    }
    return letters;
}

/// Off in every phase ("O", blinking "o"): no signal then, right of way is that of the crossing without one.
bool always_off(const RawProgram& program, std::uint32_t column) {
    return std::ranges::all_of(program.phases, [column](const RawPhase& phase) {
        return phase.state[column] == 'O' || phase.state[column] == 'o';
    });
}

ControllerKind kind_of(const std::string& type, Remarks& remarks) {
    if (type == "static" || type == "actuated") {
        return type == "static" ? ControllerKind::Fixed : ControllerKind::Actuated;
    }
    if (type == "delay_based") {
        remarks.add("traffic lights of type delay_based run as actuated ones");
        return ControllerKind::Actuated;
    }
    remarks.add("traffic lights of type " + type.substr(0, 40) + " run with fixed times");
    return ControllerKind::Fixed;
}

SignalPhase make_phase(const RawPhase& raw, const std::vector<std::string>& movements, std::size_t index,
                       ControllerKind kind) {
    SignalPhase phase{.green_s = raw.duration_s, .yellow_s = 0.0, .all_red_s = 0.0};
    for (std::size_t m = 0; m < movements.size(); ++m) {
        const std::uint64_t bit = std::uint64_t{1} << m;
        const char letter = movements[m][index];
        phase.green_movements |= std::string_view{"gGsoO"}.find(letter) != std::string_view::npos ? bit : 0;
        phase.permissive |= std::string_view{"gsoO"}.find(letter) != std::string_view::npos ? bit : 0;
        phase.yellow_movements |= letter == 'y' || letter == 'Y' ? bit : 0;
    }
    if (kind == ControllerKind::Actuated) {
        const double least = raw.least_s < 0.0 ? raw.duration_s : raw.least_s;
        const double most = raw.most_s < 0.0 ? std::max(least, raw.duration_s) : raw.most_s;
        if (least < most) {
            phase.least_green_s = least;
            phase.most_green_s = most;
        }
    }
    return phase;
}

/// Off for good: no phase, or none that shows anything but "O" (off, goes first) or "o" (off, gives way).
bool switched_off(const RawProgram& program) {
    return std::ranges::all_of(
        program.phases, [](const RawPhase& phase) { return phase.state.find_first_not_of("oO") == std::string::npos; });
}

} // namespace

/// Lights of level crossings and of rails: they need no program, for it is trains that they go by. By tls.
std::vector<std::uint8_t> NetBuilder::guards_of_rails() const {
    std::vector<std::uint8_t> guards(raw.tls_ids.size(), 0);
    for (const RawLink& link : raw.links) {
        const std::uint32_t junction = raw.junction_index.find(raw.edges[raw.lanes[link.from].edge].to);
        if (link.tls != kNone && junction != kNone &&
            (raw.junctions[junction].type == "rail_crossing" || raw.junctions[junction].type == "rail_signal")) {
            guards[link.tls] = 1;
        }
    }
    return guards;
}

void NetBuilder::make_signals() {
    traffic::RoadNetwork& net = out.net;
    std::vector<const RawProgram*> running(raw.tls_ids.size(), nullptr);
    for (const RawProgram& program : raw.programs) {
        running[program.tls] = &program;
    }
    const std::vector<std::uint8_t> guards = guards_of_rails();
    std::vector<std::vector<Ruled>> ruled(raw.tls_ids.size());
    for (std::uint32_t l = 0; l < raw.links.size(); ++l) {
        const RawLink& link = raw.links[l];
        if (link.tls == kNone) {
            continue;
        }
        const RawProgram* program = running[link.tls];
        if ((program == nullptr && guards[link.tls] != 0) || (program != nullptr && switched_off(*program))) {
            continue; // whoever drives there gives way as at a crossing without lights
        }
        if (program == nullptr) {
            files.fault(link.place, "The connection obeys the traffic light \"" + raw.tls_ids[link.tls] +
                                        "\", which has no program; add a tlLogic, or build the network anew");
        }
        if (link.column >= program->phases.front().state.size()) {
            files.fault(program->phases.front().place, "The state of traffic light \"" + raw.tls_ids[link.tls] +
                                                           "\" has " +
                                                           std::to_string(program->phases.front().state.size()) +
                                                           " letters, but a connection has the "
                                                           "linkIndex " +
                                                           std::to_string(link.column) + "; give one letter a link");
        }
        if (turn_of[l] != kNone) {
            ruled[link.tls].push_back({turn_of[l], link.column});
        }
    }
    std::uint32_t second_tls = 0;
    const auto group = [&](const RawProgram& program, const std::vector<Ruled>& rows,
                           std::vector<std::string>& movements, std::vector<std::uint32_t>& movement_of) {
        std::map<std::string, std::uint32_t> known;
        for (const Ruled& row : rows) {
            const std::string letters = through_cycle(program, row.column);
            const auto [it, fresh] = known.emplace(letters, static_cast<std::uint32_t>(movements.size()));
            if (fresh) {
                movements.push_back(letters);
            }
            movement_of.push_back(it->second);
        }
        return movements.size() <= kMostMovements;
    };
    const auto add = [&](const RawProgram& program, const std::vector<Ruled>& rows, const std::string& suffix) {
        std::vector<std::string> movements;
        std::vector<std::uint32_t> movement_of;
        if (!group(program, rows, movements, movement_of)) {
            return false;
        }
        Controller controller;
        const std::string& id = raw.tls_ids[program.tls];
        controller.id = stable_id(id + suffix);
        controller.key = "signal/" + id + suffix;
        controller.kind = kind_of(program.type, remarks);
        controller.movements = static_cast<std::uint32_t>(movements.size());
        for (std::size_t p = 0; p < program.phases.size(); ++p) {
            controller.phases.push_back(make_phase(program.phases[p], movements, p, controller.kind));
        }
        controller.offset_s = program.offset_s;
        controller.source_nodes = 1;
        controller.source = Provenance::Measured;
        const auto index = static_cast<std::uint32_t>(net.controllers.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            traffic::Turn& turn = net.turns[rows[i].turn];
            traffic::Junction& junction = net.junctions[turn.junction];
            if (junction.controller != kNone && junction.controller != index) {
                ++second_tls;
                continue;
            }
            if (controller.junction == kNone) {
                controller.junction = turn.junction;
                controller.at = junction.at;
            }
            junction.controller = index;
            junction.control = traffic::JunctionControl::Signal;
            turn.movement = movement_of[i];
            turn.stops = turn.stops || movements[movement_of[i]].find('s') != std::string::npos;
        }
        net.controllers.push_back(std::move(controller));
        out.names.tls.push_back(id);
        return true;
    };
    std::uint32_t idle = 0;
    std::size_t off = 0;
    for (std::uint32_t t = 0; t < ruled.size(); ++t) {
        std::vector<Ruled>& rows = ruled[t];
        if (rows.empty()) {
            ++idle;
            continue;
        }
        off += std::erase_if(rows, [&](const Ruled& row) { return always_off(*running[t], row.column); });
        if (rows.empty()) {
            continue;
        }
        std::stable_sort(rows.begin(), rows.end(), [](const Ruled& a, const Ruled& b) { return a.column < b.column; });
        if (add(*running[t], rows, "")) {
            continue;
        }
        std::map<std::uint32_t, std::vector<Ruled>> by_junction; // too many movements for one: a controller a junction
        for (const Ruled& row : rows) {
            by_junction[net.turns[row.turn].junction].push_back(row);
        }
        for (const auto& [junction, part] : by_junction) {
            if (!add(*running[t], part, "@" + out.names.junctions[junction])) {
                files.fault(running[t]->place,
                            "The traffic light \"" + raw.tls_ids[t] +
                                "\" has more than 64 different movements at the junction \"" +
                                out.names.junctions[junction] + "\"; give links the same states",
                            ErrorCode::LimitExceeded);
            }
        }
    }
    remarks.add("traffic lights rule no road vehicle and are left out", idle);
    remarks.add("connections have a traffic light that is off for ever and go by right of way",
                static_cast<std::uint32_t>(off));
    remarks.add("connections obey a second traffic light of their junction, which is ignored", second_tls);
}

} // namespace cityloom::gis::sumo
