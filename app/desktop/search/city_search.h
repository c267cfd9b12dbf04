// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QObject>

#include "app/desktop/models/loaded_city.h"
#include "render/base/object_ref.h"
#include "scenarios/find/city_names.h"

namespace cityloom::app {

/// The names of the city that is open, for search: made once a city, in another thread.
class CitySearch : public QObject {
    Q_OBJECT

public:
    explicit CitySearch(QObject* parent = nullptr) : QObject{parent} {}
    /// Another city, or the same with other measures.
    void setCity(const std::shared_ptr<const LoadedCity>& city);
    /// Null without a city, and while they are being made.
    [[nodiscard]] std::shared_ptr<const scenarios::CityNames> names() const { return names_; }
    [[nodiscard]] bool reading() const { return city_ != nullptr && names_ == nullptr; }

Q_SIGNALS:
    void ready();

private:
    std::shared_ptr<const LoadedCity> city_;
    std::shared_ptr<const scenarios::CityNames> names_;
};

/// The thing in the picture that a name means; a place alone is the ground there.
[[nodiscard]] render::ObjectRef objectOf(const gis::City& city, const scenarios::NamedThing& thing);

} // namespace cityloom::app
