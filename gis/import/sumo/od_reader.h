// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_set>

#include "gis/import/sumo/od.h"
#include "gis/import/sumo/raw_net.h"
#include "gis/import/sumo/text_lines.h"

namespace cityloom::gis::sumo {

/// What names of zones and classes may not hold, so that they can be written in tables.
inline constexpr std::string_view kNotInNames = " \t\r\n,;\"";

/// Edges by name, those that were left out of the network too.
class EdgeNames {
public:
    explicit EdgeNames(const SumoNames& names);
    /// In RoadNetwork::edges; kNone where it was left out. Throws Fault where the network never had it.
    [[nodiscard]] std::uint32_t find(std::string_view id, std::string_view whose, Place place,
                                     const FileNames& files) const;

private:
    Index edges_;
    std::unordered_set<std::string> closed_; ///< looked up only
};

/// Takes cells from any kind of file.
class MatrixMaker {
public:
    MatrixMaker(const traffic::od::OdZones& zones, const FileNames& files, traffic::od::OdMatrix& matrix);

    /// The slice that the next cells belong to. Throws Fault where it does not end after it begins, and at a class with
    /// kNotInNames.
    void set_slice(const traffic::od::OdSlice& slice, Place place);
    /// Cells of 0 trips are dropped. Throws Fault.
    void add(std::string_view origin, std::string_view destination, double trips, Place place);

private:
    [[nodiscard]] std::uint32_t zone(std::string_view name, bool origin, Place place) const;

    const traffic::od::OdZones& zones_;
    const FileNames& files_;
    traffic::od::OdMatrix& matrix_;
    Index index_;
    std::map<std::tuple<TimeUs, TimeUs, std::string>, std::uint32_t> slices_;
    std::uint32_t slice_ = kNone;
};

/// Column of each name that is wanted; kNone where the first line lacks it. Throws Fault at names that it does not know
/// and where one of the first \p needed is missing.
[[nodiscard]] std::vector<std::uint32_t> columns_of(const TextLines& lines, std::string_view head,
                                                    const std::vector<std::string_view>& names, std::size_t needed);

void read_od_csv(const std::filesystem::path& file, FileNames& files, MatrixMaker& matrix,
                 const traffic::od::OdSlice& hour, Remarks& remarks);
void read_od_visum(const std::filesystem::path& file, FileNames& files, MatrixMaker& matrix,
                   const traffic::od::OdSlice& hour, Remarks& remarks);
void read_od_relations(const std::filesystem::path& file, FileNames& files, MatrixMaker& matrix);

/// Runs a reader of this folder at the library's door: a Fault becomes an Error.
template <typename T, typename F> Result<T> at_the_door(const std::filesystem::path& file, F&& read) {
    try {
        return read();
    } catch (const Fault& fault) {
        return fail(fault.code, fault.message, fault.where);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::LimitExceeded, "The file does not fit into memory; read a smaller one", file.string());
    } catch (const std::exception& bug) {
        return fail(ErrorCode::Internal,
                    std::string{"The reader failed; please report it with the file: "} + bug.what(), file.string());
    }
}

} // namespace cityloom::gis::sumo
