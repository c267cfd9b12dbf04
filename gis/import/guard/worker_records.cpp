// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/guard/worker_records.h"

#include <charconv>
#include <fstream>
#include <system_error>

#include "gis/city/city_blob.h"

namespace cityloom::gis {

namespace {

/// A city in a file, a piece at a time: it is as large as the city in memory.
class CityFile final : public BlobPieces {
public:
    explicit CityFile(const std::filesystem::path& file) : in_{file, std::ios::binary}, piece_(1U << 20U, '\0') {
        std::error_code error;
        const auto size = std::filesystem::file_size(file, error);
        size_ = error ? 0 : size;
    }
    [[nodiscard]] std::uint64_t size() const override { return size_; }
    [[nodiscard]] Result<std::string_view> next() override {
        in_.read(piece_.data(), static_cast<std::streamsize>(piece_.size()));
        return std::string_view{piece_}.substr(0, static_cast<std::size_t>(in_.gcount()));
    }

private:
    std::ifstream in_;
    std::string piece_;
    std::uint64_t size_ = 0;
};

} // namespace

std::string one_line(std::string text) {
    for (char& c : text) {
        c = c == '\n' || c == '\t' || c == '\r' ? ' ' : c;
    }
    return text;
}

std::vector<std::string> fields_of(const std::string& line) {
    std::vector<std::string> fields;
    std::size_t begin = 0;
    for (std::size_t tab = line.find('\t'); tab != std::string::npos; tab = line.find('\t', begin)) {
        fields.push_back(line.substr(begin, tab - begin));
        begin = tab + 1;
    }
    fields.push_back(line.substr(begin));
    return fields;
}

std::uint64_t number_in(std::string_view text) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Result<City> city_in(const std::filesystem::path& file) {
    CityFile pieces{file};
    return read_city(pieces);
}

bool fill(const std::filesystem::path& file, const City& city) {
    std::ofstream out{file, std::ios::binary | std::ios::trunc};
    write_city(city,
               [&out](std::string_view bytes) { out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())); });
    out.close();
    return static_cast<bool>(out);
}

} // namespace cityloom::gis
