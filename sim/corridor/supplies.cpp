// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/corridor/supplies.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace cityloom::engine {

namespace {

constexpr double kRechargeS = 8.0 * 3600.0; // from empty to full
constexpr double kEmptyS = 0.5;             // less than this is nothing left: a traffic step

} // namespace

Supplies::Supplies(std::span<const Supply> rows) : rows_{rows.begin(), rows.end()} {
    const auto list = [](std::vector<ByKind>& lists, const Kind* kind, std::uint32_t row) {
        auto found = std::ranges::find(lists, kind, &ByKind::kind);
        if (found == lists.end()) {
            lists.push_back({kind, {}});
            found = lists.end() - 1;
        }
        found->rows.push_back(row);
    };
    for (std::uint32_t k = 0; k < rows_.size(); ++k) {
        const Supply& supply = rows_[k];
        list(providers_, supply.provider.kind, k);
        list(consumers_, supply.consumer.kind, k);
        load_.push_back(supply.load);
        provider_.push_back(supply.provider.index);
        buffer_s_.push_back(supply.buffer_s);
        if (supply.buffer_s > 0.0 || supply.delay_s > 0.0) {
            stored_.push_back(k);
        }
    }
    level_.assign(rows_.size(), std::numeric_limits<double>::infinity());
    fed_.assign(rows_.size(), 1);
    served_.assign(rows_.size(), 1);
    dropped_in_.assign(rows_.size(), 0);
    low_s_.assign(rows_.size(), 0.0);
    unfed_.resize(rows_.size());
    unserved_.resize(rows_.size());
}

std::span<const std::uint32_t> Supplies::of_provider(const Kind& kind) const noexcept {
    const auto found = std::ranges::find(providers_, &kind, &ByKind::kind);
    return found == providers_.end() ? std::span<const std::uint32_t>{} : found->rows;
}

std::span<const std::uint32_t> Supplies::of_consumer(const Kind& kind) const noexcept {
    const auto found = std::ranges::find(consumers_, &kind, &ByKind::kind);
    return found == consumers_.end() ? std::span<const std::uint32_t>{} : found->rows;
}

void Supplies::look(std::uint32_t row) {
    const Supply& supply = rows_[row];
    const bool enough = level_[row] >= supply.threshold && dropped_in_[row] == 0; // false for what is not a number
    const bool charged = charges(row);
    unfed_[row].note(enough, fed_[row] != 0, now_);
    fed_[row] = enough ? 1 : 0;
    if (charges(row) != charged) {
        changed_ = true;
        ++revision_;
    }
    const bool now = enough || buffer_s_[row] > kEmptyS || low_s_[row] < supply.delay_s;
    changed_ = changed_ || now != (served_[row] != 0);
    unserved_[row].note(now, served_[row] != 0, now_);
    served_[row] = now ? 1 : 0;
}

void Supplies::offer(std::uint32_t row, double level) {
    level_[row] = level;
    dropped_in_[row] = dropped_in_[row] == event_ ? event_ : 0;
    const bool before = served_[row] != 0;
    look(row);
    if (before && served_[row] == 0) {
        dropped_in_[row] = event_;
    }
}

void Supplies::choose(std::uint32_t row, std::uint64_t provider) {
    if (provider_[row] != provider) {
        provider_[row] = provider;
        changed_ = true;
        ++revision_;
    }
}

void Supplies::ask(std::uint32_t row, double load) {
    if (load_[row] != load) {
        load_[row] = load;
        changed_ = true;
        ++revision_;
    }
}

bool Supplies::charges(std::uint32_t row) const noexcept {
    return fed_[row] != 0 && buffer_s_[row] < rows_[row].buffer_s;
}

double Supplies::draw(std::uint32_t row) const noexcept {
    return load_[row] * (charges(row) ? 1.0 + rows_[row].buffer_s / kRechargeS : 1.0);
}

double Supplies::buffer_share(std::uint32_t row) const noexcept {
    return rows_[row].buffer_s > 0.0 ? buffer_s_[row] / rows_[row].buffer_s : 0.0;
}

void Supplies::advance(double seconds) {
    for (const std::uint32_t k : stored_) {
        const double full = rows_[k].buffer_s;
        if (fed_[k] != 0) {
            const bool charged = charges(k);
            buffer_s_[k] = std::min(full, buffer_s_[k] + full * seconds / kRechargeS);
            revision_ += charged && !charges(k) ? 1U : 0U;
            low_s_[k] = 0.0;
        } else {
            buffer_s_[k] = std::max(0.0, buffer_s_[k] - seconds);
            low_s_[k] += seconds;
        }
    }
}

void Supplies::begin_event(TimeUs now) {
    ++event_;
    now_ = now;
    for (const std::uint32_t k : stored_) { // a battery may have run out since
        look(k);
    }
    changed_ = false;
}

bool Supplies::changed_in_round() {
    return std::exchange(changed_, false);
}

TimeUs Supplies::next(TimeUs now) const {
    TimeUs soonest = std::numeric_limits<TimeUs>::max();
    for (const std::uint32_t k : stored_) {
        if (fed_[k] == 0 && served_[k] != 0) {
            const double left = std::max(buffer_s_[k] - kEmptyS, rows_[k].delay_s - low_s_[k]);
            soonest = std::min(soonest, now + std::max<TimeUs>(kSecondUs / 2, from_seconds(left)));
        } else if (charges(k)) {
            const double left = kRechargeS * (1.0 - buffer_share(k));
            soonest = std::min(soonest, now + std::max<TimeUs>(kSecondUs / 2, from_seconds(left)));
        }
    }
    return soonest;
}

} // namespace cityloom::engine
