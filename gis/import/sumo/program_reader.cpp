// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/raw_net.h"

#include <charconv>

namespace cityloom::gis::sumo {

bool ProgramReader::begin(const XmlElement& e) {
    if (e.name() == "tlLogic" && e.depth() == 1) {
        open_ = {};
        open_.tls = net_.tls(e.text("id"));
        open_.program = e.text_or("programID", "");
        open_.type = e.text_or("type", "static");
        open_.offset_s = to_seconds(e.time_or("offset", 0));
        open_.place = e.place();
        inside_ = true;
        for (const RawProgram& other : net_.programs) {
            if (other.tls == open_.tls && other.program == open_.program) {
                e.fault("another program of this traffic light has the programID \"" + open_.program +
                        "\"; give each its own");
            }
        }
        return true;
    }
    if (!inside_) {
        return false;
    }
    if (e.name() == "param" && open_.type == "NEMA" && e.has("value")) {
        if (e.text("key") == "ring1" || e.text("key") == "ring2") {
            (e.text("key") == "ring1" ? open_.ring1 : open_.ring2) = e.text_or("value", "");
        }
        return true;
    }
    if (e.name() == "phase") {
        RawPhase phase;
        phase.name = e.text_or("name", "");
        phase.yellow_s = e.at_least("yellow", 0.0, phase.yellow_s);
        phase.red_s = e.at_least("red", 0.0, phase.red_s);
        phase.duration_s = to_seconds(e.time("duration"));
        phase.least_s = e.has("minDur") ? to_seconds(e.time("minDur")) : -1.0;
        phase.most_s = e.has("maxDur") ? to_seconds(e.time("maxDur")) : -1.0;
        phase.state = e.text("state");
        phase.place = e.place();
        if (phase.duration_s < 0.0) {
            e.fault("its duration is negative; give seconds from 0 up");
        }
        if (const auto odd = phase.state.find_first_not_of("rugGyYoOs"); odd != std::string::npos) {
            e.fault("the state has the letter \"" + phase.state.substr(odd, 1) + "\"; SUMO knows r u g G y Y o O s");
        }
        if (!open_.phases.empty() && open_.phases.front().state.size() != phase.state.size()) {
            e.fault("its state has " + std::to_string(phase.state.size()) + " letters, that of the first phase " +
                    std::to_string(open_.phases.front().state.size()) + "; give one letter a link in every phase");
        }
        if (e.has("next")) {
            read_next(e, phase);
        }
        open_.phases.push_back(std::move(phase));
    }
    return true;
}

void ProgramReader::read_next(const XmlElement& e, RawPhase& phase) {
    std::uint32_t named = 0;
    for_each_word(e.text("next"), [&](std::string_view word) {
        std::uint32_t index = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), index);
        if (error != std::errc{} || end != word.data() + word.size()) {
            e.fault("next=\"" + std::string{e.text("next")} +
                    "\" is not a list of phases; give their numbers from 0 up");
        }
        phase.next = named++ == 0 ? index : phase.next;
    });
    if (named > 1) {
        remarks_.add("phases name several phases to follow; the first named follows always");
    }
}

/// The phases in the order in which they follow each other from the first on. Those that a program never reaches or, as
/// a way in, passes only once are left out.
std::vector<RawPhase> ProgramReader::in_order(const FileNames& files) {
    std::vector<RawPhase>& given = open_.phases;
    const auto count = static_cast<std::uint32_t>(given.size());
    std::vector<std::uint32_t> order;
    std::vector<std::uint32_t> place(count, kNone);
    std::uint32_t at = 0;
    while (place[at] == kNone) {
        place[at] = static_cast<std::uint32_t>(order.size());
        order.push_back(at);
        const std::uint32_t next = given[at].next == kNone ? (at + 1) % count : given[at].next;
        if (next >= count) {
            files.fault(given[at].place, "The phase is followed by phase " + std::to_string(next) +
                                             ", but the program has " + std::to_string(count) +
                                             "; number phases from 0 up");
        }
        at = next;
    }
    std::vector<RawPhase> cycle;
    for (std::size_t k = place[at]; k < order.size(); ++k) {
        cycle.push_back(std::move(given[order[k]]));
    }
    remarks_.add("phases are not part of their program's cycle and are left out", count - cycle.size());
    return cycle;
}

void ProgramReader::end(std::string_view name, const FileNames& files) {
    if (!inside_ || name != "tlLogic") {
        return;
    }
    inside_ = false;
    if (open_.program == "off" && open_.phases.empty()) {
        net_.programs.push_back(std::move(open_));
        return;
    }
    if (open_.type == "NEMA" && !open_.ring1.empty()) {
        join_rings(open_, files);
        remarks_.add(
            "traffic lights of type NEMA run as actuated ones, their rings pair by pair, without coordination");
    } else if (!open_.phases.empty()) {
        open_.phases = in_order(files);
    }
    double cycle_s = 0.0;
    for (const RawPhase& phase : open_.phases) {
        cycle_s += phase.duration_s;
    }
    if (cycle_s <= 0.0) {
        files.fault(open_.place, "The program of traffic light \"" + net_.tls_ids[open_.tls] +
                                     "\" lasts 0 s; give it phases with a duration");
    }
    net_.programs.push_back(std::move(open_));
}

} // namespace cityloom::gis::sumo
