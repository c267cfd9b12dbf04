// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "sim/corridor/network_set.h"
#include "sim/lifeline/dependency.h"
#include "sim/power/network.h"
#include "sim/telecom/network.h"
#include "sim/traffic/demand.h"
#include "sim/traffic/network.h"
#include "sim/water/network.h"

namespace cityloom::engine {

/// Everything that the engine runs on: one city's networks, as derived or read. Those that other rooms know by name are
/// members; every other domain's lies beside them (see NetworkSet::put and of).
struct Networks final : NetworkSet {
    traffic::RoadNetwork roads;
    traffic::DemandModel demand;
    water::Network water;
    power::Network power;
    telecom::Network telecom;
    lifeline::Dependencies dependencies;

private:
    [[nodiscard]] const void* find(Key key) const override;
    void place(Key key, std::shared_ptr<const void> network) override;

    std::vector<std::pair<Key, std::shared_ptr<const void>>> others_;
};

} // namespace cityloom::engine
