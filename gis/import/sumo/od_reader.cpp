// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/od_reader.h"

#include <algorithm>
#include <cctype>

namespace cityloom::gis {

namespace sumo {

using traffic::od::OdSlice;

namespace {
constexpr std::size_t kMostCells = 50'000'000;
constexpr std::size_t kMostSlices = 10'000;
constexpr double kMostTrips = 1e9; // of a cell
} // namespace

EdgeNames::EdgeNames(const SumoNames& names) : closed_{names.closed_edges.begin(), names.closed_edges.end()} {
    for (std::uint32_t e = 0; e < names.edges.size(); ++e) {
        edges_.add(names.edges[e], e);
    }
}

std::uint32_t EdgeNames::find(std::string_view id, std::string_view whose, Place place, const FileNames& files) const {
    const std::uint32_t edge = edges_.find(id);
    if (edge == kNone && !closed_.contains(std::string{id})) {
        files.fault(place, std::string{whose} + " names the edge " + shown(id) +
                               ", which is not in the network; mend the name, or give the network that the file was "
                               "made for");
    }
    return edge;
}

MatrixMaker::MatrixMaker(const traffic::od::OdZones& zones, const FileNames& files, traffic::od::OdMatrix& matrix)
    : zones_{zones}, files_{files}, matrix_{matrix} {
    for (std::uint32_t z = 0; z < zones.zones.size(); ++z) {
        index_.add(zones.zones[z].name, z);
    }
}

void MatrixMaker::set_slice(const OdSlice& slice, Place place) {
    if (slice.begin < 0 || slice.end <= slice.begin) {
        files_.fault(place, "The time ends at " + std::to_string(to_seconds(slice.end)) +
                                " s, not after it begins at " + std::to_string(to_seconds(slice.begin)) +
                                " s; give a begin from 0 up and a later end");
    }
    if (slice.vehicle_class.find_first_of(kNotInNames) != std::string::npos) {
        files_.fault(place, "The class " + shown(slice.vehicle_class) +
                                " has a blank, a comma, a semicolon or a quote; name it as a vehicle type is named");
    }
    const auto [found, is_new] = slices_.try_emplace({slice.begin, slice.end, slice.vehicle_class},
                                                     static_cast<std::uint32_t>(matrix_.slices.size()));
    slice_ = found->second;
    if (is_new) {
        if (matrix_.slices.size() >= kMostSlices) {
            files_.fault(place, "There are more than 10,000 times; make them longer", ErrorCode::LimitExceeded);
        }
        matrix_.slices.push_back(slice);
    }
}

std::uint32_t MatrixMaker::zone(std::string_view name, bool origin, Place place) const {
    const std::uint32_t z = index_.find(name);
    if (z == kNone) {
        files_.fault(place, "Trips " + std::string{origin ? "start" : "end"} + " in the zone " + shown(name) +
                                ", which the zones' file lacks; add a <taz> to it, or mend the name");
    }
    if ((origin ? zones_.zones[z].sources : zones_.zones[z].sinks).count == 0) {
        files_.fault(place, "Trips " + std::string{origin ? "start" : "end"} + " in the zone " + shown(name) +
                                ", which has no edge for that; give its <taz> edges, or a <taz" +
                                (origin ? "Source>" : "Sink>"));
    }
    return z;
}

void MatrixMaker::add(std::string_view origin, std::string_view destination, double trips, Place place) {
    if (!(trips >= 0.0 && trips <= kMostTrips)) {
        files_.fault(place, "The number of trips is not from 0 to 1e9; mend it");
    }
    if (trips == 0.0) {
        return;
    }
    if (matrix_.cells.size() >= kMostCells) {
        files_.fault(place, "The matrix has more than 50 million cells; use larger zones or fewer times",
                     ErrorCode::LimitExceeded);
    }
    matrix_.cells.push_back({slice_, zone(origin, true, place), zone(destination, false, place), trips});
}

std::vector<std::uint32_t> columns_of(const TextLines& lines, std::string_view head,
                                      const std::vector<std::string_view>& names, std::size_t needed) {
    std::vector<std::uint32_t> columns(names.size(), kNone);
    const auto cells = table_cells(head);
    std::string all;
    for (const std::string_view name : names) {
        all += (all.empty() ? "" : ",") + std::string{name};
    }
    for (std::uint32_t c = 0; c < cells.size(); ++c) {
        std::string cell{cells[c]};
        std::transform(cell.begin(), cell.end(), cell.begin(),
                       [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
        const auto found = std::find(names.begin(), names.end(), cell);
        if (found == names.end() || columns[static_cast<std::size_t>(found - names.begin())] != kNone) {
            lines.fault("The column " + shown(cells[c]) +
                        " is unknown or there twice; the first line names columns of " + all);
        }
        columns[static_cast<std::size_t>(found - names.begin())] = c;
    }
    for (std::size_t n = 0; n < needed; ++n) {
        if (columns[n] == kNone) {
            lines.fault("The column " + std::string{names[n]} + " is missing; the first line names columns of " + all);
        }
    }
    return columns;
}

} // namespace sumo

Result<traffic::od::OdMatrix> read_od(const std::vector<std::filesystem::path>& paths,
                                      const traffic::od::OdZones& zones, const traffic::od::OdSlice& hour,
                                      std::vector<std::string>& notes) {
    using namespace sumo;
    return at_the_door<traffic::od::OdMatrix>(paths.empty() ? "" : paths.front(), [&] {
        FileNames files;
        Remarks remarks;
        traffic::od::OdMatrix matrix;
        MatrixMaker maker{zones, files, matrix};
        for (const std::filesystem::path& path : paths) {
            switch (first_letter(path, files)) {
            case '$':
                read_od_visum(path, files, maker, hour, remarks);
                break;
            case '<':
                read_od_relations(path, files, maker);
                break;
            default:
                read_od_csv(path, files, maker, hour, remarks);
            }
        }
        if (matrix.cells.empty()) {
            throw Fault{ErrorCode::Malformed, "There are no trips; name a matrix that has some",
                        paths.empty() ? std::string{} : paths.front().string()};
        }
        traffic::od::put_in_order(matrix);
        const auto list = remarks.list();
        notes.insert(notes.end(), list.begin(), list.end());
        return matrix;
    });
}

} // namespace cityloom::gis
