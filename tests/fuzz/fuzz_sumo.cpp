// SPDX-License-Identifier: GPL-3.0-or-later
// A network; or demand and additionals on a sound one.
#include "fuzz_file.h"
#include "gis/import/sumo/scenario.h"
#include "tests/gis/sumo/small_net.h"

using namespace cityloom;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = tests::text_of(data, size);
    const unsigned choice = tests::take_choice(text, 3);
    const tests::FuzzFile file{text};
    static const tests::FuzzFile kNet{gis::small_net()};
    gis::SumoRequest request;
    request.net = choice == 0 ? file.path() : kNet.path();
    if (choice == 1) {
        request.routes = {file.path()};
    } else if (choice == 2) {
        request.additional = {file.path()};
    }
    static_cast<void>(gis::read_sumo(request));
    return 0;
}
