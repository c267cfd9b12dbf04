// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/version.h"

namespace cityloom::scenarios {

std::string_view program_version() noexcept {
    return CITYLOOM_VERSION;
}

} // namespace cityloom::scenarios
