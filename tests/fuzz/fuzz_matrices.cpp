// SPDX-License-Identifier: GPL-3.0-or-later
// Zones, matrices between them, counts, and planning networks with their trips.
#include "fuzz_file.h"
#include "gis/import/read/tntp_import.h"
#include "gis/import/sumo/od.h"
#include "gis/import/sumo/scenario.h"
#include "tests/gis/sumo/small_net.h"

using namespace cityloom;

namespace {

const gis::SumoScenario& small() {
    static const gis::SumoScenario kOne = [] {
        const tests::FuzzFile net{gis::small_net()};
        auto read = gis::read_sumo({.net = net.path()});
        return read ? std::move(*read) : gis::SumoScenario{};
    }();
    return kOne;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = tests::text_of(data, size);
    const unsigned choice = tests::take_choice(text, 5);
    const tests::FuzzFile file{text};
    std::vector<std::string> notes;
    if (choice == 0) {
        if (const auto net = gis::read_tntp_network(file.path(), {.max_file_bytes = 1U << 20U, .max_nodes = 5'000})) {
            static_cast<void>(net->links.size());
        }
        return 0;
    }
    if (choice == 1) {
        static const auto kNet = [] {
            const tests::FuzzFile sound{
                "<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 3\n<FIRST THRU NODE> 1\n<NUMBER OF "
                "LINKS> 2\n<END OF METADATA>\n1 3 10 1 1.5 0.15 4 50 0 1 ;\n3 2 9 1 1 0.15 4 50 "
                "0 1 ;\n"};
            return gis::read_tntp_network(sound.path());
        }();
        static_cast<void>(gis::read_tntp_trips(file.path(), *kNet));
        return 0;
    }
    if (choice == 2) {
        static_cast<void>(gis::read_taz(file.path(), small().names, notes));
        return 0;
    }
    static const auto kZones = [] {
        const tests::FuzzFile sound{
            "<additional><taz id=\"A\" edges=\"west south\"/><taz id=\"B\" edges=\"east\"/></additional>"};
        std::vector<std::string> remarks;
        return gis::read_taz(sound.path(), small().names, remarks);
    }();
    if (choice == 3) {
        static_cast<void>(gis::read_od({file.path()}, *kZones, {.begin = 0, .end = 3600 * kSecondUs}, notes));
    } else {
        static_cast<void>(gis::read_counts(file.path(), small(), notes));
    }
    return 0;
}
