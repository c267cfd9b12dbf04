// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "sim/core/result.h"

namespace cityloom::scenarios {

/// Holds the right to write one project, by a locked file beside it that says who has it. The system frees it when the
/// holder dies; the file goes when the lock does.
class WriteLock {
public:
    /// Fails with Io and names host and process when another one has it.
    [[nodiscard]] static Result<WriteLock> take(const std::filesystem::path& project);
    WriteLock(WriteLock&& other) noexcept;
    WriteLock& operator=(WriteLock&& other) noexcept;
    ~WriteLock();

private:
    WriteLock(std::filesystem::path file, int descriptor) : file_{std::move(file)}, descriptor_{descriptor} {}
    void release() noexcept;
    std::filesystem::path file_;
    int descriptor_ = -1;
};

} // namespace cityloom::scenarios
