// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/part.h"

namespace cityloom::gis {

tl::unexpected<Error> refuse(ErrorCode code, const std::filesystem::path& file, const std::string& place,
                             const std::string& reason, const std::string& remedy) {
    const std::string where = place.empty() ? file.string() : file.string() + ", " + place;
    return fail(code, file.filename().string() + ": " + reason + ". " + remedy + ".", where);
}

tl::unexpected<Error> cancelled(const std::filesystem::path& file) {
    return fail(ErrorCode::Cancelled, "Import cancelled; nothing was written.", file.string());
}

std::uint64_t stable_id(std::string_view text) noexcept {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    return hash;
}

} // namespace cityloom::gis
