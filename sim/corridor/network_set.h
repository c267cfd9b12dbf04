// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>

namespace cityloom::engine {

/// A city's networks as a domain's own rows see them: each asks for its own by type, and knows no other's. A network
/// that the city does not have reads as an empty one.
class NetworkSet {
public:
    template <typename Network> [[nodiscard]] const Network& of() const {
        static const Network kEmpty{};
        const void* found = find(key<Network>());
        return found != nullptr ? *static_cast<const Network*>(found) : kEmpty;
    }

    /// Puts a network in place of what is there.
    template <typename Network> void put(Network network) {
        place(key<Network>(), std::make_shared<const Network>(std::move(network)));
    }

protected:
    NetworkSet() = default;
    ~NetworkSet() = default;
    NetworkSet(const NetworkSet&) = default;
    NetworkSet& operator=(const NetworkSet&) = default;

    using Key = const void*;
    /// One address a type.
    template <typename Network> [[nodiscard]] static Key key() {
        static const char kHere = 0;
        return &kHere;
    }

private:
    [[nodiscard]] virtual const void* find(Key key) const = 0;
    virtual void place(Key key, std::shared_ptr<const void> network) = 0;
};

} // namespace cityloom::engine
