// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/projection.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

#include <cpl_conv.h>
#include <ogr_spatialref.h>

#include "gis/import/guard/cpl_scope.h"

namespace cityloom::gis {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// No CRS on Earth has greater coordinates, in metres or feet; PROJ must not be asked about 1e300.
constexpr double kGreatest = 1e9;

Result<OGRSpatialReference> horizontal(const std::string& text, std::string* vertical) {
    const CplScope cpl;
    OGRSpatialReference srs;
    // Never from a URL or a file that the input names.
    constexpr std::array<const char*, 3> kClosed{"ALLOW_NETWORK_ACCESS=NO", "ALLOW_FILE_ACCESS=NO", nullptr};
    if (text.empty() || srs.SetFromUserInput(text.c_str(), kClosed.data()) != OGRERR_NONE) {
        return fail(ErrorCode::Malformed,
                    "'" + text.substr(0, 80) + "' is not a coordinate reference system. Give one as EPSG:2154.");
    }
    if (srs.IsCompound() != 0) {
        const char* name = srs.GetAttrValue("COMPD_CS|VERT_CS");
        if (vertical != nullptr) {
            *vertical = name != nullptr ? name : "";
        }
        srs.StripVertical();
    } else if (srs.IsGeographic() != 0 && srs.GetAxesCount() == 3) {
        if (vertical != nullptr) {
            *vertical = "ellipsoid";
        }
        srs.DemoteTo2D(nullptr);
    }
    // The traditional order: x east, y north, whatever the authority says.
    srs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return srs;
}

} // namespace

std::string plain_crs(const std::string& name) {
    struct Row {
        const char* word;
        const char* crs;
    };
    // AdV, GeoInfoDok: CRS of the German surveys. Height systems after "*" do not change where things are.
    constexpr std::array<Row, 12> kRows{{{"ETRS89_UTM31", "EPSG:25831"},
                                         {"ETRS89_UTM32", "EPSG:25832"},
                                         {"ETRS89_UTM33", "EPSG:25833"},
                                         {"DE_DHDN_3GK2", "EPSG:31466"},
                                         {"DE_DHDN_3GK3", "EPSG:31467"},
                                         {"DE_DHDN_3GK4", "EPSG:31468"},
                                         {"DE_DHDN_3GK5", "EPSG:31469"},
                                         {"ETRS89_Lat-Lon", "EPSG:4258"},
                                         {"Amersfoort / RD", "EPSG:28992"},
                                         {"JGD2011", "EPSG:6668"},
                                         {"JGD2000", "EPSG:4612"},
                                         {"CH1903+", "EPSG:2056"}}};
    if (name.starts_with("EPSG:") || name.starts_with("http")) {
        return name;
    }
    if (name.starts_with("urn:ogc:def:crs,")) { // compound: the first is where, the second how high
        const auto begin = name.find("EPSG:");
        const auto digits = name.find_first_of("0123456789", begin == std::string::npos ? name.size() : begin + 5);
        const auto end = name.find(',', begin == std::string::npos ? 0 : begin);
        const std::string code = digits < end ? name.substr(digits, end - digits) : std::string{};
        const auto colon = code.rfind(':');
        return code.empty() ? name
                            : "urn:ogc:def:crs:EPSG::" + (colon == std::string::npos ? code : code.substr(colon + 1));
    }
    for (const Row& row : kRows) {
        if (name.find(row.word) != std::string::npos) {
            return row.crs;
        }
    }
    return name;
}

bool north_first(const std::string& name) {
    if (!name.starts_with("urn:") && !name.starts_with("http")) {
        return false;
    }
    const CplScope cpl;
    OGRSpatialReference srs;
    constexpr std::array<const char*, 3> kClosed{"ALLOW_NETWORK_ACCESS=NO", "ALLOW_FILE_ACCESS=NO", nullptr};
    if (srs.SetFromUserInput(name.c_str(), kClosed.data()) != OGRERR_NONE) {
        return false;
    }
    return srs.EPSGTreatsAsLatLong() != 0 || srs.EPSGTreatsAsNorthingEasting() != 0;
}

Result<CrsInfo> describe_crs(const std::string& text) {
    CrsInfo info;
    auto srs = horizontal(plain_crs(text), &info.vertical);
    if (!srs) {
        return tl::make_unexpected(srs.error());
    }
    const CplScope cpl;
    info.name = srs->GetName() != nullptr ? srs->GetName() : "";
    info.geographic = srs->IsGeographic() != 0;
    info.projected = srs->IsProjected() != 0;
    info.metric = info.projected && std::abs(srs->GetLinearUnits(nullptr) - 1.0) < 1e-9;
    const char* code = srs->GetAuthorityCode(nullptr);
    if (code == nullptr) {
        // Old .prj files name no authority. Take what matches beyond doubt; PROJ's guesses are in per cent.
        constexpr int kSure = 70;
        int count = 0;
        int* confidence = nullptr;
        OGRSpatialReferenceH* matches =
            OSRFindMatches(OGRSpatialReference::ToHandle(&*srs), nullptr, &count, &confidence);
        if (count > 0 && confidence[0] >= kSure) {
            auto* best = OGRSpatialReference::FromHandle(matches[0]);
            const char* found = best->GetAuthorityCode(nullptr);
            const char* authority = best->GetAuthorityName(nullptr);
            if (found != nullptr && authority != nullptr && std::strcmp(authority, "EPSG") == 0) {
                info.epsg = std::atoi(found);
            }
        }
        OSRFreeSRSArray(matches);
        CPLFree(confidence);
    } else {
        const char* authority = srs->GetAuthorityName(nullptr);
        info.epsg = authority != nullptr && std::strcmp(authority, "EPSG") == 0 ? std::atoi(code) : 0;
    }
    char* wkt = nullptr;
    srs->exportToWkt(&wkt);
    info.wkt = wkt != nullptr ? wkt : "";
    CPLFree(wkt);
    return info;
}

int utm_epsg(double longitude_deg, double latitude_deg) noexcept {
    const int zone = std::clamp(static_cast<int>(std::floor((longitude_deg + 180.0) / 6.0)) + 1, 1, 60);
    return (latitude_deg >= 0.0 ? 32600 : 32700) + zone;
}

struct Projector::Impl {
    std::unique_ptr<OGRCoordinateTransformation> transformation;
    bool from_degrees = false;
};

Projector::Projector(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Projector::Projector(Projector&&) noexcept = default;
Projector& Projector::operator=(Projector&&) noexcept = default;
Projector::~Projector() = default;

Result<Projector> Projector::make(const std::string& from, const std::string& to) {
    auto source = horizontal(plain_crs(from), nullptr);
    if (!source) {
        return tl::make_unexpected(source.error());
    }
    auto target = horizontal(plain_crs(to), nullptr);
    if (!target) {
        return tl::make_unexpected(target.error());
    }
    const CplScope cpl;
    auto impl = std::make_unique<Impl>();
    impl->from_degrees = source->IsGeographic() != 0;
    impl->transformation.reset(OGRCreateCoordinateTransformation(&*source, &*target));
    if (!impl->transformation) {
        return fail(ErrorCode::Unsupported, "No way is known from " + from.substr(0, 60) + " to " + to.substr(0, 60) +
                                                ": " + CplScope::message());
    }
    impl->transformation->SetEmitErrors(false);
    return Projector{std::move(impl)};
}

void Projector::apply(std::span<Point2> points) const {
    const CplScope cpl;
    constexpr std::size_t kBatch = 16384;
    std::vector<double> x;
    std::vector<double> y;
    std::vector<int> good;
    for (std::size_t begin = 0; begin < points.size(); begin += kBatch) {
        const auto batch = points.subspan(begin, std::min(kBatch, points.size() - begin));
        x.clear();
        y.clear();
        for (const Point2& p : batch) {
            const bool in_range = impl_->from_degrees ? std::abs(p.x_m) <= 180.0 + 1e-9 && std::abs(p.y_m) <= 90.0
                                                      : std::abs(p.x_m) < kGreatest && std::abs(p.y_m) < kGreatest;
            x.push_back(in_range ? p.x_m : HUGE_VAL);
            y.push_back(in_range ? p.y_m : HUGE_VAL);
        }
        good.assign(batch.size(), 0);
        impl_->transformation->Transform(static_cast<int>(batch.size()), x.data(), y.data(), nullptr, good.data());
        for (std::size_t i = 0; i < batch.size(); ++i) {
            const bool fine = good[i] != 0 && std::isfinite(x[i]) && std::isfinite(y[i]);
            batch[i] = fine ? Point2{x[i], y[i]} : Point2{kNaN, kNaN};
        }
    }
}

Point2 Projector::apply(Point2 point) const {
    apply(std::span{&point, 1});
    return point;
}

} // namespace cityloom::gis
