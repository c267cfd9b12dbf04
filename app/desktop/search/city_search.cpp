// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/search/city_search.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include "sim/traffic/rows.h"

namespace cityloom::app {

void CitySearch::setCity(const std::shared_ptr<const LoadedCity>& city) {
    if (city == city_) {
        return;
    }
    city_ = city;
    names_.reset();
    if (city_ == nullptr) {
        return;
    }
    QThreadPool::globalInstance()->start([applied = city_->applied, search = QPointer<CitySearch>{this}] {
        auto names = scenarios::city_names(applied);
        if (QCoreApplication::instance() == nullptr) {
            return;
        }
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [search, names = std::move(names)] {
                if (search && search->city_ != nullptr && search->city_->applied == names->city) {
                    search->names_ = names;
                    Q_EMIT search->ready();
                }
            },
            Qt::QueuedConnection);
    });
}

render::ObjectRef objectOf(const gis::City& city, const scenarios::NamedThing& thing) {
    const bool street = thing.asset.is(traffic::kStreet);
    render::ObjectRef object{thing.asset.kind, thing.asset.i(), street ? city.streets[thing.asset.index].id : 0, {}};
    if (thing.asset.kind == nullptr) {
        object = {&render::kGround, kNone, 0, {}};
    }
    object.at = {thing.at.x_m, thing.at.y_m, city.terrain.ground_m(thing.at)};
    return object;
}

} // namespace cityloom::app
