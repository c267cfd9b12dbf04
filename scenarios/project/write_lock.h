// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "gis/export/unfinished.h"
#include "sim/core/result.h"

namespace cityloom::scenarios {

/// Holds the right to write one project, by a locked file beside it that says who has it, and by a lock of the project
/// itself, which holds under any other name of it too. The system frees both when the holder dies; the file beside it
/// goes when the lock does.
class WriteLock {
public:
    /// Fails with Io and names host and process when another one has it.
    [[nodiscard]] static Result<WriteLock> take(const std::filesystem::path& project);
    /// Whether the project that was there when the lock was taken is still what `project` names; true where there was
    /// none.
    [[nodiscard]] bool still_named(const std::filesystem::path& project) const;
    WriteLock(WriteLock&& other) noexcept;
    WriteLock& operator=(WriteLock&& other) noexcept;
    ~WriteLock();

private:
    WriteLock(std::filesystem::path file, int descriptor, int project)
        : file_{std::move(file)}, unfinished_{file_}, descriptor_{descriptor}, project_{project} {}
    void release() noexcept;
    std::filesystem::path file_;
    gis::Unfinished unfinished_; ///< the file beside the project
    int descriptor_ = -1;
    int project_ = -1; ///< the project itself; -1: there was none
};

} // namespace cityloom::scenarios
