// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "gis/export/sumo/xml_out.h"
#include "gis/import/sumo/scenario.h"

namespace cityloom::gis::sumo {

/// Writes one network, element by element in the order that SUMO asks for.
class SumoNetWriter {
public:
    SumoNetWriter(const traffic::RoadNetwork& net, const SumoNames& names, OutFile& out)
        : net_{net}, names_{names}, out_{out}, column_(net.turns.size(), kNone) {}

    void write(const SumoLocation& location);

private:
    /// Rows of 0 and 1 for each link of a junction, the first link last.
    struct RightOfWay {
        std::string response, foes;
    };
    /// The green part of a phase, the yellow one after it, or all red, as the engine shows them.
    enum class Part : std::uint8_t { Green, Yellow, Red };

    void put(const Line& line) { out_.write(line.str()); }
    [[nodiscard]] std::uint32_t link(std::uint32_t turn) const {
        return turn - net_.junctions[net_.turns[turn].junction].turns.begin;
    }
    /// ":J3_7" for the eighth link of J3; what follows its waiting place is numbered after all links.
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

    static Line& shape(Line& text, std::span<const Point2> points);
    void write_location(const SumoLocation& location);
    void write_inner_lane(std::uint32_t t, bool second, double length_m, std::span<const Point2> points);
    void write_internal_edge(std::uint32_t t);
    void write_edge(std::uint32_t e);
    /// Rings: marked edges that follow each other.
    void write_roundabouts();
    /// The turns of a controller in the order of its columns, and their columns.
    [[nodiscard]] std::vector<std::uint32_t> ruled(std::uint32_t controller);
    void write_phase(const std::vector<std::uint32_t>& turns, const traffic::SignalPhase& phase, Part part);
    void write_program(std::uint32_t c);
    /// Two controllers may stand for one of SUMO's; written they are two.
    [[nodiscard]] std::string tls_name(std::uint32_t c) const;
    [[nodiscard]] RightOfWay right_of_way(std::uint32_t t) const;
    void write_junction(std::uint32_t j);
    /// An internal junction: who waits there looks at the lanes and inner lanes that it gives way to.
    void write_waiting_place(std::uint32_t t);
    [[nodiscard]] char state_of(std::uint32_t t) const;
    void write_connection(std::uint32_t t);
    void write_inner_connections(std::uint32_t t);

    const traffic::RoadNetwork& net_;
    const SumoNames& names_;
    OutFile& out_;
    std::vector<std::uint32_t> column_; ///< of the signal state, by turn
};

/// SUMO's classes for a traffic::LaneUse, empty for all of them.
[[nodiscard]] std::string classes_of(std::uint8_t use);

} // namespace cityloom::gis::sumo
