// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/corridor/domain.h"

namespace cityloom::traffic {

extern const engine::DomainRow kRow;

} // namespace cityloom::traffic
