// SPDX-License-Identifier: GPL-3.0-or-later
// What looks at every file before its reader does, and what is typed.
#include "fuzz_file.h"
#include "gis/import/guard/text.h"
#include "gis/import/guard/text_scan.h"
#include "gis/import/read/osm_place.h"
#include "scenarios/measure/scenario.h"

using namespace cityloom;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = tests::text_of(data, size);
    const unsigned choice = tests::take_choice(text, 6);
    const tests::FuzzFile file{text};
    switch (choice) {
    case 0:
        static_cast<void>(gis::scan_xml(file.path(), true));
        break;
    case 1:
        static_cast<void>(gis::scan_json(file.path(), true));
        break;
    case 2:
        static_cast<void>(gis::osm_place(file.path(), "pbf", "an error"));
        break;
    case 3:
        static_cast<void>(gis::osm_place(file.path(), "osm", text.substr(0, 40)));
        break;
    case 4:
        static_cast<void>(gis::utf8_text(text));
        break;
    default:
        static_cast<void>(scenarios::parse_measure(text));
        static_cast<void>(scenarios::parse_event(text));
        static_cast<void>(scenarios::parse_duration(text));
    }
    return 0;
}
