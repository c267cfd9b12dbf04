// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <span>
#include <string_view>

#include "gis/export/unfinished.h"
#include "sim/core/result.h"

namespace cityloom::gis {

/// Where an output goes.
struct OutPlace {
    std::filesystem::path file; ///< links followed
    bool direct = false;        ///< a device, a pipe or a socket: written into, never replaced
};

/// Where a name that somebody gave for an output leads. Io where nothing may be written there: a folder, a file that
/// is write-protected (also for those whom protection does not stop).
[[nodiscard]] Result<OutPlace> out_place(const std::filesystem::path& name);
/// The same for what must be a file of its own, such as a project: Io also for devices and pipes.
[[nodiscard]] Result<std::filesystem::path> out_file_place(const std::filesystem::path& name);

/// An output that is written front to back: to a draft beside its place, put there by close(), so that without close()
/// what was there before stays; into a device or a pipe as it comes. Every file that a command writes goes through
/// this, or asks out_place(). One thread.
class OutFile {
public:
    OutFile() = default;
    OutFile(OutFile&& other) noexcept;
    OutFile& operator=(OutFile&& other) noexcept;
    ~OutFile();

    [[nodiscard]] static Result<OutFile> open(const std::filesystem::path& name);
    void write(std::string_view text) { out_.write(text.data(), static_cast<std::streamsize>(text.size())); }
    void write(std::span<const std::byte> bytes) {
        out_.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    }
    /// Io when the disk refused any part.
    [[nodiscard]] Result<void> close();

private:
    std::filesystem::path name_, draft_; ///< draft_ is empty where there is none
    Unfinished unfinished_;              ///< the draft
    OutPlace place_;
    std::ofstream out_;
};

/// A whole file at once. Io as OutFile's.
[[nodiscard]] Result<void> write_out(const std::filesystem::path& name, std::string_view content);

} // namespace cityloom::gis
