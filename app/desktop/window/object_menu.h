// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QMenu>

#include "app/desktop/edit/change_panel.h"
#include "app/desktop/models/coordinates.h"
#include "app/desktop/models/loaded_city.h"
#include "app/desktop/models/object_facts.h"
#include "render/base/object_ref.h"

namespace cityloom::app {

/// What the menu of a thing leads to; the window knows how.
struct ObjectDeeds {
    std::function<void(const render::ObjectRef&)> fly;
    std::function<void(const render::ObjectRef&)> select;
    std::function<void(const render::ObjectRef&)> follow; ///< a vehicle
    std::function<void(const render::ObjectRef&)> show_in_table;
    std::function<void(const engine::Kind& kind, const QString& filter)> show_filtered;
    std::function<void(engine::AssetRef asset, engine::Verb verb)> act;
    std::function<void(const render::ObjectRef&, ChangePanel::What)> add_change;
    bool can_act = false;    ///< a run is there
    bool can_change = false; ///< a scenario is selected
};

/// The menu of a thing in the picture, of a row of the table, of a line of the scenario tree: the same in all of them.
/// \param object of the bare ground: the place alone. \param parent owns it
[[nodiscard]] QMenu* objectMenu(const LoadedCity& city, const Coordinates& coordinates, const render::ObjectRef& object,
                                const ObjectDeeds& deeds, QWidget* parent);

} // namespace cityloom::app
