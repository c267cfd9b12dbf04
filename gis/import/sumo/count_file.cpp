// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/count_maker.h"

namespace cityloom::gis {

namespace sumo {

namespace {

using traffic::od::Count;

/// edgeData, and the output of induction loops.
class CountHandler : public XmlHandler {
public:
    CountHandler(CountMaker& maker, Remarks& remarks) : maker_{maker}, remarks_{remarks} {}

    void begin(const XmlElement& e) override {
        if (e.depth() == 0 && e.name() != "data" && e.name() != "meandata" && e.name() != "detector") {
            e.fault("this is no file of counts, whose root is <data>, <meandata> or <detector>; check that the right "
                    "file is named");
        } else if (e.name() == "interval") {
            begin_ = e.time("begin");
            end_ = e.time("end");
            inside_ = true;
            if (e.has("nVehContrib")) {
                maker_.add_loop(e.text("id"), count(e.at_least("nVehContrib", 0.0, 0.0)), e.place());
            }
        } else if (e.name() == "edge") {
            if (!inside_) {
                e.fault("it lies outside of an interval; put it into an <interval begin=\"...\" end=\"...\">");
            }
            if (!e.has("entered")) {
                remarks_.add("edges without the attribute entered are passed over");
                return;
            }
            maker_.add_edge(e.text("id"), count(e.at_least("entered", 0.0, 0.0) + e.at_least("departed", 0.0, 0.0)),
                            e.place());
        }
    }

    void end(std::string_view name) override { inside_ = inside_ && name != "interval"; }

private:
    [[nodiscard]] Count count(double vehicles) const {
        return {.edge = kNone, .begin = begin_, .end = end_, .vehicles = vehicles};
    }

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
    const auto columns = columns_of(lines, line, {"begin", "end", "count", "edge", "detector"}, 3);
    if ((columns[3] == kNone) == (columns[4] == kNone)) {
        lines.fault("It has not one of the columns edge and detector; name the edge or the detector that counts");
    }
    const std::size_t width = table_cells(line).size();
    while (lines.next(line)) {
        if (line.empty()) {
            continue;
        }
        const auto cells = table_cells(line);
        if (cells.size() != width) {
            lines.fault("It has " + std::to_string(cells.size()) +
                        " cells; write edge (or detector), begin, end and count");
        }
        Count count;
        if (!parse_time(cells[columns[0]], count.begin) || !parse_time(cells[columns[1]], count.end)) {
            lines.fault(shown(cells[columns[0]]) + " or " + shown(cells[columns[1]]) +
                        " is no time; give seconds, or hours:minutes:seconds");
        }
        if (!parse_number(cells[columns[2]], count.vehicles)) {
            lines.fault(shown(cells[columns[2]]) + " is no number of vehicles; give one from 0 up");
        }
        if (columns[3] != kNone) {
            maker.add_edge(cells[columns[3]], count, lines.place());
        } else {
            maker.add_loop(cells[columns[4]], count, lines.place());
        }
    }
}

} // namespace

} // namespace sumo

Result<std::vector<traffic::od::Count>> read_counts(const std::filesystem::path& file, const SumoScenario& scenario,
                                                    std::vector<std::string>& notes) {
    using namespace sumo;
    return at_the_door<std::vector<Count>>(file, [&] {
        FileNames files;
        Remarks remarks;
        CountMaker maker{scenario, files, remarks};
        if (first_letter(file, files) == '<') {
            CountHandler handler{maker, remarks};
            read_xml(file, files, handler);
        } else {
            read_table(file, files, maker);
        }
        std::vector<Count> counts = maker.take();
        if (counts.empty()) {
            throw Fault{ErrorCode::Malformed, "There is no count in it that can be used; name a file that has some",
                        file.string()};
        }
        const auto list = remarks.list();
        notes.insert(notes.end(), list.begin(), list.end());
        return counts;
    });
}

} // namespace cityloom::gis
