// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "gis/import/sumo/raw_net.h"

namespace cityloom::gis::sumo {

namespace {

constexpr double kLeastGreenS = 5.0; // SUMO's default of minDur

bool is_green(char letter) {
    return letter == 'G' || letter == 'g';
}

/// The phase of a ring at a place; nullptr where it has none there.
const RawPhase* phase_of(const RawProgram& program, const std::vector<std::string>& ring, std::size_t place,
                         const FileNames& files) {
    if (place >= ring.size() || ring[place] == "0") {
        return nullptr;
    }
    const auto found = std::ranges::find(program.phases, ring[place], &RawPhase::name);
    if (found == program.phases.end()) {
        files.fault(program.place, "A ring of the program names the phase " + ring[place].substr(0, 20) +
                                       ", which it has not; give a phase that name");
    }
    return &*found;
}

/// Both rings' phases at one place, or that of one ring.
RawPhase together(const RawPhase* a, const RawPhase* b) {
    RawPhase both = a != nullptr ? *a : *b;
    if (a != nullptr && b != nullptr) {
        for (std::size_t c = 0; c < both.state.size(); ++c) {
            both.state[c] = is_green(b->state[c]) && both.state[c] != 'G' ? b->state[c] : both.state[c];
        }
        both.least_s = std::max(a->least_s, b->least_s);
        both.most_s = std::max(a->most_s, b->most_s);
        both.yellow_s = std::max(a->yellow_s, b->yellow_s);
        both.red_s = std::max(a->red_s, b->red_s);
    }
    both.least_s = both.least_s < 0.0 ? std::min(kLeastGreenS, both.duration_s) : both.least_s;
    both.most_s = both.most_s < 0.0 ? both.duration_s : both.most_s;
    both.duration_s = both.most_s;
    return both;
}

/// Yellow, or red, for who has no green in the phase \p then; empty where everybody keeps it.
std::string change_of(const RawPhase& green, const RawPhase& then, char light) {
    std::string state = green.state;
    for (std::size_t c = 0; c < state.size(); ++c) {
        state[c] = is_green(state[c]) && !is_green(then.state[c]) ? light : state[c];
    }
    return state == green.state ? std::string{} : state;
}

} // namespace

void join_rings(RawProgram& program, const FileNames& files) {
    std::vector<std::string> first;
    std::vector<std::string> second;
    for_each_word(
        program.ring1, [&](std::string_view name) { first.emplace_back(name); }, " ,");
    for_each_word(
        program.ring2, [&](std::string_view name) { second.emplace_back(name); }, " ,");
    std::vector<RawPhase> greens;
    for (std::size_t k = 0; k < std::max(first.size(), second.size()); ++k) {
        const RawPhase* a = phase_of(program, first, k, files);
        const RawPhase* b = phase_of(program, second, k, files);
        if (a != nullptr || b != nullptr) {
            greens.push_back(together(a, b));
        }
    }
    if (greens.empty()) {
        files.fault(program.place, "The rings of the program name no phase; name some in ring1 and ring2");
    }
    std::vector<RawPhase> cycle;
    for (std::size_t k = 0; k < greens.size(); ++k) {
        const RawPhase& green = greens[k];
        const RawPhase& then = greens[(k + 1) % greens.size()];
        cycle.push_back(green);
        for (const char light : {'y', 'r'}) {
            const double lasts_s = light == 'y' ? green.yellow_s : green.red_s;
            std::string state = change_of(green, then, light);
            if (!state.empty() && lasts_s > 0.0) {
                cycle.push_back({.duration_s = lasts_s, .state = std::move(state), .place = green.place});
            }
        }
    }
    program.phases = std::move(cycle);
    program.type = "actuated";
}

} // namespace cityloom::gis::sumo
