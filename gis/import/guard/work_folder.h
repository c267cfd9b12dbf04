// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "gis/export/unfinished.h"

namespace cityloom::gis {

/// A folder for one import: the city comes back through it, and the worker's temporary files lie in it. It goes with
/// its owner; what an owner left that was killed, the next one clears away.
class WorkFolder {
public:
    WorkFolder();
    ~WorkFolder();
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;
    [[nodiscard]] bool made() const { return lock_ >= 0; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
    int lock_ = -1; ///< held while it is in use; the system frees it when we are killed
    Unfinished unfinished_;
};

} // namespace cityloom::gis
