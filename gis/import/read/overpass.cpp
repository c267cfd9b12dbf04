// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/overpass.h"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <string_view>
#include <type_traits>

#include <expat.h>
#include <nlohmann/json.hpp>

#include "gis/import/read/overpass_answer.h"

namespace cityloom::gis {

namespace {

using nlohmann::json;

constexpr int kMaxDepth = 64;
constexpr const char* kAskForAll = "Ask Overpass for \"out geom;\", or for \"(._;>;); out body;\"";

char type_of(std::string_view word) {
    return word == "node" ? 'n' : word == "way" ? 'w' : word == "relation" ? 'r' : '?';
}

std::optional<Point2> place_of(double lon, double lat) {
    const bool on_earth = std::abs(lon) <= 180.0 && std::abs(lat) <= 90.0;
    return on_earth ? std::optional{Point2{lon, lat}} : std::nullopt;
}

// ---- JSON

std::optional<Point2> place_in(const json& at) {
    if (!at.is_object() || !at.contains("lat") || !at.contains("lon") || !at["lat"].is_number() ||
        !at["lon"].is_number()) {
        return std::nullopt;
    }
    return place_of(at["lon"].get<double>(), at["lat"].get<double>());
}

std::int64_t number_in(const json& from, const char* name) {
    const auto found = from.find(name);
    return found != from.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

std::string text_in(const json& from, const char* name) {
    const auto found = from.find(name);
    return found != from.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

OverpassThing thing_in(const json& element) {
    OverpassThing thing{.type = type_of(text_in(element, "type")), .id = number_in(element, "id")};
    thing.at = place_in(element);
    if (const auto centre = element.find("center"); centre != element.end()) {
        thing.at = place_in(*centre);
    }
    if (const auto tags = element.find("tags"); tags != element.end() && tags->is_object()) {
        for (const auto& [key, value] : tags->items()) {
            if (value.is_string()) {
                thing.tags.emplace_back(key, value.get<std::string>());
            }
        }
    }
    const json geometry = element.value("geometry", json::array());
    const json nodes = element.value("nodes", json::array());
    for (std::size_t k = 0; thing.type == 'w' && k < std::max(geometry.size(), nodes.size()); ++k) {
        const bool numbered = k < nodes.size() && nodes[k].is_number_integer();
        thing.nodes.emplace_back(numbered ? nodes[k].get<std::int64_t>() : 0,
                                 k < geometry.size() ? place_in(geometry[k]) : std::nullopt);
    }
    for (const json& member : element.value("members", json::array())) {
        if (!member.is_object()) {
            continue;
        }
        OverpassThing::Member own{
            type_of(text_in(member, "type")), number_in(member, "ref"), text_in(member, "role"), {}};
        for (const json& at : member.value("geometry", json::array())) {
            own.places.push_back(place_in(at));
        }
        thing.members.push_back(std::move(own));
    }
    return thing;
}

Result<void> read_json(const std::filesystem::path& file, OverpassAnswer& answer, const ReadContext& context) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error || size > context.options.limits.max_json_bytes) {
        return refuse(ErrorCode::LimitExceeded, file, {},
                      "larger than " + std::to_string(context.options.limits.max_json_bytes >> 20U) + " MB",
                      "Ask Overpass for a smaller area, or for XML");
    }
    std::ifstream in{file, std::ios::binary};
    int deepest = 0;
    const json::parser_callback_t watch = [&deepest](int depth, json::parse_event_t, json&) {
        deepest = std::max(deepest, depth);
        return depth <= kMaxDepth; // deeper ones are left out as they are read
    };
    json document;
    try {
        document = json::parse(in, watch);
    } catch (const json::exception& broken) {
        return refuse(ErrorCode::Malformed, file, {},
                      "not sound JSON (" + std::string{broken.what()}.substr(0, 200) + ")", "Fetch it again");
    }
    if (!document.is_object() || !document.contains("elements") || !document["elements"].is_array()) {
        return refuse(ErrorCode::Malformed, file, "elements", "there is no list \"elements\" in it", "Fetch it again");
    }
    answer.remark = text_in(document, "remark");
    std::size_t seen = 0;
    for (const json& element : document["elements"]) {
        if (++seen > context.options.limits.max_features) {
            return refuse(ErrorCode::LimitExceeded, file, "elements", "more objects than one import may bring",
                          "Ask Overpass for a smaller area");
        }
        if (seen % 4096 == 0 && context.stopped()) {
            return cancelled(file);
        }
        if (element.is_object()) {
            answer.add(thing_in(element));
        }
    }
    return {};
}

// ---- XML

class XmlReader {
public:
    explicit XmlReader(OverpassAnswer& answer) : answer_{answer} {}

    void begin(std::string_view name, const char** attributes) {
        const auto value = [attributes](std::string_view key) -> const char* {
            for (const char** a = attributes; *a != nullptr; a += 2) {
                if (key == *a) {
                    return a[1];
                }
            }
            return nullptr;
        };
        const auto number = [&](const char* key) {
            const char* text = value(key);
            return text != nullptr ? std::strtoll(text, nullptr, 10) : 0LL;
        };
        const auto at = [&]() -> std::optional<Point2> {
            const char* lat = value("lat");
            const char* lon = value("lon");
            return lat != nullptr && lon != nullptr ? place_of(std::strtod(lon, nullptr), std::strtod(lat, nullptr))
                                                    : std::nullopt;
        };
        const auto text = [&](const char* key) {
            const char* found = value(key);
            return std::string{found != nullptr ? found : ""};
        };
        const char type = type_of(name);
        if (type != '?') {
            const std::string action = text("action");
            kept_ = action != "delete";
            thing_ = {.type = type, .id = number("id"), .at = at()};
        } else if (name == "tag") {
            thing_.tags.emplace_back(text("k"), text("v"));
        } else if (name == "nd" && in_member_) {
            thing_.members.back().places.push_back(at());
        } else if (name == "nd") {
            thing_.nodes.emplace_back(number("ref"), at());
        } else if (name == "center") {
            thing_.at = at();
        } else if (name == "member") {
            thing_.members.push_back({type_of(text("type")), number("ref"), text("role"), {}});
            in_member_ = true;
        }
        in_remark_ = name == "remark";
    }
    void end(std::string_view name) {
        in_member_ = in_member_ && name != "member";
        in_remark_ = false;
        if (type_of(name) != '?') {
            if (kept_) {
                answer_.add(std::move(thing_));
            }
            thing_ = {};
        }
    }
    void text(std::string_view piece) {
        if (in_remark_ && answer_.remark.size() < 1000) {
            answer_.remark += piece;
        }
    }

private:
    OverpassAnswer& answer_;
    OverpassThing thing_;
    bool kept_ = true;
    bool in_member_ = false;
    bool in_remark_ = false;
};

Result<void> read_xml(const std::filesystem::path& file, OverpassAnswer& answer, const ReadContext& context) {
    const std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser{
        XML_ParserCreate(nullptr), &XML_ParserFree};
    XmlReader reader{answer};
    XML_SetUserData(parser.get(), &reader);
    XML_SetElementHandler(
        parser.get(),
        [](void* self, const char* name, const char** attributes) {
            static_cast<XmlReader*>(self)->begin(name, attributes);
        },
        [](void* self, const char* name) { static_cast<XmlReader*>(self)->end(name); });
    XML_SetCharacterDataHandler(parser.get(), [](void* self, const char* text, int length) {
        static_cast<XmlReader*>(self)->text({text, static_cast<std::size_t>(length)});
    });
    std::ifstream in{file, std::ios::binary};
    std::string block(1U << 20U, '\0');
    while (in) {
        if (context.stopped()) {
            return cancelled(file);
        }
        in.read(block.data(), static_cast<std::streamsize>(block.size()));
        const bool last = !in;
        if (XML_Parse(parser.get(), block.data(), static_cast<int>(in.gcount()), last ? 1 : 0) != XML_STATUS_OK) {
            return refuse(ErrorCode::Malformed, file, "line " + std::to_string(XML_GetCurrentLineNumber(parser.get())),
                          "the file is damaged or cut off (" +
                              std::string{XML_ErrorString(XML_GetErrorCode(parser.get()))} + ")",
                          "Fetch it again");
        }
        if (answer.things() > context.options.limits.max_features) {
            return refuse(ErrorCode::LimitExceeded, file, {}, "more objects than one import may bring",
                          "Ask Overpass for a smaller area");
        }
    }
    return {};
}

} // namespace

bool has_overpass_marks(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::string block(1U << 20U, '\0');
    std::string kept;
    while (in) {
        in.read(block.data(), static_cast<std::streamsize>(block.size()));
        kept.append(block, 0, static_cast<std::size_t>(in.gcount()));
        if (kept.find("<remark") != std::string::npos || kept.find("<center ") != std::string::npos) {
            return true;
        }
        for (std::size_t at = kept.find("<nd "); at != std::string::npos; at = kept.find("<nd ", at + 4)) {
            const auto tag = std::string_view{kept}.substr(at, kept.find('>', at) - at);
            if (tag.find(" lat=") != std::string_view::npos) {
                return true;
            }
        }
        kept = kept.size() > 200 ? kept.substr(kept.size() - 200) : kept; // a tag may lie across two blocks
    }
    return false;
}

Result<std::string> plain_osm(const std::filesystem::path& file, bool is_json, const ReadContext& context) {
    OverpassAnswer answer;
    if (auto done = is_json ? read_json(file, answer, context) : read_xml(file, answer, context); !done) {
        return tl::make_unexpected(done.error());
    }
    const std::string name = file.filename().string();
    const std::string remark = answer.remark.substr(0, 300);
    if (remark.find("error") != std::string::npos || remark.find("timed out") != std::string::npos) {
        return refuse(ErrorCode::Malformed, file, "remark", "the answer was cut short (" + remark + ")",
                      "Ask Overpass for a smaller area, or with a longer [timeout:]");
    }
    if (!remark.empty()) {
        context.notes.warn(name, "remark", remark, "Check that the answer is whole");
    }
    if (answer.things() == 0) {
        return refuse(ErrorCode::Malformed, file, "elements", "the answer is empty", "Check the query and its area");
    }
    if (answer.tagged() == 0) {
        return refuse(ErrorCode::Malformed, file, "tags",
                      "it has no tags: the query asked for numbers or bare shapes alone (out ids, out skel)",
                      kAskForAll);
    }
    if (answer.placed() + answer.middles() == 0) {
        return refuse(ErrorCode::Malformed, file, "coordinates",
                      "nothing in it has a place: the query asked for tags or numbers alone", kAskForAll);
    }
    if (answer.without_place() > 0) {
        context.notes.warn(name, "ways and relations",
                           std::to_string(answer.without_place()) +
                               " have no shape, at most a middle, and are no buildings, streets or land",
                           kAskForAll);
    }
    return answer.as_xml();
}

} // namespace cityloom::gis
