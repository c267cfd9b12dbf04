// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "sim/core/time.h"

namespace cityloom::cli {

/// A progress line on stderr that overwrites itself on a terminal; plain lines every tenth elsewhere.
class ProgressLine {
public:
    explicit ProgressLine(std::string what);
    ~ProgressLine();
    void show(double fraction, const std::string& detail);

private:
    std::string what_;
    bool terminal_ = false;
    int last_tenth_ = -1;
};

} // namespace cityloom::cli
