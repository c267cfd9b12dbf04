// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/corridor/storage.h"

namespace cityloom::traffic {

extern const engine::Storage kStorage;

} // namespace cityloom::traffic
