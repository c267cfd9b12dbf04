// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/power/bus_loads.h"

#include <algorithm>

#include "sim/lifeline/rows.h"
#include "sim/power/rows.h"

namespace cityloom::power {

namespace {

constexpr double kShedPu = 0.85;
constexpr std::size_t kStepShare = 10; // a step sheds at a tenth of the buses that are too low, the lowest ones

std::uint8_t class_of(std::uint8_t priority) {
    return std::min<std::uint8_t>(priority, BusLoads::kClasses - 1);
}

} // namespace

BusLoads::BusLoads(const Network& net, std::span<const engine::Supply> supplies)
    : net_{net},
      customers_class_(net.buses.size(), 0),
      wanted_w_(kClasses * net.buses.size(), 0.0),
      asked_w_(kClasses * net.buses.size(), 0.0),
      load_w_(net.buses.size(), 0.0),
      drawn_w_(net.buses.size(), 0.0),
      shed_(net.buses.size(), 0) {
    for (const engine::Supply& supply : supplies) {
        if (supply.provider.is(kBus) && supply.consumer.is(lifeline::kBuilding)) {
            std::uint8_t& most = customers_class_[supply.provider.index];
            most = std::max(most, class_of(supply.priority));
        }
    }
    for (std::size_t b = 0; b < load_w_.size(); ++b) {
        sum(b);
    }
}

bool BusLoads::ask(double electricity, double at_home, const engine::Supplies& supplies) {
    std::ranges::fill(asked_w_, 0.0);
    for (std::size_t b = 0; b < net_.buses.size(); ++b) {
        asked_w_[kClasses * b + customers_class_[b]] =
            net_.buses[b].peak_load_w * electricity + net_.buses[b].home_charging_w * at_home;
    }
    for (const std::uint32_t k : supplies.of_provider(kBus)) {
        asked_w_[kClasses * supplies.provider(k) + class_of(supplies.rows()[k].priority)] += supplies.draw(k);
    }
    if (asked_w_ == wanted_w_) {
        return false;
    }
    wanted_w_.swap(asked_w_);
    for (std::size_t b = 0; b < load_w_.size(); ++b) {
        sum(b);
    }
    return true;
}

void BusLoads::sum(std::size_t bus) {
    load_w_[bus] = 0.0;
    for (std::size_t c = shed_[bus]; c < kClasses; ++c) {
        load_w_[bus] += wanted_w_[kClasses * bus + c];
    }
    drawn_w_[bus] =
        load_w_[bus] + net_.buses[bus].no_load_w + net_.buses[bus].load_loss_per_w * load_w_[bus] * load_w_[bus];
}

void BusLoads::restore_all() {
    for (std::size_t b = 0; b < shed_.size(); ++b) {
        if (shed_[b] != 0) {
            shed_[b] = 0;
            sum(b);
        }
    }
}

std::size_t BusLoads::next_class(std::size_t bus) const {
    std::size_t c = shed_[bus];
    while (c < kClasses && wanted_w_[kClasses * bus + c] <= 0.0) {
        ++c;
    }
    return c;
}

bool BusLoads::shed(std::span<const double> voltage_pu, std::span<const std::uint32_t> upstream) {
    std::vector<std::uint8_t> helps(shed_.size(), 0);
    for (std::uint32_t b = 0; b < shed_.size(); ++b) {
        for (std::uint32_t at = voltage_pu[b] < kShedPu ? b : kNone; at != kNone && helps[at] == 0; at = upstream[at]) {
            helps[at] = 1;
        }
    }
    std::size_t lowest = kClasses;
    std::vector<std::size_t> at;
    for (std::size_t b = 0; b < shed_.size(); ++b) {
        const std::size_t c = helps[b] != 0 ? next_class(b) : kClasses;
        if (c < lowest) {
            lowest = c;
            at.clear();
        }
        if (c == lowest && c < kClasses) {
            at.push_back(b);
        }
    }
    std::ranges::stable_sort(at, {}, [&](std::size_t b) { return voltage_pu[b]; });
    at.resize((at.size() + kStepShare - 1) / kStepShare);
    for (const std::size_t b : at) {
        shed_[b] = static_cast<std::uint8_t>(lowest + 1);
        sum(b);
    }
    return !at.empty();
}

double BusLoads::wanted_w(std::size_t bus) const {
    double all = 0.0;
    for (std::size_t c = 0; c < kClasses; ++c) {
        all += wanted_w_[kClasses * bus + c];
    }
    return all;
}

double BusLoads::shed_w(std::size_t bus) const {
    double all = 0.0;
    for (std::size_t c = 0; c < shed_[bus]; ++c) {
        all += wanted_w_[kClasses * bus + c];
    }
    return all;
}

bool BusLoads::is_shed(std::uint64_t bus, std::uint8_t priority) const {
    return class_of(priority) < shed_[bus];
}

} // namespace cityloom::power
