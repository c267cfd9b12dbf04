// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz_file.h"
#include "gis/import/guard/text_scan.h"
#include "gis/import/read/cityjson_import.h"

using namespace cityloom;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = tests::text_of(data, size);
    const bool lines = tests::take_choice(text, 2) == 1;
    const tests::FuzzFile file{text};
    if (!gis::scan_json(file.path(), false)) {
        return 0;
    }
    const gis::ImportOptions options{.crs = "EPSG:25832"};
    gis::Notes notes{100};
    static_cast<void>(gis::read_cityjson(file.path(), lines, {options, {}, {}, notes}));
    return 0;
}
