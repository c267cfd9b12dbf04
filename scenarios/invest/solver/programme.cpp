// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/solver/programme.h"

#include <algorithm>

namespace cityloom::scenarios::invest {

int Programme::number(double least, double most, double worth) {
    worth_.push_back(worth);
    least_.push_back(least);
    most_.push_back(most);
    whole_.push_back(0);
    return static_cast<int>(worth_.size()) - 1;
}

int Programme::whole_number(double least, double most, double worth) {
    const int made = number(least, most, worth);
    whole_.back() = 1;
    return made;
}

void Programme::row(std::span<const Term> terms, double least, double most) {
    terms_.insert(terms_.end(), terms.begin(), terms.end());
    row_start_.push_back(terms_.size());
    row_least_.push_back(least);
    row_most_.push_back(most);
}

Programme Programme::relaxed() const {
    Programme same = *this;
    std::fill(same.whole_.begin(), same.whole_.end(), char{0});
    return same;
}

void Programme::fix(int variable, double value) {
    least_[static_cast<std::size_t>(variable)] = value;
    most_[static_cast<std::size_t>(variable)] = value;
}

} // namespace cityloom::scenarios::invest
