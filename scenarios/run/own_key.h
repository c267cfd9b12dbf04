// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/core/result.h"
#include "sim/core/siphash.h"

namespace cityloom::scenarios {

/// The key of this user on this machine, in $XDG_STATE_HOME/cityloom, else ~/.local/state/cityloom; made where there is
/// none yet. A saved run is what the engine holds in memory, index by index: it is taken back from ourselves alone. Io
/// where no key can be kept.
[[nodiscard]] Result<SipKey> own_key();

} // namespace cityloom::scenarios
