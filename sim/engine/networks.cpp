// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/engine/networks.h"

#include <algorithm>

namespace cityloom::engine {

const void* Networks::find(Key key) const {
    const std::pair<Key, const void*> members[]{
        {NetworkSet::key<traffic::RoadNetwork>(), &roads}, {NetworkSet::key<traffic::DemandModel>(), &demand},
        {NetworkSet::key<water::Network>(), &water},       {NetworkSet::key<power::Network>(), &power},
        {NetworkSet::key<telecom::Network>(), &telecom},   {NetworkSet::key<lifeline::Dependencies>(), &dependencies}};
    for (const auto& [of, member] : members) {
        if (of == key) {
            return member;
        }
    }
    const auto found = std::ranges::find(others_, key, &std::pair<Key, std::shared_ptr<const void>>::first);
    return found == others_.end() ? nullptr : found->second.get();
}

void Networks::place(Key key, std::shared_ptr<const void> network) {
    const auto member = [&]<typename T>(T& into) {
        if (NetworkSet::key<T>() == key) {
            into = *static_cast<const T*>(network.get());
            return true;
        }
        return false;
    };
    if (member(roads) || member(demand) || member(water) || member(power) || member(telecom) || member(dependencies)) {
        return;
    }
    const auto found = std::ranges::find(others_, key, &std::pair<Key, std::shared_ptr<const void>>::first);
    if (found != others_.end()) {
        found->second = std::move(network);
    } else {
        others_.emplace_back(key, std::move(network));
    }
}

} // namespace cityloom::engine
