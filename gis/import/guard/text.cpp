// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/guard/text.h"

#include <array>
#include <cstdint>
#include <vector>

#include <iconv.h>

#include "gis/city/city.h"
#include "gis/import/guard/notes.h"
#include "sim/core/utf8.h"

namespace cityloom::gis {

namespace {

unsigned char byte_at(std::string_view text, std::size_t i) {
    return static_cast<unsigned char>(text[i]);
}

/// Whether all high bytes stand in pairs of GB 2312. A short run among letters, as in "Größe", is taken for Chinese
/// only where the pair is one of its common characters.
bool looks_like_gbk(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        if (byte_at(text, i) < 0x80) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < text.size() && byte_at(text, end) >= 0x80) {
            ++end;
        }
        const bool last = end == text.size();
        const std::size_t run = end - i;
        if (run % 2 != 0 && !(last && run > 2)) {
            return false;
        }
        for (std::size_t k = i; k + 1 < end; k += 2) {
            const unsigned char lead = byte_at(text, k);
            const unsigned char trail = byte_at(text, k + 1);
            const bool common = lead >= 0xB0 && lead <= 0xD7;
            const bool fits = lead >= 0xA1 && lead <= 0xF7 && trail >= 0xA1 && trail <= 0xFE;
            if (!fits || (run < 4 && !common)) {
                return false;
            }
        }
        i = end;
    }
    return true;
}

bool looks_like_shift_jis(std::string_view text) {
    std::size_t pairs = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const unsigned char lead = byte_at(text, i);
        if ((lead >= 0x81 && lead <= 0x9F) || (lead >= 0xE0 && lead <= 0xEF)) {
            if (i + 1 >= text.size() || byte_at(text, i + 1) < 0x40 || byte_at(text, i + 1) == 0x7F) {
                return false;
            }
            ++pairs;
            ++i;
        } else if (lead == 0x80 || lead == 0xA0 || lead >= 0xF0) {
            return false;
        }
    }
    return pairs >= 2;
}

/// What cannot be turned is left out; empty: the encoding is not known here.
std::string turned(std::string_view text, const char* encoding) {
    const iconv_t way = iconv_open("UTF-8", encoding);
    if (way == reinterpret_cast<iconv_t>(-1)) {
        return {};
    }
    std::vector<char> in(text.begin(), text.end());
    std::string out;
    std::array<char, 256> block{};
    char* from = in.data();
    std::size_t left = in.size();
    while (left > 0) {
        char* to = block.data();
        std::size_t room = block.size();
        const std::size_t done = iconv(way, &from, &left, &to, &room);
        out.append(block.data(), block.size() - room);
        if (done == static_cast<std::size_t>(-1) && room > 16 && left > 0) {
            ++from; // no character here
            --left;
        }
    }
    iconv_close(way);
    return out;
}

std::string without_controls(std::string text) {
    std::erase_if(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == 0x7F || (byte < 0x20 && c != '\t' && c != '\n');
    });
    return text;
}

} // namespace

std::string utf8_text(std::string_view raw) {
    bool cut = false;
    const std::size_t sound = utf8_length(raw, cut);
    if (sound == raw.size()) {
        return without_controls(std::string{raw});
    }
    bool high = false;
    for (std::size_t i = 0; i < sound; ++i) {
        high = high || byte_at(raw, i) >= 0x80;
    }
    // A cut last character, of a text that is UTF-8 for certain, or that it would be the only one of.
    if (cut && (high || raw.size() - sound > 1)) {
        return without_controls(std::string{raw.substr(0, sound)});
    }
    const char* encoding = looks_like_shift_jis(raw) ? "CP932" : looks_like_gbk(raw) ? "GB18030" : "CP1252";
    std::string text = without_controls(turned(raw, encoding));
    return is_utf8(text) ? text : std::string{};
}

void mend_texts(City& city, const std::string& file, Notes& notes) {
    std::size_t mended = 0;
    std::string example;
    const auto mend = [&](std::string& text) {
        std::string better = utf8_text(text);
        if (better == text) {
            return;
        }
        ++mended;
        example = example.empty() ? better : example;
        text = std::move(better);
    };
    mend(city.name);
    for (Building& building : city.buildings) {
        mend(building.source);
        mend(building.name);
    }
    for (Street& street : city.streets) {
        mend(street.name);
        mend(street.turn_lanes_forward);
        mend(street.turn_lanes_backward);
    }
    for (District& district : city.districts) {
        mend(district.name);
    }
    for (Area& area : city.areas) {
        mend(area.name);
    }
    for (Line& line : city.lines) {
        mend(line.name);
    }
    for (Asset& asset : city.assets) {
        mend(asset.name);
    }
    for (std::string& owner : city.attributions) {
        mend(owner);
    }
    if (mended > 0) {
        notes.warn(file, "names",
                   std::to_string(mended) + " texts were not UTF-8 and were turned into it, as \"" + example + "\"",
                   "Check them; write the file as UTF-8, or its encoding into the .cpg beside it");
    }
}

} // namespace cityloom::gis
