// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/view/view_overlays.h"

#include <cmath>

#include <QEvent>
#include <QLocale>
#include <QToolButton>

#include "app/desktop/style/icons.h"
#include "app/desktop/view/alert_strip.h"
#include "app/desktop/view/legend_panel.h"
#include "app/desktop/view/map_furniture.h"

namespace cityloom::app {

ViewOverlays::ViewOverlays(CityView& view)
    : QObject{&view},
      view_{view},
      legend_{new LegendPanel{&view}},
      compass_{new Compass{&view}},
      scale_{new ScaleBar{&view}},
      alerts_{new AlertStrip{&view}},
      following_{new QToolButton{&view}} {
    view.installEventFilter(this);
    connect(&view, &CityView::cameraMoved, this, &ViewOverlays::follow);
    following_->setIcon(icon(QStringLiteral("camera")));
    following_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    following_->setAutoFillBackground(true); // it stands on the picture
    following_->setAccessibleName(tr("End following"));
    following_->hide();
    connect(following_, &QToolButton::clicked, this, &ViewOverlays::followingEndAsked);
    connect(alerts_, &AlertStrip::sizeChanged, this, &ViewOverlays::place);
    connect(compass_, &QAbstractButton::clicked, &view, &CityView::northUp);
    cityChanged();
}

void ViewOverlays::setStartPage(QWidget* page) {
    start_ = page;
    start_->setParent(&view_);
    cityChanged();
}

void ViewOverlays::cityChanged() {
    const LoadedCity* city = view_.city();
    alerts_->clear();
    compass_->setVisible(city != nullptr);
    scale_->setVisible(city != nullptr);
    if (start_ != nullptr) {
        start_->setVisible(city == nullptr);
    }
    QString credits;
    if (city != nullptr) {
        for (const std::string& credit : city->city->attributions) {
            credits += (credits.isEmpty() ? QString{} : QStringLiteral("  ·  ")) + QString::fromStdString(credit);
        }
    }
    scale_->setAttribution(credits);
    refreshLegend();
    follow();
    place();
}

void ViewOverlays::refreshLegend() {
    render::CityScene* scene = view_.scene();
    if (scene == nullptr || (scene->layer() == nullptr && !scene->is_painted())) {
        legend_->showLegend({});
        return;
    }
    const bool chinese = QLocale{}.language() == QLocale::Chinese;
    const QSize before = legend_->size();
    legend_->showLegend(scene->legend(chinese ? render::Language::Chinese : render::Language::English));
    if (legend_->size() != before) {
        place();
    }
}

void ViewOverlays::showFollowing(const QString& what) {
    following_->setText(tr("Following %1. Esc ends").arg(what));
    following_->setAccessibleName(following_->text());
    following_->adjustSize();
    following_->setVisible(!what.isEmpty());
    place();
}

bool ViewOverlays::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize || event->type() == QEvent::Show) {
        place();
    }
    return QObject::eventFilter(watched, event);
}

void ViewOverlays::place() {
    constexpr int kGap = 12;
    legend_->move(kGap, view_.height() - legend_->height() - kGap);
    const auto* title = view_.findChild<QWidget*>(QStringLiteral("pictureTitle"), Qt::FindDirectChildrenOnly);
    const bool titled = title != nullptr && !title->isHidden();
    alerts_->move(kGap, titled ? kGap + title->height() + kGap / 2 : kGap);
    following_->move((view_.width() - following_->width()) / 2, view_.height() - following_->height() - kGap);
    compass_->move(view_.width() - compass_->width() - kGap, kGap);
    scale_->move(view_.width() - scale_->width() - kGap, view_.height() - scale_->height() - kGap);
    if (start_ != nullptr) {
        start_->setGeometry(view_.rect());
    }
}

void ViewOverlays::follow() {
    if (view_.city() == nullptr) {
        return;
    }
    const render::CameraPose pose = view_.pose();
    compass_->setHeading(std::atan2(pose.target[0] - pose.eye[0], pose.target[1] - pose.eye[1]));
    scale_->setMetresPerPixel(view_.metresPerPixel());
}

} // namespace cityloom::app
