// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress.h"

#include <cstdio>

#include <unistd.h>

#include "app/cli/terminal.h"

namespace cityloom::cli {

ProgressLine::ProgressLine(std::string what) : what_{std::move(what)}, terminal_{isatty(STDERR_FILENO) != 0} {}

ProgressLine::~ProgressLine() {
    if (terminal_ && last_tenth_ >= 0) {
        std::fputc('\n', stderr);
    }
}

void ProgressLine::show(double fraction, const std::string& detail) {
    const int tenth = static_cast<int>(10.0 * fraction);
    if (terminal_) {
        std::fprintf(stderr, "\r%s %3.0f %% %-40s", what_.c_str(), 100.0 * fraction, terminal_text(detail).c_str());
    } else if (tenth > last_tenth_) {
        std::fprintf(stderr, "%s %3.0f %% %s\n", what_.c_str(), 100.0 * fraction, terminal_text(detail).c_str());
    }
    last_tenth_ = tenth;
}

} // namespace cityloom::cli
