// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "sim/corridor/domain.h"

namespace cityloom::scenarios {

/// Where the network of a domain in a project comes from. Only what was derived is ever derived again.
enum class NetworkOrigin : std::uint8_t { Derived, Imported, Edited };

/// Something that was done to a network while it was read, which its owner should know.
struct NetworkNote {
    const engine::DomainRow* domain = nullptr;
    engine::Words what; ///< "was derived anew from the city: ..."
};

inline constexpr engine::Words kTooOld{
    "was derived anew from the city: it was stored by an older program, in a form that is no longer read",
    "已根据城市数据重新推算：它由旧版程序保存，其格式已不再支持"};

} // namespace cityloom::scenarios
