// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/meso/signal_windows.h"

#include <algorithm>

namespace cityloom::traffic {

SignalWindows::SignalWindows(const RoadNetwork& net) {
    struct Piece {
        TimeUs length = 0;
        std::uint64_t green = 0;
        std::uint64_t yellow = 0;
    };
    std::vector<Piece> pieces;
    for (const Controller& controller : net.controllers) {
        pieces.clear();
        for (const SignalPhase& phase : controller.phases) {
            const auto add = [&pieces](double length_s, std::uint64_t green, std::uint64_t yellow) {
                if (length_s > 0.0) {
                    pieces.push_back({from_seconds(length_s), green, yellow});
                }
            };
            add(phase.green_s, phase.green_movements, phase.yellow_movements);
            add(phase.yellow_s, 0, phase.green_movements | phase.yellow_movements);
            add(phase.all_red_s, 0, 0);
        }
        Program program{.windows = {static_cast<std::uint32_t>(windows_.size()), 0}};
        for (std::size_t k = 0; k < pieces.size(); ++k) {
            const Piece& piece = pieces[k];
            const std::uint64_t before = pieces[(k + pieces.size() - 1) % pieces.size()].green;
            const std::uint64_t ending = piece.yellow & before & ~piece.green;
            const TimeUs used = ending != 0 ? std::min(kYellowUsedUs, piece.length) : 0;
            if (used > 0) {
                windows_.push_back({program.cycle + used, piece.green | ending, 0});
            }
            program.cycle += piece.length;
            if (used < piece.length) {
                windows_.push_back({program.cycle, piece.green, ending});
            }
        }
        program.windows.count = static_cast<std::uint32_t>(windows_.size()) - program.windows.begin;
        program.offset = from_seconds(controller.offset_s);
        programs_.push_back(program);
    }
}

std::uint32_t SignalWindows::window_at(const Program& program, TimeUs in_cycle) const {
    std::uint32_t w = program.windows.begin;
    while (windows_[w].end <= in_cycle) {
        ++w;
    }
    return w;
}

SignalWindows::Answer SignalWindows::next(std::uint32_t controller, std::uint64_t movement, TimeUs now,
                                          bool permissive) const {
    const Program& program = programs_[controller];
    TimeUs in_cycle = (now - program.offset) % program.cycle;
    in_cycle += in_cycle < 0 ? program.cycle : 0;
    std::uint32_t w = window_at(program, in_cycle);
    if ((windows_[w].go & movement) != 0) {
        return {now, false};
    }
    if (permissive && (windows_[w].rest & movement) != 0) {
        return {now, true};
    }
    TimeUs begin = now - in_cycle;
    for (std::uint32_t k = 0; k < program.windows.count; ++k) {
        const TimeUs end = begin + windows_[w].end;
        if (++w == program.windows.end()) {
            w = program.windows.begin;
            begin += program.cycle;
        }
        if ((windows_[w].go & movement) != 0) {
            return {end, false};
        }
    }
    return {};
}

bool SignalWindows::goes(std::uint32_t controller, std::uint64_t movement, TimeUs now) const {
    const Program& program = programs_[controller];
    TimeUs in_cycle = (now - program.offset) % program.cycle;
    in_cycle += in_cycle < 0 ? program.cycle : 0;
    return (windows_[window_at(program, in_cycle)].go & movement) != 0;
}

bool SignalWindows::together(std::uint32_t controller, std::uint64_t a, std::uint64_t b) const {
    const Program& program = programs_[controller];
    for (std::uint32_t w = program.windows.begin; w < program.windows.end(); ++w) {
        if ((windows_[w].go & a) != 0 && (windows_[w].go & b) != 0) {
            return true;
        }
    }
    return false;
}

} // namespace cityloom::traffic
