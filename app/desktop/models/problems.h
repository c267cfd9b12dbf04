// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "app/desktop/models/loaded_city.h"
#include "scenarios/run/session.h"

namespace cityloom::app {

/// Something that a person should look at.
struct Problem {
    enum class Level { Info, Warning, Error } level = Level::Warning;
    QString what;
    QString object;
    QString remedy;
    std::optional<Point2> at;
};

/// What the import noted, streets that were left out, and junctions whose rules are a guess.
[[nodiscard]] std::vector<Problem> cityProblems(const LoadedCity& city);
/// What the run cannot do.
[[nodiscard]] std::vector<Problem> runProblems(const scenarios::SessionStatus& status);

} // namespace cityloom::app
