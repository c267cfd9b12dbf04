// SPDX-License-Identifier: GPL-3.0-or-later
// What happens in the run: the list, the news over the picture, the marks on the timeline, and the way to the place.
#include <algorithm>
#include <cmath>

#include <QDockWidget>

#include "app/desktop/docks/event_panel.h"
#include "app/desktop/view/alert_strip.h"
#include "app/desktop/view/city_view.h"
#include "app/desktop/view/view_overlays.h"
#include "app/desktop/window/main_window.h"
#include "sim/engine/catalogue.h"

namespace cityloom::app {

void MainWindow::connectEvents() {
    AlertStrip* alerts = overlays_->alerts();
    connect(feed_, &EventFeed::begun, this, [this, alerts] {
        alerts->clear();
        showMarks();
    });
    connect(feed_, &EventFeed::happened, this, [this, alerts](const std::vector<scenarios::LogEntry>& entries) {
        showMarks();
        if (!events_->seen()) { // who has the list before him sees it there
            alerts->tell(entries);
        }
    });
    connect(event_dock_, &QDockWidget::visibilityChanged, events_, &EventPanel::setSeen);
    const auto go = qOverload<const scenarios::LogEntry&>(&MainWindow::goTo);
    connect(alerts, &AlertStrip::goRequested, this, go);
    connect(events_, &EventPanel::goRequested, this, go);
    connect(events_, &EventPanel::momentRequested, &desk_.play(), &PlayControl::lookAt);
    connect(events_, &EventPanel::unreadChanged, this, [this](int unread) {
        event_dock_->setWindowTitle(unread > 0 ? tr("Events (%1)").arg(unread) : tr("Events"));
    });
}

void MainWindow::goTo(const scenarios::LogEntry& entry) {
    const auto city = desk_.workspace().city();
    if (city == nullptr) {
        return;
    }
    if (entry.count == 1 && !entry.assets.empty()) {
        const auto asset = engine::find_asset(*city->networks, entry.assets.front());
        if (asset && asset->kind != nullptr) {
            goTo(*asset);
            return;
        }
    }
    if (entry.count > 0) {
        const double across = distance_m(entry.from, entry.to);
        view_->flyTo(0.5 * (entry.from + entry.to), std::max(320.0, 1.3 * across));
    } else if (render::DataLayer outages = nullptr; render::parse_layer("outages", outages)) {
        setLayer(outages); // it is about who is without something, wherever they are
        view_->setNamedView(render::NamedView::Overview);
    }
}

} // namespace cityloom::app
