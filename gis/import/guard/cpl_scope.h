// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace cityloom::gis {

/// Keeps GDAL's messages for our own errors instead of printing them, on this thread, while it lives. GDAL ends a loop
/// over a cut-off file like one over a whole file: ask failed() after each.
class CplScope {
public:
    CplScope();
    ~CplScope();
    CplScope(const CplScope&) = delete;
    CplScope& operator=(const CplScope&) = delete;

    static void reset();
    [[nodiscard]] static bool failed();
    /// The first failures' messages, else the last warning's, on one line; "" when there is none.
    [[nodiscard]] static std::string message();
};

/// Registers GDAL's drivers once and shuts the network off.
void prepare_gdal();

} // namespace cityloom::gis
