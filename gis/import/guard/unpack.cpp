// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/guard/unpack.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <zlib.h>

#include "gis/import/guard/probe.h"
#include "gis/import/guard/text_scan.h"
#include "gis/import/part.h"

namespace cityloom::gis {

namespace {

struct CloseGzip {
    void operator()(gzFile file) const { gzclose(file); }
};
using Gzip = std::unique_ptr<std::remove_pointer_t<gzFile>, CloseGzip>;

Result<void> unpack_to(std::ofstream& out, const std::filesystem::path& file, const ImportLimits& limits,
                       const std::stop_token& stop) {
    constexpr std::size_t kBlock = 1U << 18U;
    std::error_code error;
    const std::uint64_t packed = std::filesystem::file_size(file, error);
    const Gzip in{gzopen(file.c_str(), "rb")};
    if (error || !in) {
        return refuse(ErrorCode::Io, file, {}, "the file cannot be read", "Check that you may read it");
    }
    const TextLimits text;
    const std::uint64_t most = std::min(limits.max_file_bytes, kFreeUnpacking + text.unpacking * packed);
    std::vector<char> block(kBlock);
    std::uint64_t written = 0;
    for (;;) {
        const int got = gzread(in.get(), block.data(), static_cast<unsigned>(block.size()));
        int state = Z_OK;
        gzerror(in.get(), &state);
        if (got < 0 || state != Z_OK) { // Z_BUF_ERROR: it ends within a packed block
            return refuse(ErrorCode::Malformed, file, "byte " + std::to_string(written) + " of the unpacked text",
                          "the packed file is damaged or cut off", "Fetch or pack it again");
        }
        if (got == 0) {
            return {};
        }
        written += static_cast<std::uint64_t>(got);
        if (written > most) {
            return refuse(ErrorCode::LimitExceeded, file, "byte " + std::to_string(written) + " of the unpacked text",
                          "it swells to more than " + std::to_string(most >> 20U) + " MiB when it is unpacked",
                          "Unpack it yourself if you trust it, or cut out a smaller area");
        }
        if (stop.stop_requested()) {
            return cancelled(file);
        }
        if (!out.write(block.data(), got)) {
            return refuse(ErrorCode::Io, file, {}, "there is no space to unpack it in " + temporary_folder(),
                          "Free some space, or give another place in TMPDIR");
        }
    }
}

} // namespace

bool is_packed_text(const std::filesystem::path& file) {
    constexpr std::array<std::string_view, 7> kEndings{".json.gz",    ".geojson.gz", ".jsonl.gz", ".gml.gz",
                                                       ".citygml.gz", ".xml.gz",     ".asc.gz"};
    std::string name = file.filename().string();
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return !name.ends_with(".osm.xml.gz") && // which libosmium unpacks
           std::ranges::any_of(kEndings, [&name](std::string_view ending) { return name.ends_with(ending); });
}

Result<TemporaryCopy> unpack_text(const std::filesystem::path& file, const ImportLimits& limits,
                                  const std::stop_token& stop) {
    if (auto plain = check_plain(file, limits); !plain) {
        return tl::make_unexpected(plain.error());
    }
    std::array<char, 2> head{};
    std::ifstream{file, std::ios::binary}.read(head.data(), head.size());
    if (head != std::array{'\x1f', '\x8b'}) {
        return refuse(ErrorCode::Malformed, file, "first bytes", "the content is not what .gz files begin with",
                      "Fetch it again, or correct its extension");
    }
    auto copy = TemporaryCopy::empty(file.stem());
    if (!copy) {
        return copy;
    }
    std::ofstream out{copy->path(), std::ios::binary | std::ios::trunc};
    if (auto done = unpack_to(out, file, limits, stop); !done) {
        return tl::make_unexpected(done.error());
    }
    out.close();
    if (!out) {
        return refuse(ErrorCode::Io, file, {}, "there is no space to unpack it in " + temporary_folder(),
                      "Free some space, or give another place in TMPDIR");
    }
    return copy;
}

Error of_packed(Error error, const std::filesystem::path& unpacked, const std::filesystem::path& file) {
    const auto put = [](std::string& text, const std::string& from, const std::string& to) {
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
            text.replace(at, from.size(), to);
        }
    };
    put(error.where, unpacked.string(), file.string());
    put(error.message, unpacked.string(), file.string());
    const std::string name = unpacked.filename().string() + ":";
    if (error.message.starts_with(name)) {
        error.message.replace(0, name.size(), file.filename().string() + ":");
    }
    return error;
}

} // namespace cityloom::gis
