// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sim/core/archive.h"
#include "sim/corridor/words.h"

namespace cityloom::engine {

/// A figure of the city: a row that its domain's folder exports. The results of runs, charts, comparison, report and
/// appraisal loop over the rows and know none by name.
struct Figure {
    enum class Kind : std::uint8_t {
        Now,      ///< as its domain set it last
        Integral, ///< of another over time, in hours
        Peak,     ///< the most that another was
        Total,    ///< worked out by its domain when it is asked for
    };
    /// Whose figure it is, where it is one of trips.
    enum class Trips : std::uint8_t {
        No,
        All,     ///< of all scheduled ones, whatever became of them
        Arrived, ///< of those that could be made: says nothing beside a run in which others could
    };
    std::string_view id;
    Words words;
    std::string_view unit; ///< in English; the desktop translates it
    int better = -1;       ///< -1: lower is better, 1: higher, 0: neither
    int decimals = 1;
    Kind kind = Kind::Now;
    const Figure* of = nullptr; ///< Integral and Peak
    double factor = 1.0;        ///< from the stored unit (SI; hours) to the shown one
    bool per_district = false;
    bool result = true;   ///< among the results of a run
    bool charted = false; ///< among the samples of a live session
    bool told = false;    ///< a change of it is told as it happens: whom an event touches
    Trips of_trips = Trips::No;
    Words problem; ///< where it is no zero something is wrong: "%1 buses ..."; empty: never
    Words remedy;
};

/// The values of all figures, for the city and each district.
class Figures {
public:
    static constexpr std::size_t kCity = 0; ///< as a place; district d is 1 + d

    Figures() = default;
    Figures(std::vector<const Figure*> rows, std::size_t districts);

    [[nodiscard]] std::span<const Figure* const> rows() const noexcept { return rows_; }
    [[nodiscard]] std::size_t districts() const noexcept { return places_ - 1; }
    /// In the stored unit. A figure that is in no row is nobody's business: it is not kept.
    void set(const Figure& figure, double value, std::size_t place = kCity);
    [[nodiscard]] double get(const Figure& figure, std::size_t place = kCity) const; ///< not a number: no such row
    /// In the shown unit.
    [[nodiscard]] double shown(const Figure& figure, std::size_t place = kCity) const {
        return figure.factor * get(figure, place);
    }
    void integrate(double hours); ///< what is now has been so since the last call
    void note_peaks();
    void visit(Archive& archive) { archive.fixed(values_); }

private:
    [[nodiscard]] std::size_t row_of(const Figure* figure) const noexcept;

    std::vector<const Figure*> rows_;
    std::vector<std::size_t> source_; ///< row of Figure::of
    std::size_t places_ = 1;
    std::vector<double> values_; ///< by row, then place
};

} // namespace cityloom::engine
