// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/report/charts.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "scenarios/measure/units.h"
#include "scenarios/report/numbers.h"

namespace cityloom::scenarios {

namespace {

constexpr double kLeft = 52.0;
constexpr double kRight = 132.0; // for the lines' names
constexpr double kTop = 30.0;
constexpr double kHigh = 120.0;
constexpr double kWide = 700.0;

/// 1, 2 or 5 times a power of ten, at least this.
double round_step(double least) {
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double k : {1.0, 2.0, 5.0}) {
        if (k * power >= least * (1.0 - 1e-9)) {
            return k * power;
        }
    }
    return 10.0 * power;
}

struct Span {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    void take(double v) {
        if (std::isfinite(v)) {
            low = std::min(low, v);
            high = std::max(high, v);
        }
    }
};

Span span_of(const DayChart& chart) {
    Span span;
    for (const DayLine& line : chart.lines) {
        for (const auto* values : {&line.values, &line.low, &line.high}) {
            std::ranges::for_each(*values, [&](double v) { span.take(v); });
        }
    }
    if (!(span.low <= span.high)) {
        return {0.0, 1.0};
    }
    // From zero, unless all of it lies far above.
    span.low = span.low >= 0.0 && span.low < 0.6 * span.high ? 0.0 : span.low;
    if (span.high - span.low < 1e-9 * std::max(1.0, std::abs(span.high))) {
        span.high = span.low + std::max(1.0, 0.1 * std::abs(span.low));
    }
    return span;
}

TimeUs clock_step(TimeUs span) {
    for (const TimeUs minutes : {1, 2, 5, 10, 15, 30, 60, 120, 180, 360}) {
        if (span / (minutes * kMinuteUs) <= 8) {
            return minutes * kMinuteUs;
        }
    }
    return 12 * kHourUs;
}

/// The pieces of a line between its gaps.
template <typename At> void add_line(Drawing& d, const std::vector<double>& values, std::uint32_t colour, At at) {
    Drawing::Line piece{{}, colour, 1.4, false};
    const auto end = [&] {
        if (piece.points.size() > 1) {
            d.shapes.emplace_back(piece);
        }
        piece.points.clear();
    };
    for (std::size_t k = 0; k < values.size(); ++k) {
        if (std::isfinite(values[k])) {
            piece.points.push_back(at(k, values[k]));
        } else {
            end();
        }
    }
    end();
}

/// Names beside the ends of their lines, moved apart where they would lie on each other.
void add_names(Drawing& d, std::vector<Drawing::Label> names) {
    constexpr double kApart = 15.0;
    std::ranges::sort(names, {}, [](const Drawing::Label& l) { return l.at.y_m; });
    for (std::size_t k = 1; k < names.size(); ++k) {
        const double overlap = kApart - (names[k].at.y_m - names[k - 1].at.y_m);
        if (overlap > 0.0) {
            names[k].at.y_m += overlap / 2.0;
            names[k - 1].at.y_m -= overlap / 2.0;
        }
    }
    for (Drawing::Label& name : names) {
        d.shapes.emplace_back(std::move(name));
    }
}

double largest(const std::vector<double>& values) {
    double most = 0.0;
    for (const double v : values) {
        most = std::isfinite(v) ? std::max(most, std::abs(v)) : most;
    }
    return most;
}

/// How much two lines differ, as a share of what they reach.
double difference_share(const DayLine& a, const DayLine& b) {
    const double reach = std::max(largest(a.values), largest(b.values));
    double most = 0.0;
    for (std::size_t k = 0; k < std::min(a.values.size(), b.values.size()); ++k) {
        const double gap = std::abs(a.values[k] - b.values[k]);
        most = std::isfinite(gap) ? std::max(most, gap) : most;
    }
    return reach > 0.0 ? most / reach : 0.0;
}

} // namespace

Drawing draw(const DayChart& chart) {
    Drawing d{.width = kWide, .height = kTop + kHigh + 26.0, .words = chart.title, .shapes = {}};
    if (chart.times.size() < 2) {
        return d;
    }
    const Span span = span_of(chart);
    const TimeUs from = chart.times.front();
    const TimeUs to = chart.times.back();
    const double wide = kWide - kLeft - kRight;
    const auto x = [&](TimeUs t) {
        return kLeft + wide * static_cast<double>(t - from) / static_cast<double>(to - from);
    };
    const auto y = [&](double v) { return kTop + kHigh * (span.high - v) / (span.high - span.low); };
    d.shapes.emplace_back(
        Drawing::Label{{0.0, 14.0}, chart.title + ", " + chart.unit, Drawing::Anchor::Start, ink::kText, 12.5, true});
    const double step = round_step((span.high - span.low) / 4.0);
    const int decimals = step >= 1.0 ? 0 : std::min(4, static_cast<int>(std::ceil(-std::log10(step))));
    for (double v = std::ceil(span.low / step) * step; v <= span.high + 1e-9 * step; v += step) {
        d.shapes.emplace_back(Drawing::Line{{{kLeft, y(v)}, {kLeft + wide, y(v)}}, ink::kRule, 0.6, false});
        d.shapes.emplace_back(Drawing::Label{
            {kLeft - 6.0, y(v) + 3.5}, number_text(v, decimals), Drawing::Anchor::End, ink::kQuiet, 10.5, false});
    }
    const TimeUs tick = clock_step(to - from);
    for (TimeUs t = (from + tick - 1) / tick * tick; t <= to; t += tick) {
        d.shapes.emplace_back(
            Drawing::Line{{{x(t), kTop + kHigh}, {x(t), kTop + kHigh + 4.0}}, ink::kQuiet, 0.6, false});
        d.shapes.emplace_back(Drawing::Label{
            {x(t), kTop + kHigh + 17.0}, clock_words(t), Drawing::Anchor::Middle, ink::kQuiet, 10.5, false});
    }
    if (chart.mark >= from && chart.mark <= to) {
        d.shapes.emplace_back(
            Drawing::Line{{{x(chart.mark), kTop}, {x(chart.mark), kTop + kHigh}}, ink::kQuiet, 0.7, true});
    }
    std::vector<Drawing::Label> names;
    for (const DayLine& line : chart.lines) {
        Drawing::Area band{{}, line.colour, 0.16};
        for (std::size_t k = 0; k < line.high.size(); ++k) {
            if (std::isfinite(line.high[k])) {
                band.points.push_back({x(chart.times[k]), y(line.high[k])});
            }
        }
        for (std::size_t k = line.low.size(); k-- > 0;) {
            if (std::isfinite(line.low[k])) {
                band.points.push_back({x(chart.times[k]), y(line.low[k])});
            }
        }
        if (band.points.size() > 2) {
            d.shapes.emplace_back(std::move(band));
        }
    }
    for (const DayLine& line : chart.lines) {
        add_line(d, line.values, line.colour, [&](std::size_t k, double v) { return Point2{x(chart.times[k]), y(v)}; });
        const auto last =
            std::find_if(line.values.rbegin(), line.values.rend(), [](double v) { return std::isfinite(v); });
        if (last != line.values.rend()) {
            const std::string name =
                line.label.empty() ? number_text(*last, chart.decimals) : fitted(line.label, 11.5, kRight - 12.0);
            names.push_back(
                {{kLeft + wide + 8.0, y(*last) + 4.0}, name, Drawing::Anchor::Start, line.colour, 11.5, false});
        }
    }
    add_names(d, std::move(names));
    return d;
}

DayLine day_line(const std::vector<RunSamples>& seeds, std::string_view figure) {
    DayLine line;
    std::vector<const std::vector<float>*> rows;
    for (const RunSamples& samples : seeds) {
        if (const auto* row = samples.find(figure)) {
            rows.push_back(row);
        }
    }
    if (rows.empty() || rows.size() != seeds.size()) {
        return line;
    }
    for (std::size_t k = 0; k < rows.front()->size(); ++k) {
        std::vector<double> values;
        for (const auto* row : rows) {
            values.push_back(static_cast<double>((*row)[k]));
        }
        const bool all = std::ranges::all_of(values, [](double v) { return std::isfinite(v); });
        const PairedDifference mean = all ? mean_difference(values) : PairedDifference{};
        const double none = std::numeric_limits<double>::quiet_NaN();
        line.values.push_back(all ? mean.mean : none);
        if (rows.size() > 1) {
            line.low.push_back(all ? mean.low : none);
            line.high.push_back(all ? mean.high : none);
        }
    }
    return line;
}

std::vector<const engine::Figure*> figures_to_chart(const std::vector<RunSamples>& a, const std::vector<RunSamples>& b,
                                                    std::size_t most) {
    struct Candidate {
        const engine::Figure* figure = nullptr;
        bool differs = false;
    };
    constexpr double kSeen = 0.01; // of what a line reaches
    std::vector<Candidate> candidates;
    for (const engine::Figure* figure : charted_figures()) {
        const DayLine first = day_line(a, figure->id);
        const DayLine second = day_line(b, figure->id);
        if (std::max(largest(first.values), largest(second.values)) > 0.0) {
            candidates.push_back({figure, !b.empty() && difference_share(first, second) > kSeen});
        }
    }
    std::ranges::stable_partition(candidates, &Candidate::differs);
    std::vector<const engine::Figure*> figures;
    for (const Candidate& candidate : candidates) {
        if (figures.size() < most) {
            figures.push_back(candidate.figure);
        }
    }
    return figures;
}

TimeUs telling_moment(const std::vector<RunSamples>& a, const std::vector<RunSamples>& b, TimeUs otherwise) {
    if (a.empty() || a.front().times.empty()) {
        return otherwise;
    }
    const std::vector<TimeUs>& times = a.front().times;
    std::vector<double> telling(times.size(), 0.0);
    for (const engine::Figure* figure : charted_figures()) {
        const DayLine first = day_line(a, figure->id);
        const DayLine second = day_line(b, figure->id);
        const double reach = std::max(largest(first.values), largest(second.values));
        for (std::size_t k = 0; reach > 0.0 && k < std::min(first.values.size(), second.values.size()); ++k) {
            const double gap = std::abs(second.values[k] - first.values[k]) / reach;
            telling[k] += std::isfinite(gap) && gap > 0.02 ? gap : 0.0;
        }
    }
    if (*std::ranges::max_element(telling) <= 0.0) {
        const DayLine running = day_line(a, "vehicles_running");
        if (!running.values.empty()) {
            telling = running.values;
        }
    }
    return times[static_cast<std::size_t>(std::ranges::max_element(telling) - telling.begin())];
}

Drawing draw(const std::vector<ChangeBar>& bars, const std::string& words, const std::string& unit, int decimals) {
    constexpr double kNames = 190.0;
    constexpr double kRow = 20.0;
    Drawing d{.width = kWide, .height = 0.0, .words = words, .shapes = {}};
    double most = 0.0;
    for (const ChangeBar& bar : bars) {
        most = std::max(
            {most, std::abs(bar.value), bar.known ? std::abs(bar.low) : 0.0, bar.known ? std::abs(bar.high) : 0.0});
    }
    if (bars.empty() || most <= 0.0) {
        return d;
    }
    const double middle = kNames + (kWide - kNames - 96.0) / 2.0;
    const double half = (kWide - kNames - 96.0) / 2.0;
    const auto x = [&](double v) { return middle + half * v / most; };
    d.shapes.emplace_back(
        Drawing::Label{{0.0, 14.0}, words + ", " + unit, Drawing::Anchor::Start, ink::kText, 12.5, true});
    double y = 26.0;
    for (const ChangeBar& bar : bars) {
        const std::uint32_t colour = bar.better ? ink::kAccent : bar.worse ? ink::kWarm : ink::kBaseline;
        d.shapes.emplace_back(Drawing::Label{{kNames - 8.0, y + 10.0},
                                             fitted(bar.label, 11.5, kNames - 10.0),
                                             Drawing::Anchor::End,
                                             ink::kText,
                                             11.5,
                                             false});
        d.rectangle(std::min(x(0.0), x(bar.value)), y, std::max(0.8, std::abs(x(bar.value) - x(0.0))), 12.0, colour,
                    bar.better || bar.worse ? 0.85 : 0.45);
        if (bar.known) {
            d.shapes.emplace_back(
                Drawing::Line{{{x(bar.low), y + 6.0}, {x(bar.high), y + 6.0}}, ink::kText, 0.9, false});
        }
        const std::string arrow = bar.better || bar.worse ? (bar.value > 0.0 ? "▲ +" : "▼ ")
                                  : bar.value > 0.0       ? "+"
                                                          : "";
        d.shapes.emplace_back(Drawing::Label{{kWide, y + 10.0},
                                             arrow + number_text(bar.value, decimals),
                                             Drawing::Anchor::End,
                                             colour == ink::kBaseline ? ink::kQuiet : colour,
                                             11.5,
                                             false});
        y += kRow;
    }
    d.shapes.emplace_back(Drawing::Line{{{middle, 20.0}, {middle, y}}, ink::kText, 0.8, false});
    d.height = y + 6.0;
    return d;
}

Drawing tornado(const Appraisal& ap, Language language) {
    constexpr double kNames = 250.0;
    constexpr double kBars = 420.0;
    const Text words = Words{"What the net present value hangs on", "净现值取决于什么"};
    Drawing d{.width = kWide, .height = 0.0, .words = words.in(language), .shapes = {}};
    Span span;
    span.take(static_cast<double>(ap.npv));
    for (const Sensitivity& s : ap.sensitivity) {
        span.take(static_cast<double>(s.npv_low));
        span.take(static_cast<double>(s.npv_high));
    }
    if (ap.sensitivity.empty() || span.high - span.low < 1.0) {
        return d;
    }
    const auto x = [&](double cents) { return kNames + kBars * (cents - span.low) / (span.high - span.low); };
    double y = 6.0;
    for (const Sensitivity& s : ap.sensitivity) {
        const auto parameter = std::ranges::find(ap.settings.parameters, s.parameter, &AppraisalParameter::id);
        const std::string name = parameter == ap.settings.parameters.end() ? s.parameter
                                 : language == Language::Chinese           ? parameter->chinese
                                                                           : parameter->english;
        const double from = x(static_cast<double>(std::min(s.npv_low, s.npv_high)));
        const double to = x(static_cast<double>(std::max(s.npv_low, s.npv_high)));
        d.shapes.emplace_back(Drawing::Label{{kNames - 8.0, y + 10.0},
                                             fitted(name, 11.5, kNames - 10.0),
                                             Drawing::Anchor::End,
                                             ink::kText,
                                             11.5,
                                             false});
        d.rectangle(from, y, std::max(1.0, to - from), 12.0, ink::kAccent, 0.75);
        y += 19.0;
    }
    const double at = x(static_cast<double>(ap.npv));
    d.shapes.emplace_back(Drawing::Line{{{at, 0.0}, {at, y}}, ink::kText, 0.9, false});
    const Text million = filled({"%1 M EUR", "%1 百万欧元"}, {millions_text(ap.npv)});
    d.shapes.emplace_back(Drawing::Label{{std::clamp(at, 60.0, kWide - 60.0), y + 14.0},
                                         million.in(language),
                                         Drawing::Anchor::Middle,
                                         ink::kText,
                                         11.5,
                                         true});
    d.height = y + 20.0;
    return d;
}

} // namespace cityloom::scenarios
