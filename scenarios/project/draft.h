// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <utility>

#include "gis/export/unfinished.h"
#include "sim/core/result.h"

namespace cityloom::scenarios {

/// Removes a half-made project, whatever happens, unless it was handed over.
class Draft {
public:
    explicit Draft(std::filesystem::path path) : path_{std::move(path)}, unfinished_{path_} { remove(); }
    ~Draft() { remove(); }
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// Brings it to the disk and gives it its name, in place of a project that is there.
    [[nodiscard]] Result<void> put_into(const std::filesystem::path& file) const;

private:
    void remove() const;
    std::filesystem::path path_;
    gis::Unfinished unfinished_;
};

} // namespace cityloom::scenarios
