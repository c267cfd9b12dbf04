// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "scenarios/compare/comparison.h"
#include "scenarios/report/drawing.h"
#include "scenarios/run/samples.h"

namespace cityloom::scenarios {

/// One line of a chart over time, with how sure it is.
struct DayLine {
    std::string label;
    std::uint32_t colour = ink::kAccent;
    std::vector<double> values; ///< not a number: a gap
    std::vector<double> low;    ///< empty: no band
    std::vector<double> high;
};

/// A figure over time: thin lines with their names at their ends, bands where they are known.
struct DayChart {
    std::string title;
    std::string unit;
    int decimals = 1;
    std::vector<TimeUs> times; ///< rising
    std::vector<DayLine> lines;
    TimeUs mark = -1; ///< a moment that is looked at elsewhere; below 0: none
};
[[nodiscard]] Drawing draw(const DayChart& chart);

/// The mean over the seeds of a figure, with its 95 % interval where there are several. Empty values: not sampled.
[[nodiscard]] DayLine day_line(const std::vector<RunSamples>& seeds, std::string_view figure);

/// The figures worth a chart: those that are not nothing all the time, first those in which the scenarios differ.
/// \param b empty: of one scenario alone
[[nodiscard]] std::vector<const engine::Figure*> figures_to_chart(const std::vector<RunSamples>& a,
                                                                  const std::vector<RunSamples>& b, std::size_t most);

/// The sampled moment that shows most: where B differs most from A in what it leaves without supply or on the streets;
/// else when most vehicles are on them.
[[nodiscard]] TimeUs telling_moment(const std::vector<RunSamples>& a, const std::vector<RunSamples>& b,
                                    TimeUs otherwise);

/// Bars from zero, one a row, with the interval as a thin line: who gains and who loses.
struct ChangeBar {
    std::string label;
    double value = 0.0;
    double low = 0.0;
    double high = 0.0;
    bool known = false; ///< the interval is
    bool better = false;
    bool worse = false; ///< neither: no clear difference
};
[[nodiscard]] Drawing draw(const std::vector<ChangeBar>& bars, const std::string& words, const std::string& unit,
                           int decimals);

/// How far each parameter's range moves the net present value; nothing to draw (no height) where none does.
[[nodiscard]] Drawing tornado(const Appraisal& appraisal, Language language);

} // namespace cityloom::scenarios
