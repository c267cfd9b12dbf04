// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/corridor/figures.h"

#include <algorithm>
#include <limits>

namespace cityloom::engine {

Figures::Figures(std::vector<const Figure*> rows, std::size_t districts)
    : rows_{std::move(rows)}, places_{1 + districts} {
    for (const Figure* row : rows_) {
        source_.push_back(row->of != nullptr ? row_of(row->of) : rows_.size());
    }
    values_.assign(rows_.size() * places_, 0.0);
}

std::size_t Figures::row_of(const Figure* figure) const noexcept {
    return static_cast<std::size_t>(std::ranges::find(rows_, figure) - rows_.begin());
}

void Figures::set(const Figure& figure, double value, std::size_t place) {
    const std::size_t row = row_of(&figure);
    if (row < rows_.size() && place < places_) {
        values_[row * places_ + place] = value;
    }
}

double Figures::get(const Figure& figure, std::size_t place) const {
    const std::size_t row = row_of(&figure);
    return row < rows_.size() && place < places_ ? values_[row * places_ + place]
                                                 : std::numeric_limits<double>::quiet_NaN();
}

void Figures::integrate(double hours) {
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        if (rows_[row]->kind == Figure::Kind::Integral && source_[row] < rows_.size()) {
            for (std::size_t p = 0; p < places_; ++p) {
                values_[row * places_ + p] += hours * values_[source_[row] * places_ + p];
            }
        }
    }
}

void Figures::note_peaks() {
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        if (rows_[row]->kind == Figure::Kind::Peak && source_[row] < rows_.size()) {
            for (std::size_t p = 0; p < places_; ++p) {
                double& most = values_[row * places_ + p];
                most = std::max(most, values_[source_[row] * places_ + p]);
            }
        }
    }
}

} // namespace cityloom::engine
