// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QString>

#include "app/desktop/models/loaded_city.h"
#include "render/base/object_ref.h"
#include "sim/corridor/frame.h"

namespace cityloom::app {

/// One line of the inspector: a figure with its unit and where it comes from.
struct Fact {
    QString label;
    QString value;  ///< unit included
    QString source; ///< "measured", "derived", "default"; empty: simulated
};

/// A figure of one object over the run.
struct FactSeries {
    QString title;
    QString unit;
    int decimals = 1;
    std::function<double(const engine::Frame&)> value;
};

/// All that the inspector says of one object.
struct ObjectFacts {
    QString title;
    QString kind;
    QString icon;
    std::vector<Fact> facts;
    std::vector<FactSeries> series;
    std::optional<engine::AssetRef> asset; ///< what Fail, Repair and Close act on
    QString note;                          ///< what hangs on it
};

/// What is known of an object, in the current language. \param frame may be null: nothing simulated is said then.
[[nodiscard]] ObjectFacts objectFacts(const LoadedCity& city, const render::ObjectRef& object,
                                      const engine::Frame* frame);
/// The name by which a person knows it, for tooltips and lists.
[[nodiscard]] QString objectTitle(const LoadedCity& city, const render::ObjectRef& object);
/// The object of an asset and where it is.
[[nodiscard]] render::ObjectRef objectOf(const LoadedCity& city, engine::AssetRef asset);
[[nodiscard]] QString sourceWord(Provenance source);

} // namespace cityloom::app
