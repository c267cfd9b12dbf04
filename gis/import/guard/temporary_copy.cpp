// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/guard/temporary_copy.h"

#include <cctype>
#include <cstdlib>
#include <string>
#include <system_error>

#include <stdlib.h> // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX's

#include "gis/import/part.h"

namespace cityloom::gis {

std::string temporary_folder() {
    const char* const given = std::getenv("TMPDIR"); // NOLINT(concurrency-mt-unsafe): nobody sets it
    return given != nullptr && *given != '\0' ? given : "/tmp";
}

std::filesystem::path sibling(const std::filesystem::path& file, std::string_view ending) {
    std::string upper;
    for (const char c : ending) {
        upper += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    for (const std::string& one : {std::string{ending}, upper}) {
        std::filesystem::path found = file;
        found.replace_extension(one);
        std::error_code error;
        if (std::filesystem::is_regular_file(found, error)) {
            return found;
        }
    }
    return {};
}

Result<TemporaryCopy> TemporaryCopy::empty(const std::filesystem::path& name) {
    std::string folder = temporary_folder() + "/cityloom-XXXXXX";
    if (mkdtemp(folder.data()) == nullptr) {
        return fail(ErrorCode::Io, "No temporary folder can be made. Free some space in " + temporary_folder() +
                                       ", or give another place in TMPDIR.");
    }
    TemporaryCopy copy{folder};
    copy.name_ = name.filename();
    return copy;
}

Result<TemporaryCopy> TemporaryCopy::make(const std::filesystem::path& file,
                                          std::initializer_list<std::string_view> siblings) {
    auto made = empty(file);
    if (!made) {
        return made;
    }
    TemporaryCopy& copy = *made;
    std::error_code error;
    std::filesystem::copy_file(file, copy.path(), error);
    for (const std::string_view ending : siblings) {
        if (const auto other = sibling(file, ending); !error && !other.empty()) {
            std::filesystem::path name = copy.path();
            std::filesystem::copy_file(other, name.replace_extension(ending), error);
        }
    }
    if (error) {
        return refuse(ErrorCode::Io, file, {}, "it cannot be copied (" + error.message() + ")", "Free some space");
    }
    return made;
}

TemporaryCopy::TemporaryCopy(TemporaryCopy&& other) noexcept
    : folder_{std::move(other.folder_)}, name_{std::move(other.name_)} {
    other.folder_.clear();
}

TemporaryCopy::~TemporaryCopy() {
    if (!folder_.empty()) {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
}

} // namespace cityloom::gis
