// SPDX-License-Identifier: GPL-3.0-or-later
// cityloom-reader: reads foreign files for the other programs, confined; not for people to run.
#include <cstdio>
#include <string_view>

#include "gis/import/guard/worker.h"

int main(int argc, char** argv) {
    if (argc > 1 && std::string_view{argv[1]} == cityloom::gis::kWorkerFlag) {
        return cityloom::gis::run_import_worker(argc, argv);
    }
    std::fputs("cityloom-reader reads files for Cityloom's other programs. Run cityloom-cli import.\n", stderr);
    return 2;
}
