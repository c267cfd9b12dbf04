// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/raw_net.h"

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
    if (e.name() == "phase") {
        RawPhase phase;
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
            bool sequential = true;
            for_each_word(e.text("next"), [&](std::string_view word) {
                sequential = sequential && word == std::to_string(open_.phases.size() + 1);
            });
            if (!sequential) {
                remarks_.add("phases name another next phase than the following one, which is ignored");
            }
        }
        open_.phases.push_back(std::move(phase));
    }
    return true;
}

void ProgramReader::end(std::string_view name, const FileNames& files) {
    if (!inside_ || name != "tlLogic") {
        return;
    }
    inside_ = false;
    if (open_.program == "off" && open_.phases.empty()) {
        remarks_.add("programs that switch a traffic light off are ignored");
        return;
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
