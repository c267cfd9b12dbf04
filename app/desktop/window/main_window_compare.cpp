// SPDX-License-Identifier: GPL-3.0-or-later
// Two scenarios in one picture, or in two: one camera, one layer, one clock.
#include <algorithm>

#include <QMenu>

#include "app/desktop/compare/beside_run.h"
#include "app/desktop/docks/scenario_panel.h"
#include "app/desktop/models/object_facts.h"
#include "app/desktop/tasks/task_bar.h"
#include "app/desktop/window/main_window.h"
#include "sim/engine/catalogue.h"

namespace cityloom::app {

namespace {

constexpr TimeUs kTellBehind = 30 * kSecondUs; // a second run that is only catching up says so

} // namespace

void MainWindow::buildCompareMenu(QMenu& menu) {
    QMenu* compare = menu.addMenu(tr("Compare with"));
    city_actions_ << compare->menuAction();
    connect(compare, &QMenu::aboutToShow, this, [this, compare] {
        compare->clear();
        for (const scenarios::Scenario& scenario : desk_.workspace().book().all()) {
            if (scenario.name != desk_.workspace().activeScenario()) {
                QAction* action = compare->addAction(QString::fromStdString(scenario.name), this,
                                                     [this, n = scenario.name] { compareWith(n, asked_mode_); });
                action->setCheckable(true);
                action->setChecked(scenario.name == beside_->scenario());
            }
        }
        if (compare->isEmpty()) {
            compare->addAction(tr("There is no other scenario yet"))->setEnabled(false);
        }
    });
    city_actions_ << addAction(menu, tr("Swipe between two scenarios"), {}, Qt::Key_F8,
                               [this] { compareWith({}, PictureFrame::Mode::Swipe); });
    city_actions_ << addAction(menu, tr("Two scenarios side by side"), {}, Qt::Key_F7,
                               [this] { compareWith({}, PictureFrame::Mode::Beside); });
    city_actions_ << addAction(menu, tr("One picture"), {}, Qt::SHIFT | Qt::Key_F8, [this] { beside_->end(); });
    menu.addSeparator();
}

void MainWindow::connectCompare() {
    connect(beside_, &BesideRun::ready, this, &MainWindow::showBeside);
    connect(beside_, &BesideRun::ended, this, [this] {
        pictures_->showOne();
        view_->setFocus();
    });
    connect(beside_, &BesideRun::frameChanged, this, [this](const std::shared_ptr<const engine::Frame>& frame) {
        if (pictures_->second() != nullptr) {
            pictures_->second()->showFrame(frame);
        }
    });
    connect(&desk_.play(), &PlayControl::statusChanged, this, &MainWindow::showTitles);
}

void MainWindow::compareWith(std::string scenario, PictureFrame::Mode mode) {
    asked_mode_ = mode;
    const std::string& active = desk_.workspace().activeScenario();
    const auto& all = desk_.workspace().book().all();
    if (scenario.empty() && beside_->active()) {
        pictures_->showTwo(mode); // only another way of looking
        return;
    }
    if (scenario.empty() && active != "base" && desk_.workspace().book().find("base") != nullptr) {
        scenario = "base";
    }
    if (scenario.empty()) {
        const auto other = std::ranges::find_if(all, [&](const scenarios::Scenario& s) { return s.name != active; });
        scenario = other == all.end() ? std::string{} : other->name;
    }
    if (scenario.empty()) {
        banner_->tell(tr("Compare"), tr("There is no other scenario yet. Add one, and give it what is to be tried."),
                      {});
        return;
    }
    beside_->begin(scenario);
}

void MainWindow::showBeside() {
    pictures_->showTwo(asked_mode_);
    CityView* second = pictures_->second();
    if (second->city() != nullptr) {
        second->setApplied(beside_->city());
    } else {
        second->setCity(beside_->city());
        connect(second, &CityView::clicked, this, [this](const render::ObjectRef& object) {
            // What both have is selected in both; what only the other has is told of there.
            const auto first = desk_.workspace().city();
            const auto other = beside_->city();
            if (first && other && object.kind != nullptr && object.kind->view != nullptr &&
                !object.is(render::kGround) && engine::asset_exists(*other->networks, {object.kind, object.index})) {
                const auto same =
                    engine::find_asset(*first->networks, object.kind->view(*other->networks, object.index).key);
                select(same ? objectOf(*first, *same) : render::ObjectRef{});
            } else {
                select({});
            }
        });
    }
    render::CityScene* from = view_->scene();
    render::CityScene* to = second->scene();
    if (from != nullptr && to != nullptr) {
        to->set_layer(from->layer());
        to->set_underground(underground_);
        for (const render::PicturePart& part : render::picture_parts()) {
            to->set_visible(part.id, from->visible(part.id));
        }
    }
    second->setPose(view_->pose());
    showTitles();
}

void MainWindow::showTitles() {
    if (pictures_->second() == nullptr) {
        return;
    }
    render::CityScene* a = view_->scene();
    render::CityScene* b = pictures_->second()->scene();
    if (a != nullptr && b != nullptr) { // one ramp
        const double high = std::max(a->ramp_high(), b->ramp_high());
        eachScene([high](render::CityScene& scene) { scene.set_least_ramp_high(high); });
    }
    const std::string& active = desk_.workspace().activeScenario();
    QString other = QStringLiteral("B  %1").arg(QString::fromStdString(beside_->scenario()));
    if (const TimeUs behind = beside_->behind(); behind > kTellBehind) {
        other += tr("  · catching up, %n minute(s) behind", nullptr, static_cast<int>(behind / kMinuteUs) + 1);
    }
    pictures_->setTitles(
        QStringLiteral("A  %1").arg(active.empty() ? tr("the city as it stands") : QString::fromStdString(active)),
        other);
}

void MainWindow::eachScene(const std::function<void(render::CityScene&)>& what) {
    for (CityView* view : {view_, pictures_->second()}) {
        if (view != nullptr && view->scene() != nullptr) {
            what(*view->scene());
            view->update();
        }
    }
}

} // namespace cityloom::app
