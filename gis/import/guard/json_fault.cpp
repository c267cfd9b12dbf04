// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/guard/json_fault.h"

#include <fstream>

#include <nlohmann/json.hpp>

namespace cityloom::gis {

namespace {

/// Follows a file without keeping anything of it.
struct Follower : nlohmann::json_sax<nlohmann::json> {
    std::size_t fault = 0;
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return true; }
    bool key(string_t&) override { return true; }
    bool end_object() override { return true; }
    bool start_array(std::size_t) override { return true; }
    bool end_array() override { return true; }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
        fault = position;
        return false;
    }
};

} // namespace

std::string json_fault(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    Follower follower;
    if (nlohmann::json::sax_parse(in, &follower)) {
        return "content";
    }
    in.clear();
    in.seekg(0);
    std::size_t line = 1;
    std::size_t column = 0;
    for (std::size_t i = 1; i < follower.fault; ++i) {
        const int c = in.get();
        ++column;
        if (c == '\n') {
            ++line;
            column = 0;
        }
    }
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

} // namespace cityloom::gis
