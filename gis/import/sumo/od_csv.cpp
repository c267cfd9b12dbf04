// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/od_reader.h"
#include "sim/core/csv.h"

namespace cityloom::gis::sumo {

namespace {

enum Column : std::size_t { Origin, Destination, Trips, Begin, End, Class };

} // namespace

void read_od_csv(const std::filesystem::path& file, FileNames& files, MatrixMaker& matrix,
                 const traffic::od::OdSlice& hour, Remarks& remarks) {
    TextLines lines{file, files};
    std::string_view line;
    do {
        if (!lines.next(line)) {
            lines.fault("The file has no content; its first line names the columns origin,destination,trips");
        }
    } while (line.empty());
    const auto columns = columns_of(lines, line, {"origin", "destination", "trips", "begin", "end", "class"}, 3);
    if ((columns[Begin] == kNone) != (columns[End] == kNone)) {
        lines.fault("It has one of the columns begin and end only; give both or none");
    }
    if (columns[Begin] == kNone) {
        remarks.add("matrices name no times; their trips depart in the first hour");
    }
    const std::size_t width = table_cells(line).size();
    traffic::od::OdSlice slice = hour;
    matrix.set_slice(slice, lines.place());
    while (lines.next(line)) {
        if (line.empty()) {
            continue;
        }
        const auto cells = table_cells(line);
        if (cells.size() != width) {
            lines.fault("It has " + std::to_string(cells.size()) + " cells, and the first line " +
                        std::to_string(width) + "; write one for each column");
        }
        traffic::od::OdSlice here = hour;
        if (columns[Begin] != kNone &&
            (!parse_time(cells[columns[Begin]], here.begin) || !parse_time(cells[columns[End]], here.end))) {
            lines.fault(shown(cells[columns[Begin]]) + " or " + shown(cells[columns[End]]) +
                        " is no time; give seconds, or hours:minutes:seconds");
        }
        if (columns[Class] != kNone) {
            here.vehicle_class = csv_text(cells[columns[Class]]);
        }
        if (here != slice) {
            matrix.set_slice(here, lines.place());
            slice = here;
        }
        double trips = 0.0;
        if (!parse_number(cells[columns[Trips]], trips)) {
            lines.fault(shown(cells[columns[Trips]]) + " is no number of trips; give one from 0 up");
        }
        matrix.add(csv_text(cells[columns[Origin]]), csv_text(cells[columns[Destination]]), trips, lines.place());
    }
}

} // namespace cityloom::gis::sumo
