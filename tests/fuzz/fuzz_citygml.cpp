// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz_file.h"
#include "gis/import/guard/text_scan.h"
#include "gis/import/read/citygml_import.h"

using namespace cityloom;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const tests::FuzzFile file{tests::text_of(data, size)};
    if (!gis::scan_xml(file.path(), false)) {
        return 0;
    }
    const gis::ImportOptions options{.crs = "EPSG:25832"};
    gis::Notes notes{100};
    static_cast<void>(gis::read_citygml(file.path(), {options, {}, {}, notes}));
    return 0;
}
