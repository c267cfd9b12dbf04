// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace cityloom::engine {

/// A text that people read, in the program's languages. Points to literals.
struct Words {
    std::string_view english;
    std::string_view chinese;
};

} // namespace cityloom::engine
