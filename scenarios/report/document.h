// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "scenarios/measure/words.h"
#include "scenarios/report/drawing.h"

namespace cityloom::scenarios {

/// What a reader should see of a cell at once.
enum class Tone : std::uint8_t { Plain, Better, Worse, Quiet };

struct ReportCell {
    std::string text;
    Tone tone = Tone::Plain;
    bool code = false; ///< for machines: in even widths
};

struct ReportColumn {
    std::string head;
    double share = 1.0;  ///< of the width, beside the others'
    bool number = false; ///< to the right, in figures of one width
};

// The parts of a report. Texts are in the report's language.
struct ReportHeading {
    std::string text;
};
struct ReportSentence {
    enum class Weight : std::uint8_t { Finding, Text, Note };
    std::string text;
    Weight weight = Weight::Text;
    Tone tone = Tone::Plain;
};
struct ReportList {
    std::vector<std::string> items;
};
struct ReportCode {
    std::string text;
};
/// A few figures that are read before all tables.
struct ReportNumbers {
    std::vector<std::pair<std::string, std::string>> numbers; ///< the number, and what it is
};
struct ReportTable {
    std::string name; ///< for tests and links: "money-costs"
    std::vector<ReportColumn> columns;
    std::vector<std::vector<ReportCell>> rows;
};
/// Pictures side by side, in one size, with one legend below them.
struct ReportPictures {
    struct One {
        std::string caption;
        std::string png;
    };
    std::vector<One> pictures;
    Drawing legend; ///< without height: none
};
struct ReportChart {
    std::string caption; ///< may be empty
    Drawing drawing;
};
using ReportBlock = std::variant<ReportHeading, ReportSentence, ReportList, ReportCode, ReportNumbers, ReportTable,
                                 ReportPictures, ReportChart>;

/// A report as it is written down, whatever it is written as: the same for a page and for paper.
struct ReportDocument {
    Language language = Language::English;
    std::string title;
    std::string subtitle;
    std::string running;    ///< at the foot of every sheet: what is reported on, and of what it is
    std::string title_note; ///< what the title picture shows
    std::string title_png;  ///< empty: none
    std::vector<ReportBlock> blocks;
};

/// One self-contained HTML page: nothing in it runs, and nothing is fetched.
[[nodiscard]] std::string to_html(const ReportDocument& document);

} // namespace cityloom::scenarios
