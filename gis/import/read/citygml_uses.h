// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "gis/city/city.h"

namespace cityloom::gis {

/// A building's use from CityGML's function, usage and class: codes of the standard's and of Germany's lists, or words.
[[nodiscard]] BuildingUse use_of_citygml(const std::string& function, const std::string& usage, const std::string& cls);

} // namespace cityloom::gis
