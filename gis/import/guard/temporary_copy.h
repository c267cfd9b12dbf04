// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>

#include "sim/core/result.h"

namespace cityloom::gis {

/// The folder of temporary files, whether or not it is there: TMPDIR, else /tmp.
[[nodiscard]] std::string temporary_folder();

/// A copy of a file in a folder of our own that goes with us: some of GDAL's drivers write beside what they read.
class TemporaryCopy {
public:
    /// \param siblings endings of files of the same stem that come along where they are there, as ".dbf"; in either
    /// case
    [[nodiscard]] static Result<TemporaryCopy> make(const std::filesystem::path& file,
                                                    std::initializer_list<std::string_view> siblings = {});
    /// A place for a file of that name that is still to be written.
    [[nodiscard]] static Result<TemporaryCopy> empty(const std::filesystem::path& name);
    TemporaryCopy(TemporaryCopy&& other) noexcept;
    TemporaryCopy& operator=(TemporaryCopy&&) = delete;
    ~TemporaryCopy();
    [[nodiscard]] std::filesystem::path path() const { return folder_ / name_; }

private:
    explicit TemporaryCopy(std::filesystem::path folder) : folder_{std::move(folder)} {}
    std::filesystem::path folder_;
    std::filesystem::path name_;
};

/// The file of the same stem with this ending, in lower or upper case; empty where there is none.
[[nodiscard]] std::filesystem::path sibling(const std::filesystem::path& file, std::string_view ending);

} // namespace cityloom::gis
