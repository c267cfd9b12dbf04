// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/gml_parser.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <memory>
#include <type_traits>

#include <expat.h>

namespace cityloom::gis {

namespace {

constexpr std::size_t kMostDepth = 100;
constexpr std::size_t kMostText = 256U << 20U; ///< of one list of coordinates

/// Without the prefix of its namespace.
std::string_view local(std::string_view name) {
    const auto colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool among(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, name) != names.end();
}

/// City objects that are read, and those of others that hold nothing of ours.
bool is_object(std::string_view name) {
    return among(name, {"Building", "BuildingPart", "BuildingInstallation", "WaterBody", "LandUse", "PlantCover",
                        "Road", "Square", "Railway", "Track", "TINRelief", "Bridge", "BridgePart", "Tunnel",
                        "CityFurniture", "SolitaryVegetationObject", "GenericCityObject", "CityObjectGroup"});
}

bool is_skipped(std::string_view name) {
    return among(name,
                 {"appearance", "appearanceMember", "app:appearanceMember", "interiorRoom", "Room", "BuildingRoom",
                  "BuildingFurniture", "interiorFurniture", "address", "Texture", "ParameterizedTexture", "X3DMaterial",
                  "BuildingStorey", "BuildingUnit", "lod4TerrainIntersection"}) ||
           name.ends_with("TerrainIntersection") || name.ends_with("MultiCurve") ||
           name.ends_with("ImplicitRepresentation");
}

/// "lod2MultiSurface": 2; of any other name -1.
int level_of(std::string_view name) {
    const bool level = name.size() > 4 && name.starts_with("lod") && name[3] >= '0' && name[3] <= '4';
    return level ? name[3] - '0' : -1;
}

struct Free {
    void operator()(XML_Parser parser) const noexcept { XML_ParserFree(parser); }
};

GmlParser& of(void* user) {
    return *static_cast<GmlParser*>(user);
}

} // namespace

bool GmlParser::inside(std::string_view name) const {
    return std::ranges::find(stack_, name, &Element::name) != stack_.end();
}

void GmlParser::begin(const char* name, const char* const* attributes, std::size_t line) {
    Element element = stack_.empty() ? Element{} : stack_.back();
    element.object = false;
    element.generic.clear();
    const std::string_view own = local(name);
    element.skipped = element.skipped || is_skipped(own);
    text_.clear();
    std::string_view id;
    std::string_view href;
    for (std::size_t i = 0; attributes[i] != nullptr; i += 2) {
        const std::string_view key = local(attributes[i]);
        const std::string_view value = attributes[i + 1];
        if (key == "srsName" && srs_.empty()) {
            srs_ = value.substr(0, 200);
        } else if (key == "srsDimension") {
            dimension_ = value == "2" ? 2 : 3;
        } else if (key == "id") {
            id = value;
        } else if (key == "href") {
            href = value;
        } else if (key == "name") {
            element.generic = value.substr(0, 100);
        }
    }
    if (!element.skipped && is_object(own)) {
        element.object = true;
        element.level = -1;
        element.kind_known = false;
        open_.push_back({.type = std::string{own}, .id = std::string{id.substr(0, 200)}, .line = line});
        known_.emplace_back();
        links_.emplace_back();
    } else if (const int level = level_of(own); level >= 0) {
        element.level = level;
    } else if (own.ends_with("Surface") && among(own, {"RoofSurface", "WallSurface", "GroundSurface", "ClosureSurface",
                                                       "OuterCeilingSurface", "OuterFloorSurface"})) {
        element.kind = own == "RoofSurface" || own == "OuterFloorSurface"       ? SurfaceKind::Roof
                       : own == "GroundSurface" || own == "OuterCeilingSurface" ? SurfaceKind::Ground
                       : own == "WallSurface"                                   ? SurfaceKind::Wall
                                                                                : SurfaceKind::Other;
        element.kind = own == "OuterCeilingSurface" ? SurfaceKind::Other : element.kind;
        element.kind_known = true;
    } else if (among(own, {"InteriorWallSurface", "CeilingSurface", "FloorSurface"})) {
        element.skipped = true;
    }
    // A solid's inner shells are cavities that nobody sees; a polygon's inner rings are its holes.
    if (own == "interior" && !stack_.empty() && stack_.back().name == "Solid") {
        element.skipped = true;
    }
    element.name = own;
    if (!element.skipped && !open_.empty()) {
        if (own == "Polygon" || own == "Triangle" || own == "Rectangle" || own == "PolygonPatch") {
            polygon_ = {.kind = element.kind, .kind_known = element.kind_known};
            in_polygon_ = true;
            if (!id.empty()) {
                known_.back().insert(std::string{id});
            }
        } else if (own == "LinearRing") {
            ring_.clear();
        } else if (!href.empty() && element.level >= 0) {
            link(href);
        }
    }
    stack_.push_back(std::move(element));
}

void GmlParser::link(std::string_view target) {
    if (target.starts_with('#')) {
        target.remove_prefix(1);
    }
    links_.back().emplace_back(target.substr(0, 200));
}

void GmlParser::text(std::string_view piece) {
    if (text_.size() + piece.size() > kMostText) {
        refused_ = "a text of more than 256 MB";
        return;
    }
    text_.append(piece);
}

void GmlParser::points(std::string_view list, bool commas) {
    std::array<double, 3> value{};
    int have = 0;
    const char* at = list.data();
    const char* const end = at + list.size();
    while (at != end) {
        if (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t' || (commas && *at == ',')) {
            ++at;
            continue;
        }
        double number = 0.0;
        const auto [next, error] = std::from_chars(at, end, number);
        if (error == std::errc::invalid_argument || next == at) {
            ring_.clear(); // a word where a number belongs: the ring is lost, and with it its surface
            return;
        }
        value.at(static_cast<std::size_t>(have++)) = number;
        at = next;
        if (have == dimension_) {
            ring_.push_back({value[0], value[1], dimension_ == 3 ? value[2] : 0.0});
            ++points_;
            have = 0;
        }
    }
}

void GmlParser::finish_ring() {
    if (ring_.size() > 1 && ring_.front().x_m == ring_.back().x_m && ring_.front().y_m == ring_.back().y_m &&
        ring_.front().z_m == ring_.back().z_m) {
        ring_.pop_back();
    }
    if (in_polygon_) {
        polygon_.rings.push_back(std::move(ring_));
    }
    ring_.clear();
}

void GmlParser::finish_polygon() {
    in_polygon_ = false;
    GmlObject& object = open_.back();
    const bool ground = object.type == "TINRelief"; // whose surfaces are of no level
    if (stack_.back().level < 0 && !ground) {
        polygon_ = {};
        return;
    }
    const int level = std::max(0, stack_.back().level);
    // Of LoD0 the footprint counts, not the edge of the roof.
    auto& pool =
        level == 0 && inside("lod0RoofEdge") ? object.roof_edge : object.surfaces.at(static_cast<std::size_t>(level));
    pool.push_back(std::move(polygon_));
    polygon_ = {};
}

void GmlParser::end() {
    const Element element = std::move(stack_.back());
    const std::string& own = element.name;
    if (!element.skipped && !open_.empty()) {
        if (own == "posList" || own == "pos") {
            points(text_, false);
        } else if (own == "coordinates") {
            points(text_, true);
        } else if (own == "LinearRing") {
            finish_ring();
        } else if (own == "Polygon" || own == "Triangle" || own == "Rectangle" || own == "PolygonPatch") {
            finish_polygon();
        } else if (own == "value" && stack_.size() >= 2 && !stack_[stack_.size() - 2].generic.empty()) {
            open_.back().attributes.emplace_back(stack_[stack_.size() - 2].generic, text_.substr(0, 500));
        } else if (!element.object && !text_.empty() && text_.size() < 500 && element.level < 0 && !in_polygon_ &&
                   open_.back().attributes.size() < 500) {
            open_.back().attributes.emplace_back(own, text_);
        }
    } else if (own == "name" && open_.empty() && name_.empty()) {
        name_ = text_.substr(0, 200);
    }
    stack_.pop_back();
    text_.clear();
    if (!element.object) {
        return;
    }
    GmlObject done = std::move(open_.back());
    open_.pop_back();
    auto known = std::move(known_.back());
    known_.pop_back();
    auto links = std::move(links_.back());
    links_.pop_back();
    if (!open_.empty()) { // its surfaces may be what its owner points to
        known_.back().merge(known);
        std::ranges::move(links, std::back_inserter(links_.back()));
        open_.back().parts.push_back(std::move(done));
        return;
    }
    done.missing = static_cast<std::size_t>(
        std::ranges::count_if(links, [&](const std::string& target) { return !known.contains(target); }));
    take_(std::move(done));
}

GmlParser::Fault GmlParser::read(const std::filesystem::path& file) {
    const std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser{XML_ParserCreate(nullptr)};
    if (!parser) {
        return {.reason = "no memory for reading it", .where = "", .too_much = true};
    }
    XML_SetUserData(parser.get(), this);
    XML_UseParserAsHandlerArg(parser.get());
    XML_SetElementHandler(
        parser.get(),
        [](void* p, const XML_Char* name, const XML_Char** attributes) {
            auto* const xml = static_cast<XML_Parser>(p);
            GmlParser& self = of(XML_GetUserData(xml));
            if (self.stack_.size() >= kMostDepth) {
                self.refused_ = "its elements nest deeper than " + std::to_string(kMostDepth) + " levels";
                XML_StopParser(xml, XML_FALSE);
                return;
            }
            self.begin(name, attributes, XML_GetCurrentLineNumber(xml));
        },
        [](void* p, const XML_Char*) { of(XML_GetUserData(static_cast<XML_Parser>(p))).end(); });
    XML_SetCharacterDataHandler(parser.get(), [](void* p, const XML_Char* piece, int length) {
        of(XML_GetUserData(static_cast<XML_Parser>(p))).text({piece, static_cast<std::size_t>(length)});
    });
    XML_SetStartDoctypeDeclHandler(parser.get(), [](void* p, const XML_Char*, const XML_Char*, const XML_Char*, int) {
        auto* const xml = static_cast<XML_Parser>(p);
        of(XML_GetUserData(xml)).refuse_doctype();
        XML_StopParser(xml, XML_FALSE);
    });
    std::ifstream in{file, std::ios::binary};
    std::error_code error;
    const double size = std::max(1.0, static_cast<double>(std::filesystem::file_size(file, error)));
    double done = 0.0;
    std::vector<char> block(1U << 20U);
    const auto line = [&] { return "line " + std::to_string(XML_GetCurrentLineNumber(parser.get())); };
    while (in) {
        if (context_.stopped()) {
            return {.reason = "", .where = "", .stopped = true};
        }
        in.read(block.data(), static_cast<std::streamsize>(block.size()));
        const auto got = static_cast<int>(in.gcount());
        const auto status = XML_Parse(parser.get(), block.data(), got, got < static_cast<int>(block.size()) ? 1 : 0);
        if (!refused_.empty()) {
            return {.reason = refused_, .where = line()};
        }
        if (status != XML_STATUS_OK) {
            return {.reason =
                        std::string{"it is no sound XML ("} + XML_ErrorString(XML_GetErrorCode(parser.get())) + ")",
                    .where = line()};
        }
        if (points_ > context_.options.limits.max_points) {
            return {.reason = "more points than one import may bring", .where = line(), .too_much = true};
        }
        done += got;
        context_.report(0.9 * done / size, "Reading CityGML");
        if (got < static_cast<int>(block.size())) {
            break;
        }
    }
    return {};
}

} // namespace cityloom::gis
