// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/import.h"

#include <algorithm>
#include <array>
#include <new>
#include <optional>
#include <utility>

#include "gis/import/assemble/assemble.h"
#include "gis/import/assemble/cut_part.h"
#include "gis/import/cut.h"
#include "gis/import/guard/cpl_scope.h"
#include "gis/import/guard/probe.h"
#include "gis/import/guard/text.h"
#include "gis/import/guard/text_scan.h"
#include "gis/import/guard/unpack.h"
#include "gis/import/population/population.h"
#include "gis/import/read/citygml_import.h"
#include "gis/import/read/cityjson_import.h"
#include "gis/import/read/osm_import.h"
#include "gis/import/read/vector_import.h"

namespace cityloom::gis {

namespace {

/// What would cost a parser far more than its size.
Result<void> scan(const std::filesystem::path& file, const Probe& kind) {
    switch (kind.reader) {
    case Reader::Osm:
        if (kind.format == "pbf") {
            return {};
        }
        return kind.format == "overpass" ? scan_json(file, false) : scan_xml(file, false);
    case Reader::CityGml:
        return scan_xml(file, false);
    case Reader::CityJson:
    case Reader::CityJsonSeq:
        return scan_json(file, false);
    case Reader::Vector:
        if (kind.format == "GeoJSON") {
            return scan_json(file, true);
        }
        return kind.format == "GML" ? scan_xml(file, true) : Result<void>{};
    case Reader::Raster:
        break;
    }
    return {};
}

Result<Part> read_part(const std::filesystem::path& file, const Probe& kind, const ReadContext& context) {
    switch (kind.reader) {
    case Reader::Osm:
        return read_osm(file, kind.format, context);
    case Reader::CityJson:
        return read_cityjson(file, false, context);
    case Reader::CityJsonSeq:
        return read_cityjson(file, true, context);
    case Reader::CityGml:
        return read_citygml(file, context);
    case Reader::Vector:
    case Reader::Raster:
        break;
    }
    return read_vector(file, kind.format, context);
}

bool gives_nothing(const Part& part) {
    const City& city = part.city;
    return city.buildings.empty() && city.streets.empty() && city.areas.empty() && city.lines.empty() &&
           city.assets.empty() && city.districts.empty() && part.samples.empty() && part.tin.empty() &&
           part.shapes.empty();
}

/// What a file's city is called where nobody says it: "geneva" of geneva.osm.pbf.
std::string name_of(const std::filesystem::path& file) {
    return (is_packed_text(file) ? file.stem() : file).stem().stem().string();
}

/// What the files gave, before it is put together.
struct Gathered {
    std::vector<Part> parts;
    std::vector<Raster> rasters; ///< opened again when the ground is laid
    std::vector<std::string> layers;
    std::vector<TemporaryCopy> unpacked;
};

Result<void> gather(const std::filesystem::path& file, const ReadContext& context, Gathered& all) {
    const ImportOptions& options = context.options;
    const auto kind = probe(file, options.limits);
    if (!kind) {
        return tl::make_unexpected(kind.error());
    }
    if (kind->reader == Reader::Raster && !wants_theme(options.cut, "terrain")) {
        return {};
    }
    if (const auto sound = scan(file, *kind); !sound) {
        return sound;
    }
    if (kind->reader == Reader::Raster) {
        auto raster = look_at_raster(file, context);
        if (!raster) {
            return tl::make_unexpected(raster.error());
        }
        all.rasters.push_back(std::move(*raster));
        return {};
    }
    auto part = read_part(file, *kind, context);
    if (!part) {
        return tl::make_unexpected(part.error());
    }
    all.layers.insert(all.layers.end(), part->layers.begin(), part->layers.end());
    drop_themes(*part, options.cut);
    if (gives_nothing(*part) && !options.cut.chooses()) {
        const auto rows = context.notes.take();
        const std::string place = rows.empty() ? "all objects" : rows.front().object;
        const std::string because = rows.empty() ? "" : " (" + rows.front().object + ": " + rows.front().reason + ")";
        return refuse(
            ErrorCode::Malformed, file, place, "no building, street, area or terrain in it can be used" + because,
            rows.empty() || rows.front().remedy.empty() ? "Correct the objects, or check that it is the right file"
                                                        : rows.front().remedy);
    }
    all.parts.push_back(std::move(*part));
    return {};
}

/// A packed text through its plain copy; whatever is said of that is said of the file that was given.
Result<void> gather_packed(const std::filesystem::path& file, const ReadContext& context, Gathered& all) {
    auto copy = unpack_text(file, context.options.limits, context.stop);
    if (!copy) {
        return tl::make_unexpected(copy.error());
    }
    Notes notes{context.options.limits.max_notes};
    const std::size_t parts = all.parts.size();
    const std::filesystem::path plain = copy->path();
    if (auto done = gather(plain, {context.options, context.stop, context.progress, notes}, all); !done) {
        return tl::make_unexpected(of_packed(std::move(done.error()), plain, file));
    }
    context.notes.take_over(std::move(notes), plain.filename().string(), file.filename().string());
    if (all.parts.size() > parts) {
        all.parts.back().file = file;
    }
    all.unpacked.push_back(std::move(*copy));
    return {};
}

Result<City> import_all(std::span<const std::filesystem::path> files, const ImportOptions& options,
                        const std::stop_token& stop, const Progress& progress) {
    if (auto sound = check_mobility(options.mobility); !sound) {
        return tl::make_unexpected(sound.error());
    }
    prepare_gdal();
    if (auto sound = check_cut({.bbox_deg = options.cut.bbox_deg}, {}); !sound) {
        return tl::make_unexpected(sound.error());
    }
    if (const auto bounds = bounds_of(options.cut); !bounds) {
        return tl::make_unexpected(bounds.error());
    }
    Notes notes{options.limits.max_notes};
    Gathered all;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const Progress own = [&](double fraction, std::string_view what) {
            if (progress) {
                progress(0.9 * (static_cast<double>(i) + fraction) / static_cast<double>(files.size()), what);
            }
        };
        const ReadContext context{options, stop, own, notes};
        if (context.stopped()) {
            return cancelled(files[i]);
        }
        const auto done =
            is_packed_text(files[i]) ? gather_packed(files[i], context, all) : gather(files[i], context, all);
        if (!done) {
            return tl::make_unexpected(done.error());
        }
    }
    if (auto known = check_cut(options.cut, all.layers); !known) {
        return tl::make_unexpected(known.error());
    }
    std::erase_if(all.parts, gives_nothing);
    if (all.parts.empty() && all.rasters.empty()) {
        return fail(ErrorCode::Malformed,
                    "Nothing in the files is wanted, or lies within the bounds. Check --bbox, --within, --only and "
                    "--skip.",
                    files.front().string());
    }
    const ReadContext context{options, stop, progress, notes};
    std::optional<City> onto;
    if (options.onto) {
        onto = *options.onto;
    }
    auto city = assemble_city(std::move(all.parts), all.rasters, std::move(onto), context);
    if (city) {
        if (!options.mobility.empty() || !options.onto) {
            city->mobility = options.mobility;
        }
        if (auto settled = settle_population(*city, context); !settled) {
            return tl::make_unexpected(settled.error());
        }
        mend_texts(*city, files.front().filename().string(), notes);
        city->name = !options.name.empty() ? options.name : options.onto ? options.onto->name : name_of(files.front());
        city->name = utf8_text(city->name);
        city->notes = notes.take();
    }
    return city;
}

} // namespace

Result<City> import_city(std::span<const std::filesystem::path> files, const ImportOptions& options,
                         const std::stop_token& stop, const Progress& progress) {
    if (files.empty()) {
        return fail(ErrorCode::NotFound, "No file to import is given. Name at least one.");
    }
    try {
        return import_all(files, options, stop, progress);
    } catch (const std::bad_alloc&) {
        return refuse(ErrorCode::LimitExceeded, files.front(), {}, "the memory for one import is used up",
                      "Cut out a smaller area");
    } catch (const std::exception& bug) {
        return refuse(ErrorCode::Internal, files.front(), {}, std::string{"an unforeseen failure ("} + bug.what() + ")",
                      "Please report it with the file");
    }
}

} // namespace cityloom::gis
