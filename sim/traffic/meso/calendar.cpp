// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/meso/calendar.h"

#include <algorithm>

namespace cityloom::traffic {

namespace {

bool before(const Calendar::Event& a, const Calendar::Event& b) {
    return a.at != b.at ? a.at < b.at : a.turn < b.turn;
}
bool after(const Calendar::Event& a, const Calendar::Event& b) {
    return before(b, a);
}

} // namespace

Calendar::Calendar(std::size_t entities, TimeUs start)
    : at_(entities, kNever), turn_(entities, 0), next_(entities, kNone), begin_{start} {
    first_.fill(kNone);
}

void Calendar::link(std::uint32_t entity) {
    const TimeUs ahead = std::min<TimeUs>((at_[entity] - begin_) / kSecondUs, kBuckets - 1);
    std::uint32_t& first = first_[static_cast<std::size_t>(begin_ / kSecondUs + ahead) % kBuckets];
    next_[entity] = first;
    first = entity;
}

void Calendar::put_again(std::uint32_t entity, TimeUs at) {
    at_[entity] = std::max(at, begin_);
    if (at_[entity] < begin_ + kSecondUs) {
        late_.push_back({at_[entity], turn_[entity], entity});
        std::push_heap(late_.begin(), late_.end(), after);
    } else {
        link(entity);
    }
}

void Calendar::open(TimeUs begin) {
    begin_ = begin;
    rows_.clear();
    row_ = 0;
    std::uint32_t& first = first_[static_cast<std::size_t>(begin / kSecondUs) % kBuckets];
    std::uint32_t entity = first;
    first = kNone;
    while (entity != kNone) {
        const std::uint32_t next = next_[entity];
        if (at_[entity] < begin + kSecondUs) {
            rows_.push_back({at_[entity], turn_[entity], entity});
        } else {
            link(entity);
        }
        entity = next;
    }
    std::sort(rows_.begin(), rows_.end(), before);
}

bool Calendar::take(Event& event) {
    const bool listed = row_ < rows_.size();
    if (!late_.empty() && (!listed || before(late_.front(), rows_[row_]))) {
        event = late_.front();
        std::pop_heap(late_.begin(), late_.end(), after);
        late_.pop_back();
    } else if (listed) {
        event = rows_[row_++];
    } else {
        return false;
    }
    at_[event.entity] = kNever;
    return true;
}

void Calendar::visit(Archive& archive) {
    archive.fixed(at_, turn_, next_);
    archive(first_, late_, begin_, turns_);
    if (!archive.restoring()) {
        return;
    }
    rows_.clear();
    row_ = 0;
    const auto none_or_in = [this](std::uint32_t entity) { return entity == kNone || entity < at_.size(); };
    if (!std::ranges::all_of(next_, none_or_in) || !std::ranges::all_of(first_, none_or_in) ||
        !std::ranges::all_of(late_, [this](const Event& event) { return event.entity < at_.size(); })) {
        archive.refuse();
    }
}

} // namespace cityloom::traffic
