// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/overpass_answer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace cityloom::gis {

namespace {

constexpr std::int64_t kOwnNodes = 1'000'000'000'000; ///< numbers from here are ours: OpenStreetMap's are far below

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '&') {
            out += "&amp;";
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '"') {
            out += "&quot;";
        } else if (code >= 0x20) {
            out += c;
        } else if (c == '\n' || c == '\t' || c == '\r') {
            out += ' ';
        }
    }
    return out;
}

void put_tags(std::string& text, const OsmTags& tags) {
    for (const auto& [key, value] : tags) {
        text += "<tag k=\"" + escaped(key) + "\" v=\"" + escaped(value) + "\"/>";
    }
}

} // namespace

std::int64_t OverpassAnswer::node_at(std::int64_t id, Point2 at) {
    constexpr double kDigits = 1e7;
    const std::pair place{std::llround(at.x_m * kDigits), std::llround(at.y_m * kDigits)};
    if (id == 0) {
        id = by_place_.try_emplace(place, kOwnNodes + static_cast<std::int64_t>(by_place_.size())).first->second;
    } else {
        by_place_.try_emplace(place, id);
    }
    Node& node = nodes_[id];
    node.at = node.at ? node.at : at;
    return id;
}

void OverpassAnswer::add(OverpassThing thing) {
    ++things_;
    tagged_ += thing.tags.empty() ? 0U : 1U;
    if (thing.type == 'n') {
        if (thing.at) {
            ++placed_;
            nodes_[node_at(thing.id, *thing.at)].tags = std::move(thing.tags);
        }
        return;
    }
    if (thing.type == 'w') {
        Way way{.tags = std::move(thing.tags)};
        const bool here = std::ranges::any_of(thing.nodes, [](const auto& node) { return node.second.has_value(); });
        for (const auto& [id, at] : thing.nodes) {
            if (at) {
                way.nodes.push_back(node_at(id, *at));
            } else if (id != 0) {
                way.nodes.push_back(id);
            }
        }
        placed_ += here ? 1U : 0U;
        if (way.nodes.empty()) {
            without_place_ += way.tags.empty() ? 0U : 1U;
            if (thing.at) { // enough for what a point can be
                ++middles_;
                nodes_[node_at(0, *thing.at)].tags = std::move(way.tags);
            }
            return;
        }
        Way& kept = ways_[thing.id];
        kept.tags = kept.tags.empty() ? std::move(way.tags) : std::move(kept.tags);
        kept.nodes = kept.nodes.size() >= way.nodes.size() ? std::move(kept.nodes) : std::move(way.nodes);
        return;
    }
    bool here = false;
    for (OverpassThing::Member& member : thing.members) {
        if (member.type != 'w' || member.places.empty()) {
            continue;
        }
        here = true;
        std::vector<std::int64_t> nodes;
        for (const auto& at : member.places) {
            if (at) {
                nodes.push_back(node_at(0, *at));
            }
        }
        Way& way = ways_[member.ref]; // perhaps the answer has it too, with its own tags
        way.nodes = way.nodes.empty() ? std::move(nodes) : std::move(way.nodes);
    }
    placed_ += here ? 1U : 0U;
    if (thing.members.empty()) {
        without_place_ += thing.tags.empty() ? 0U : 1U;
        if (thing.at) {
            ++middles_;
            nodes_[node_at(0, *thing.at)].tags = std::move(thing.tags);
        }
        return;
    }
    relations_[thing.id] = {std::move(thing.members), std::move(thing.tags)};
}

std::string OverpassAnswer::as_xml() const {
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<osm version=\"0.6\">\n";
    std::array<char, 120> line{};
    for (const auto& [id, node] : nodes_) {
        if (!node.at) {
            continue;
        }
        std::snprintf(line.data(), line.size(), "<node id=\"%lld\" version=\"1\" lat=\"%.7f\" lon=\"%.7f\">",
                      static_cast<long long>(id), node.at->y_m, node.at->x_m);
        text += line.data();
        put_tags(text, node.tags);
        text += "</node>\n";
    }
    for (const auto& [id, way] : ways_) {
        text += "<way id=\"" + std::to_string(id) + "\" version=\"1\">";
        for (const std::int64_t node : way.nodes) {
            text += "<nd ref=\"" + std::to_string(node) + "\"/>";
        }
        put_tags(text, way.tags);
        text += "</way>\n";
    }
    for (const auto& [id, relation] : relations_) {
        text += "<relation id=\"" + std::to_string(id) + "\" version=\"1\">";
        for (const OverpassThing::Member& member : relation.members) {
            const char* type = member.type == 'n' ? "node" : member.type == 'w' ? "way" : "relation";
            text += std::string{"<member type=\""} + type + "\" ref=\"" + std::to_string(member.ref) + "\" role=\"" +
                    escaped(member.role) + "\"/>";
        }
        put_tags(text, relation.tags);
        text += "</relation>\n";
    }
    return text + "</osm>\n";
}

} // namespace cityloom::gis
