// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/export/sumo/rows.h"

#include <array>
#include <cstdio>
#include <utility>

#include "gis/export/sumo/outputs.h"
#include "sim/core/csv.h"

namespace cityloom::gis::sumo {

Rows::Rows(OutFile out, SumoFormat format, std::span<const std::string_view> keys)
    : out_{std::move(out)}, format_{format} {
    if (format_ == SumoFormat::Json) {
        out_.write("[");
    } else if (format_ == SumoFormat::Csv) {
        line_.clear();
        for (std::size_t k = 0; k < keys.size(); ++k) {
            line_.raw(k > 0 ? "," : "").raw(keys[k]);
        }
        out_.write(line_.raw("\n").str());
    } else {
        out_.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\n");
    }
}

void Rows::xml(std::string_view text) {
    if (format_ == SumoFormat::Xml) {
        out_.write(text);
    }
}

/// Escaped as RFC 8259 asks for.
void Rows::json_text(std::string_view text) {
    line_.raw("\"");
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20) {
            std::array<char, 8> code{};
            std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(c));
            line_.raw(code.data());
            continue;
        }
        line_.raw(c == '"' || c == '\\' ? "\\" : "").raw({&c, 1});
    }
    line_.raw("\"");
}

void Rows::row(std::string_view element, std::span<const Cell> cells) {
    line_.clear();
    if (format_ == SumoFormat::Xml) {
        line_.raw(element);
    } else if (format_ == SumoFormat::Json) {
        line_.raw(first_ ? "\n{" : ",\n{");
    }
    for (std::size_t k = 0; k < cells.size(); ++k) {
        const auto* figure = std::get_if<double>(&cells[k].value);
        const std::string_view text =
            figure != nullptr ? std::string_view{} : std::get<std::string_view>(cells[k].value);
        if (format_ == SumoFormat::Xml) {
            static_cast<void>(figure != nullptr ? line_.attribute(cells[k].key, *figure)
                                                : line_.attribute(cells[k].key, text));
            continue;
        }
        line_.raw(k > 0 ? "," : "");
        if (format_ == SumoFormat::Json) {
            json_text(cells[k].key);
            line_.raw(":");
        }
        if (figure != nullptr) {
            line_.number(*figure);
        } else if (format_ == SumoFormat::Json) {
            json_text(text);
        } else {
            line_.raw(csv_cell(text));
        }
    }
    line_.raw(format_ == SumoFormat::Xml ? "/>\n" : format_ == SumoFormat::Json ? "}" : "\n");
    out_.write(line_.str());
    first_ = false;
}

Result<void> Rows::close(std::string_view xml_end) {
    if (format_ == SumoFormat::Xml) {
        out_.write(xml_end);
    } else if (format_ == SumoFormat::Json) {
        out_.write("\n]\n");
    }
    return out_.close();
}

} // namespace cityloom::gis::sumo
