// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/citygml_import.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include "gis/import/projection.h"
#include "gis/import/read/citygml_uses.h"
#include "gis/import/read/gml_parser.h"
#include "gis/import/read/tags.h"

namespace cityloom::gis {

namespace {

constexpr double kMetresPerDegree = 111'320.0;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double length_in(const std::string& text) {
    const double value = parse_length_m(text).value_or(kNaN);
    return value < -900.0 ? kNaN : value; // -9999 and -999 stand for "not known"
}

/// Makes things of the city out of objects of the file.
class Maker {
public:
    Maker(Part& part, const ReadContext& context)
        : part_{part}, context_{context}, file_{part.file.filename().string()} {}

    void take(GmlObject object, const std::string& srs);
    void finish() const;

private:
    void settle(const std::string& srs);
    void turn(std::vector<ModelSurface>& surfaces) const;
    void building(GmlObject& object);
    void land(GmlObject& object, AreaKind kind);
    void relief(GmlObject& object);
    void leave_out(const GmlObject& object, const std::string& why) {
        const std::string name = object.id.empty() ? "line " + std::to_string(object.line) : object.id;
        context_.notes.warn(file_, object.type + " " + name, "left out: " + why,
                            "Correct the object in the source and import again");
    }

    Part& part_;
    const ReadContext& context_;
    std::string file_;
    bool settled_ = false;
    bool swapped_ = false; ///< north or latitude comes first
    double xy_m_ = 1.0;
    std::map<std::string, std::size_t> unused_;
    std::size_t missing_ = 0;
};

void Maker::settle(const std::string& srs) {
    settled_ = true;
    part_.crs = srs.empty() ? context_.options.crs : srs;
    const auto crs = describe_crs(part_.crs);
    xy_m_ = crs && crs->geographic ? kMetresPerDegree : 1.0;
    swapped_ = !srs.empty() && north_first(srs);
}

void Maker::turn(std::vector<ModelSurface>& surfaces) const {
    for (ModelSurface& surface : surfaces) {
        for (auto& ring : surface.rings) {
            for (Point3& p : ring) {
                if (swapped_) {
                    std::swap(p.x_m, p.y_m);
                }
            }
        }
    }
}

void Maker::building(GmlObject& object) {
    std::vector<ModelSurface> surfaces;
    const int level = finest_surfaces(object, surfaces);
    if (level < 0) {
        leave_out(object, "it has no surface of LoD0 to LoD3");
        return;
    }
    missing_ += object.missing;
    turn(surfaces);
    const std::string name = object.id.empty() ? object.type + "/" + std::to_string(object.line) : object.id;
    Building building{.id = stable_id(name), .source = name, .name = object.attribute("name")};
    const auto in_family = [&object](std::initializer_list<std::string_view> names) {
        for (const std::string_view wanted : names) {
            if (std::string found = object.attribute(wanted); !found.empty()) {
                return found;
            }
        }
        return std::string{};
    };
    building.height_m = length_in(in_family({"measuredHeight", "height", "Gebaeudehoehe"}));
    for (const GmlObject& part : object.parts) { // the tallest part's
        const double height = length_in(part.attribute("measuredHeight"));
        if (!(building.height_m >= height)) {
            building.height_m = std::isnan(height) ? building.height_m : height;
        }
    }
    if (const auto storeys = leading_number(in_family({"storeysAboveGround", "StoreysAboveGround"}));
        storeys && storeys->first > 0.0 && storeys->first < 300.0) {
        building.storeys = static_cast<float>(storeys->first);
    }
    building.use = use_of_citygml(in_family({"function"}), in_family({"usage"}), in_family({"class"}));
    building.use_source = building.use == BuildingUse::Unknown ? Provenance::Default : Provenance::Measured;
    if (const std::string why = store_model(part_.city, building, std::move(surfaces), xy_m_, level < 1);
        !why.empty()) {
        leave_out(object, why);
        return;
    }
    part_.city.buildings.push_back(std::move(building));
}

void Maker::land(GmlObject& object, AreaKind kind) {
    std::vector<ModelSurface> surfaces;
    if (finest_surfaces(object, surfaces) < 0) {
        return;
    }
    turn(surfaces);
    City& city = part_.city;
    Area area{.id = stable_id(object.id),
              .kind = kind,
              .name = object.attribute("name"),
              .rings = {static_cast<std::uint32_t>(city.rings.size()), 0}};
    for (const ModelSurface& surface : surfaces) {
        constexpr double kFlat = 0.3;
        const Point3 n = surface.rings.empty() ? Point3{} : newell_normal(surface.rings.front(), xy_m_);
        if (!(std::abs(n.z_m) > kFlat * std::hypot(n.x_m, n.y_m, n.z_m))) {
            continue;
        }
        for (const auto& points : surface.rings) {
            city.rings.push_back(
                {{static_cast<std::uint32_t>(city.points.size()), static_cast<std::uint32_t>(points.size())},
                 &points != &surface.rings.front()});
            for (const Point3& p : points) {
                city.points.push_back({p.x_m, p.y_m});
            }
        }
    }
    area.rings.count = static_cast<std::uint32_t>(city.rings.size()) - area.rings.begin;
    if (area.rings.count > 0) {
        city.areas.push_back(std::move(area));
    }
}

void Maker::relief(GmlObject& object) {
    for (auto& level : object.surfaces) {
        turn(level);
        for (const ModelSurface& surface : level) {
            const auto& points = surface.rings.empty() ? std::vector<Point3>{} : surface.rings.front();
            for (std::size_t i = 1; i + 1 < points.size(); ++i) {
                part_.tin.insert(part_.tin.end(), {points[0], points[i], points[i + 1]});
            }
        }
    }
}

void Maker::take(GmlObject object, const std::string& srs) {
    if (!settled_) {
        settle(srs);
    }
    constexpr std::array<std::pair<std::string_view, AreaKind>, 6> kLand{{{"WaterBody", AreaKind::Water},
                                                                          {"PlantCover", AreaKind::Forest},
                                                                          {"LandUse", AreaKind::Other},
                                                                          {"Road", AreaKind::Square},
                                                                          {"Square", AreaKind::Square},
                                                                          {"Railway", AreaKind::Railway}}};
    const auto* const land_row =
        std::ranges::find(kLand, std::string_view{object.type}, &std::pair<std::string_view, AreaKind>::first);
    if (object.type == "Building" || object.type == "BuildingPart") {
        building(object);
    } else if (object.type == "TINRelief") {
        relief(object);
    } else if (land_row != kLand.end()) {
        land(object, land_row->second);
    } else {
        ++unused_[object.type];
    }
}

void Maker::finish() const {
    for (const auto& [type, count] : unused_) {
        context_.notes.info(file_, type, std::to_string(count) + " objects of this kind are not used",
                            "Nothing needs to be done");
    }
    if (missing_ > 0) {
        context_.notes.info(file_, "xlink:href",
                            std::to_string(missing_) + " surfaces are those of other buildings and were left out",
                            "Write each building with its own surfaces");
    }
}

} // namespace

Result<Part> read_citygml(const std::filesystem::path& file, const ReadContext& context) {
    Part part{.file = file};
    Maker maker{part, context};
    const GmlParser* reading = nullptr;
    GmlParser parser{context, [&](GmlObject object) {
                         const std::string srs = plain_crs(reading->srs());
                         maker.take(std::move(object), srs);
                     }};
    reading = &parser;
    const GmlParser::Fault fault = parser.read(file);
    if (fault.stopped) {
        return cancelled(file);
    }
    if (!fault.reason.empty()) {
        return refuse(fault.too_much ? ErrorCode::LimitExceeded : ErrorCode::Malformed, file, fault.where,
                      fault.reason + (fault.where.empty() ? "" : ", " + fault.where),
                      fault.too_much ? "Cut out a smaller area" : "Fetch or export it again");
    }
    maker.finish();
    part.city.attributions.push_back("Source: " + (parser.name().empty() ? file.filename().string() : parser.name()));
    return part;
}

} // namespace cityloom::gis
