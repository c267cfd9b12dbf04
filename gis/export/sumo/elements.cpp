// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/export/sumo/outputs.h"

namespace cityloom::gis {

Result<SumoElements> SumoElements::open(const std::filesystem::path& file, std::string_view root,
                                        std::string_view comment) {
    auto out = OutFile::open(file);
    if (!out) {
        return tl::make_unexpected(out.error());
    }
    SumoElements elements{std::move(*out)};
    elements.out_.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\n<!-- ");
    elements.out_.write(comment);
    elements.out_.write(" -->\n\n");
    elements.begin(root);
    return elements;
}

void SumoElements::begin(std::string_view name) {
    if (bare_) {
        line_.raw(">\n");
    }
    line_.raw(std::string(4 * open_.size(), ' ')).raw("<").raw(name);
    open_.emplace_back(name);
    bare_ = true;
}

void SumoElements::attribute(std::string_view key, std::string_view value) {
    line_.attribute(key, value);
}

void SumoElements::attribute(std::string_view key, double value) {
    line_.attribute(key, value);
}

void SumoElements::attribute_whole(std::string_view key, std::uint64_t value) {
    line_.attribute_whole(key, value);
}

void SumoElements::end() {
    const std::string name = std::move(open_.back());
    open_.pop_back();
    if (bare_) {
        line_.raw("/>\n");
    } else {
        line_.raw(std::string(4 * open_.size(), ' ')).raw("</").raw(name).raw(">\n");
    }
    bare_ = false;
    out_.write(line_.str());
    line_.clear();
}

Result<void> SumoElements::close() {
    while (!open_.empty()) {
        end();
    }
    return out_.close();
}

} // namespace cityloom::gis
