// SPDX-License-Identifier: GPL-3.0-or-later
// The whole mutable state as bytes, and back: a run goes on from there, or several branch from it.
#include <cstring>
#include <type_traits>

#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

namespace {

constexpr std::uint64_t kMagic = 0x37454C494F4C4354ULL; // changes with the layout of anything below

class Saver {
public:
    template <typename T>
    requires std::is_trivially_copyable_v<T>
    void operator()(T& value) { raw(&value, sizeof(T)); }
    template <typename T> void operator()(std::vector<T>& values) {
        std::uint64_t count = values.size();
        (*this)(count);
        if constexpr (std::is_trivially_copyable_v<T>) {
            raw(values.data(), values.size() * sizeof(T));
        } else {
            for (T& value : values) {
                (*this)(value);
            }
        }
    }
    void operator()(JunctionState& junction) { visit(*this, junction); }

    std::vector<std::byte> bytes;

    template <typename A> static void visit(A& a, JunctionState& j) {
        a(j.pool);
        a(j.sent);
        a(j.leavers);
        a(j.parked);
        a(j.promised);
        a(j.turns_in);
        a(j.served);
        a(j.blame_s);
        a(j.here);
        a(j.idle);
        a(j.expecting);
    }

private:
    void raw(const void* data, std::size_t size) {
        const auto* first = static_cast<const std::byte*>(data);
        bytes.insert(bytes.end(), first, first + size);
    }
};

class Loader {
public:
    explicit Loader(std::span<const std::byte> bytes) : rest_{bytes} {}

    template <typename T>
    requires std::is_trivially_copyable_v<T>
    void operator()(T& value) { raw(&value, sizeof(T)); }
    template <typename T> void operator()(std::vector<T>& values) {
        std::uint64_t count = 0;
        (*this)(count);
        // Every element takes a byte at least: a damaged count cannot ask for more memory than there are bytes.
        if (!ok_ || count > rest_.size()) {
            ok_ = false;
            return;
        }
        if constexpr (std::is_trivially_copyable_v<T>) {
            if (count > rest_.size() / sizeof(T)) {
                ok_ = false;
                return;
            }
            values.resize(count);
            raw(values.data(), count * sizeof(T));
        } else {
            values.resize(count);
            for (T& value : values) {
                (*this)(value);
            }
        }
    }
    void operator()(JunctionState& junction) { Saver::visit(*this, junction); }

    [[nodiscard]] bool done() const noexcept { return ok_ && rest_.empty(); }

private:
    void raw(void* data, std::size_t size) {
        if (!ok_ || size > rest_.size()) {
            ok_ = false;
            return;
        }
        if (size > 0) {
            std::memcpy(data, rest_.data(), size);
        }
        rest_ = rest_.subspan(size);
    }

    std::span<const std::byte> rest_;
    bool ok_ = true;
};

template <typename A> void visit_state(A& a, Simulation::State& s) {
    a(s.now);
    a(s.step_index);
    a(s.lane_slot);
    a(s.turn_slot);
    a(s.junctions);
    a(s.tails[0]);
    a(s.tails[1]);
    a(s.came_by);
    a(s.courtesy);
    a(s.reserved_m);
    a(s.edge_fed);
    a(s.edge_waits);
    a(s.promises);
    a(s.ring_count);
    a(s.edge_s);
    a(s.routing_s);
    a(s.closed);
    a(s.blocked);
    a(s.informed);
    a(s.crossed_s);
    a(s.crossed);
    a(s.queue);
    a(s.queue_head);
    a(s.signals);
    a(s.undetected_s);
    a(s.walkers);
    a(s.walkers_slot);
    a(s.records);
    a(s.routes);
    a(s.entered);
    a(s.expected);
    a(s.next_stop);
    a(s.next_departure);
    a(s.candidates);
    a(s.counts);
    a(s.updates);
    a(s.distance_m);
    a(s.co2_g);
    a(s.electricity_wh);
    a(s.batteries);
    a(s.stations);
    a(s.gridlock_s);
    a(s.diverted);
    a(s.saved_finder);
}

/// What a state belongs to: it fits the same network, work and step only.
std::array<std::uint64_t, 8> shape_of(const Simulation::State& s) {
    return {kMagic,
            s.plan.lanes.size(),
            s.plan.turns.size(),
            s.plan.conflicts.size(),
            s.work.trips.size(),
            s.work.types.size(),
            static_cast<std::uint64_t>(s.options.step),
            s.options.seed};
}

std::uint64_t checksum(std::span<const std::byte> bytes) {
    StateHash hash;
    while (bytes.size() >= sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), sizeof word);
        hash.add(word);
        bytes = bytes.subspan(sizeof word);
    }
    for (const std::byte byte : bytes) {
        hash.add(static_cast<std::uint64_t>(byte));
    }
    return hash.value();
}

constexpr std::size_t kHeader = sizeof(std::array<std::uint64_t, 8>) + sizeof(std::uint64_t);

} // namespace

std::vector<std::byte> Simulation::save() const {
    Saver saver;
    auto shape = shape_of(*state_);
    saver(shape);
    std::uint64_t sum = 0;
    saver(sum);
    state_->saved_finder = state_->finder.standing();
    visit_state(saver, *state_); // the same list serves both ways; saving changes nothing
    sum = checksum(std::span<const std::byte>{saver.bytes}.subspan(kHeader));
    std::memcpy(saver.bytes.data() + sizeof shape, &sum, sizeof sum);
    return std::move(saver.bytes);
}

Result<void> Simulation::restore(std::span<const std::byte> saved) {
    std::array<std::uint64_t, 8> shape{};
    std::uint64_t sum = 0;
    if (saved.size() < kHeader) {
        return fail(ErrorCode::Malformed, "The saved state is cut short. Save it again.");
    }
    std::memcpy(shape.data(), saved.data(), sizeof shape);
    std::memcpy(&sum, saved.data() + sizeof shape, sizeof sum);
    if (shape != shape_of(*state_)) {
        return fail(ErrorCode::Unsupported, "The saved state belongs to another network, demand, step or seed, or to "
                                            "another version. Load it with what it was saved from.");
    }
    if (checksum(saved.subspan(kHeader)) != sum) {
        return fail(ErrorCode::Malformed, "The saved state is damaged. Save it again.");
    }
    const std::vector<std::byte> before = save();
    const std::size_t batteries = state_->batteries.size();
    const std::size_t stations = state_->stations.size();
    for (Blocked blocked : state_->blocked) { // the state to come may have others
        blocked.what.speed_mps = 0.0F;
        state_->slow_down(blocked);
    }
    const auto load = [this, batteries, stations](std::span<const std::byte> bytes) {
        Loader loader{bytes.subspan(kHeader)};
        visit_state(loader, *state_);
        const State& s = *state_;
        bool fits = loader.done() && s.lane_slot.size() == s.plan.lanes.size() &&
                    s.turn_slot.size() == s.plan.turns.size() && s.junctions.size() == s.plan.junctions.size() &&
                    s.records.size() == s.work.trips.size() && s.routes.size() == s.work.trips.size() &&
                    s.batteries.size() == batteries && s.stations.size() == stations &&
                    s.signals.size() == s.net.controllers.size() && s.undetected_s.size() == s.ruled.size() &&
                    s.walkers.size() == s.plan.crossings.size();
        for (std::size_t c = 0; fits && c < s.ruled.size(); ++c) {
            fits = s.undetected_s[c].size() == s.ruled[c].size();
        }
        for (std::uint32_t l = 0; fits && l < s.lane_slot.size(); ++l) {
            fits =
                s.lane_slot[l].begin + std::size_t{s.lane_slot[l].count} <= s.junctions[s.lane_junction[l]].pool.size();
        }
        for (std::uint32_t t = 0; fits && t < s.turn_slot.size(); ++t) {
            fits = s.turn_slot[t].begin + std::size_t{s.turn_slot[t].count} <=
                   s.junctions[s.plan.turns[t].junction].pool.size();
        }
        return fits;
    };
    if (!load(saved)) {
        load(before);
        for (const Blocked& blocked : state_->blocked) {
            state_->slow_down(blocked);
        }
        return fail(ErrorCode::Malformed, "The saved state does not hold together. Save it again.");
    }
    for (const Blocked& blocked : state_->blocked) {
        state_->slow_down(blocked);
    }
    state_->finder.resume(state_->routing_s, state_->saved_finder);
    return {};
}

} // namespace cityloom::traffic
