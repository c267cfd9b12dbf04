// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string>

#include "sim/core/geometry.h"
#include "sim/core/result.h"

namespace cityloom::gis {

/// What matters to us of a coordinate reference system: its horizontal part.
struct CrsInfo {
    std::string name;
    std::string wkt;         ///< of the horizontal part
    int epsg = 0;            ///< 0 when it has no EPSG code
    bool geographic = false; ///< degrees
    bool projected = false;
    bool metric = false;  ///< projected, in metres
    std::string vertical; ///< name of the vertical datum, empty when it has none
};

/// A CRS's name as surveys write it, in words that PROJ understands: Germany's urn:adv:crs:ETRS89_UTM32*DE_DHHN2016_NH
/// and its Gauss-Krueger zones, compound URNs of the OGC. What is not known stays as it is.
[[nodiscard]] std::string plain_crs(const std::string& name);

/// Whether coordinates of a srsName come north or latitude first: so they do where the authority says so and the name
/// is an URN or a web address; a plain "EPSG:4326" means x first.
[[nodiscard]] bool north_first(const std::string& name);

/// Reads a CRS as PROJ understands it: "EPSG:2154", WKT, a PROJ string, an OGC URN.
[[nodiscard]] Result<CrsInfo> describe_crs(const std::string& text);

/// The EPSG code of the WGS 84 UTM zone at a place, without the odd zones of Norway and Svalbard.
[[nodiscard]] int utm_epsg(double longitude_deg, double latitude_deg) noexcept;

/// Turns coordinates of one CRS into another; x is always east or longitude. Not to be shared between threads.
class Projector {
public:
    [[nodiscard]] static Result<Projector> make(const std::string& from, const std::string& to);
    Projector(Projector&&) noexcept;
    Projector& operator=(Projector&&) noexcept;
    ~Projector();

    /// In place; a point that cannot be turned becomes NaN.
    void apply(std::span<Point2> points) const;
    [[nodiscard]] Point2 apply(Point2 point) const;

private:
    struct Impl;
    explicit Projector(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace cityloom::gis
