// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/od_reader.h"

namespace cityloom::gis {

namespace sumo {

namespace {

using traffic::od::Count;

constexpr std::size_t kMostCounts = 5'000'000;
constexpr double kMostVehicles = 1e9;

/// Takes counts from either kind of file.
class CountMaker {
public:
    CountMaker(const SumoNames& names, const FileNames& files, std::vector<Count>& counts, Remarks& remarks)
        : edges_{names}, files_{files}, counts_{counts}, remarks_{remarks} {}

    void add(std::string_view edge, Count count, Place place) {
        if (count.begin < 0 || count.end <= count.begin) {
            files_.fault(place, "The count ends at " + std::to_string(to_seconds(count.end)) +
                                    " s, not after it begins at " + std::to_string(to_seconds(count.begin)) +
                                    " s; give a begin from 0 up and a later end");
        }
        if (!(count.vehicles >= 0.0 && count.vehicles <= kMostVehicles)) {
            files_.fault(place, "The count is not from 0 to 1e9; mend it");
        }
        if (counts_.size() >= kMostCounts) {
            files_.fault(place, "There are more than 5 million counts; use longer times or fewer edges",
                         ErrorCode::LimitExceeded);
        }
        count.edge = edges_.find(edge, "The count", place, files_);
        if (count.edge == kNone) {
            remarks_.add("counts on edges that no road vehicle may use are left out");
        } else {
            counts_.push_back(count);
        }
    }

private:
    EdgeNames edges_;
    const FileNames& files_;
    std::vector<Count>& counts_;
    Remarks& remarks_;
};

class EdgeDataHandler : public XmlHandler {
public:
    EdgeDataHandler(CountMaker& maker, Remarks& remarks) : maker_{maker}, remarks_{remarks} {}

    void begin(const XmlElement& e) override {
        if (e.depth() == 0 && e.name() != "data" && e.name() != "meandata") {
            e.fault(
                "this is no file of counts, whose root is <data> or <meandata>; check that the right file is named");
        } else if (e.name() == "interval") {
            begin_ = e.time("begin");
            end_ = e.time("end");
            inside_ = true;
        } else if (e.name() == "edge") {
            if (!inside_) {
                e.fault("it lies outside of an interval; put it into an <interval begin=\"...\" end=\"...\">");
            }
            if (!e.has("entered")) {
                remarks_.add("edges without the attribute entered are passed over");
                return;
            }
            maker_.add(e.text("id"),
                       {.begin = begin_,
                        .end = end_,
                        .vehicles = e.at_least("entered", 0.0, 0.0) + e.at_least("departed", 0.0, 0.0)},
                       e.place());
        }
    }

    void end(std::string_view name) override { inside_ = inside_ && name != "interval"; }

private:
    CountMaker& maker_;
    Remarks& remarks_;
    TimeUs begin_ = 0;
    TimeUs end_ = 0;
    bool inside_ = false;
};

void read_table(const std::filesystem::path& file, FileNames& files, CountMaker& maker) {
    TextLines lines{file, files};
    std::string_view line;
    do {
        if (!lines.next(line)) {
            lines.fault("The file has no content; its first line names the columns edge,begin,end,count");
        }
    } while (line.empty());
    const auto columns = columns_of(lines, line, {"edge", "begin", "end", "count"}, 4);
    const std::size_t width = columns.size();
    while (lines.next(line)) {
        if (line.empty()) {
            continue;
        }
        const auto cells = table_cells(line);
        if (cells.size() != width) {
            lines.fault("It has " + std::to_string(cells.size()) + " cells; write edge, begin, end and count");
        }
        Count count;
        if (!parse_time(cells[columns[1]], count.begin) || !parse_time(cells[columns[2]], count.end)) {
            lines.fault(shown(cells[columns[1]]) + " or " + shown(cells[columns[2]]) +
                        " is no time; give seconds, or hours:minutes:seconds");
        }
        if (!parse_number(cells[columns[3]], count.vehicles)) {
            lines.fault(shown(cells[columns[3]]) + " is no number of vehicles; give one from 0 up");
        }
        maker.add(cells[columns[0]], count, lines.place());
    }
}

} // namespace

} // namespace sumo

Result<std::vector<traffic::od::Count>> read_counts(const std::filesystem::path& file, const SumoNames& names,
                                                    std::vector<std::string>& notes) {
    using namespace sumo;
    return at_the_door<std::vector<Count>>(file, [&] {
        FileNames files;
        Remarks remarks;
        std::vector<Count> counts;
        CountMaker maker{names, files, counts, remarks};
        if (first_letter(file, files) == '<') {
            EdgeDataHandler handler{maker, remarks};
            read_xml(file, files, handler);
        } else {
            read_table(file, files, maker);
        }
        if (counts.empty()) {
            throw Fault{ErrorCode::Malformed, "There is no count in it; name a file that has some", file.string()};
        }
        const auto list = remarks.list();
        notes.insert(notes.end(), list.begin(), list.end());
        return counts;
    });
}

} // namespace cityloom::gis
