// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/object_menu.h"

#include <array>
#include <tuple>

#include <QApplication>
#include <QClipboard>

#include "app/desktop/models/feeds.h"
#include "app/desktop/style/icons.h"
#include "app/desktop/style/table_words.h"
#include "scenarios/table/asset_table.h"
#include "sim/engine/catalogue.h"
#include "sim/traffic/rows.h"

namespace cityloom::app {

namespace {

struct MenuWords {
    Q_DECLARE_TR_FUNCTIONS(ObjectMenu)
};

/// Names out of files: an ampersand in them is no key.
QString label(QString text) {
    return text.replace(QLatin1Char{'&'}, QStringLiteral("&&"));
}

/// The ids of the table's columns that say who supplies, by service.
constexpr std::array<const char*, engine::kServices> kFromColumns{"power_from",   "water_from",  "heat_from",
                                                                  "gas_from",     "signal_from", "data_from",
                                                                  "cooling_from", "road_from",   "control_from"};

QString keyOf(const LoadedCity& city, const render::ObjectRef& object) {
    if (object.is(traffic::kStreet)) {
        return QStringLiteral("street/%1").arg(object.id);
    }
    return QString::fromStdString(engine::asset_key(*city.networks, {object.kind, object.index}));
}

void addFeeds(QMenu& menu, const LoadedCity& city, engine::AssetRef asset, const ObjectDeeds& deeds) {
    const Feeds feeds = feedsOf(*city.networks, asset);
    QMenu* from = menu.addMenu(MenuWords::tr("What feeds it"));
    for (const Feeds::From& feed : feeds.from) {
        const render::ObjectRef provider = objectOf(city, feed.provider);
        from->addAction(label(keyOf(city, provider)), from, [provider, fly = deeds.fly, select = deeds.select] {
            select(provider);
            fly(provider);
        });
    }
    from->setEnabled(!feeds.from.empty());
    QMenu* to = menu.addMenu(MenuWords::tr("What it feeds"));
    const QString key = QString::fromStdString(engine::asset_key(*city.networks, asset));
    for (const Feeds::To& feed : feeds.to) {
        const QString filter = QStringLiteral("%1 = \"%2\"")
                                   .arg(QLatin1String{kFromColumns.at(static_cast<std::size_t>(feed.service))}, key);
        to->addAction(icon(QStringLiteral("table")),
                      label(MenuWords::tr("%1 × %2").arg(feed.indices.size()).arg(inLanguage(feed.kind->words))), to,
                      [kind = feed.kind, filter, show = deeds.show_filtered] { show(*kind, filter); });
    }
    to->setEnabled(!feeds.to.empty());
}

void addDeeds(QMenu& menu, const LoadedCity& city, const render::ObjectRef& object, const ObjectDeeds& deeds) {
    const ObjectFacts facts = objectFacts(city, object, nullptr);
    if (!facts.asset) {
        return;
    }
    menu.addSeparator();
    const bool street = facts.asset->is(traffic::kStreet);
    const auto act = [&](const QString& picture, const QString& text, engine::Verb verb) {
        QAction* action = menu.addAction(icon(picture), text);
        action->setEnabled(deeds.can_act);
        QObject::connect(action, &QAction::triggered, &menu,
                         [act = deeds.act, asset = *facts.asset, verb] { act(asset, verb); });
    };
    act(street ? QStringLiteral("barrier") : QStringLiteral("fail"),
        street ? MenuWords::tr("Close by hand") : MenuWords::tr("Fail by hand"),
        street ? engine::Verb::Close : engine::Verb::Fail);
    act(street ? QStringLiteral("street") : QStringLiteral("repair"),
        street ? MenuWords::tr("Reopen by hand") : MenuWords::tr("Repair by hand"),
        street ? engine::Verb::Open : engine::Verb::Repair);
    addFeeds(menu, city, *facts.asset, deeds);
}

} // namespace

QMenu* objectMenu(const LoadedCity& city, const Coordinates& coordinates, const render::ObjectRef& object,
                  const ObjectDeeds& deeds, QWidget* parent) {
    auto* menu = new QMenu{parent};
    const bool ground = object.kind == nullptr || object.is(render::kGround);
    menu->setAccessibleName(ground ? MenuWords::tr("This place") : objectTitle(city, object));
    menu->addSection(label(ground ? MenuWords::tr("This place") : objectTitle(city, object)));
    menu->addAction(icon(QStringLiteral("fly")), MenuWords::tr("Fly there"), menu, [=] { deeds.fly(object); });
    if (!ground) {
        menu->addAction(icon(QStringLiteral("pick")), MenuWords::tr("Select"), menu, [=] { deeds.select(object); });
        if (object.is(traffic::kVehicle)) {
            menu->addAction(icon(QStringLiteral("camera")), MenuWords::tr("Follow"), menu,
                            [=] { deeds.follow(object); });
        }
        if (scenarios::AssetTable::count(*city.applied, *object.kind) > object.index) {
            menu->addAction(icon(QStringLiteral("table")), MenuWords::tr("Show in the table"), menu,
                            [=] { deeds.show_in_table(object); });
        }
        addDeeds(*menu, city, object, deeds);
    }
    menu->addSeparator();
    for (const auto& [what, picture, text] :
         {std::tuple{ChangePanel::What::Measure, "measure", MenuWords::tr("Add a measure here…")},
          std::tuple{ChangePanel::What::Event, "event", MenuWords::tr("Add an event here…")}}) {
        QAction* action = menu->addAction(icon(QString::fromLatin1(picture)), text);
        action->setEnabled(deeds.can_change);
        QObject::connect(action, &QAction::triggered, menu,
                         [object, what = what, add = deeds.add_change] { add(object, what); });
    }
    menu->addSeparator();
    const auto copy = [&](const QString& text, const QString& what) {
        menu->addAction(icon(QStringLiteral("duplicate")), text, menu,
                        [what] { QApplication::clipboard()->setText(what); });
    };
    if (!ground && object.kind->view != nullptr) {
        copy(MenuWords::tr("Copy the key: %1").arg(label(keyOf(city, object))), keyOf(city, object));
    }
    const Point2 at{object.at.x_m, object.at.y_m};
    copy(MenuWords::tr("Copy the place in metres (%1)").arg(coordinates.crs()), coordinates.plainMetres(at));
    if (coordinates.hasDegrees()) {
        copy(MenuWords::tr("Copy latitude and longitude"), coordinates.plainDegrees(at));
    }
    return menu;
}

} // namespace cityloom::app
