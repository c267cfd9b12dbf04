// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/osm_place.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>

#include "gis/import/guard/text_scan.h"

namespace cityloom::gis {

namespace {

/// Protocol Buffers' base 128 number; 0 where the text ends within it.
std::uint64_t varint(std::string_view& text) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; !text.empty() && shift < 64; shift += 7) {
        const auto byte = static_cast<unsigned char>(text.front());
        text.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if (byte < 0x80) {
            return value;
        }
    }
    return 0;
}

/// The size of the blob that follows a blob's header: field 3.
std::uint64_t blob_bytes(std::string_view header) {
    while (!header.empty()) {
        const std::uint64_t key = varint(header);
        const std::uint64_t value = varint(header);
        if (key == (3U << 3U)) {
            return value;
        }
        if ((key & 7U) == 2U) {
            header.remove_prefix(std::min<std::size_t>(static_cast<std::size_t>(value), header.size()));
        }
    }
    return 0;
}

/// The block at which the chain of blocks breaks; or how many there are, where it is sound and one's content is not.
std::string place_in_blocks(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::error_code error;
    const std::uint64_t size = std::filesystem::file_size(file, error);
    std::uint64_t at = 0;
    for (std::uint64_t block = 1;; ++block) {
        const std::string here = "block " + std::to_string(block) + ", byte " + std::to_string(at);
        std::array<char, 4> length{};
        if (!in.read(length.data(), length.size())) {
            return at == size ? "one of its " + std::to_string(block - 1) + " blocks" : here;
        }
        std::uint64_t bytes = 0;
        for (const char c : length) {
            bytes = bytes << 8U | static_cast<unsigned char>(c);
        }
        constexpr std::uint64_t kLargestHeader = 64U << 10U; // as the format has it
        std::string header(static_cast<std::size_t>(std::min(bytes, kLargestHeader)), '\0');
        if (bytes > kLargestHeader || !in.read(header.data(), static_cast<std::streamsize>(bytes))) {
            return here;
        }
        const std::uint64_t blob = blob_bytes(header);
        const std::uint64_t next = at + 4 + bytes + blob;
        if (blob == 0 || next > size) {
            return here;
        }
        in.seekg(static_cast<std::streamoff>(next));
        at = next;
    }
}

/// What stands in quotes, or what the complaint is about.
std::string quoted(std::string_view why) {
    const auto from = why.find('\'');
    const auto to = why.rfind('\'');
    if (from != std::string_view::npos && to > from + 1) {
        return std::string{why.substr(from + 1, to - from - 1)};
    }
    return why.find("entities") != std::string_view::npos ? "<!" : std::string{};
}

} // namespace

std::string osm_place(const std::filesystem::path& file, std::string_view format, std::string_view why) {
    if (format == "pbf") {
        return place_in_blocks(file);
    }
    const auto at = why.find("line ");
    return at != std::string_view::npos ? std::string{why.substr(at, why.find(':', at) - at)}
                                        : place_in_text(file, quoted(why));
}

} // namespace cityloom::gis
