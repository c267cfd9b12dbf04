// SPDX-License-Identifier: GPL-3.0-or-later
// Two scenarios in one picture, or in two: one camera, one layer, one clock.
#include <algorithm>

#include <QComboBox>
#include <QDockWidget>
#include <QMenu>

#include "app/desktop/compare/beside_run.h"
#include "app/desktop/compare/verdict_panel.h"
#include "app/desktop/docks/scenario_panel.h"
#include "app/desktop/models/object_facts.h"
#include "app/desktop/tasks/task_bar.h"
#include "app/desktop/view/view_overlays.h"
#include "app/desktop/window/main_window.h"
#include "sim/engine/catalogue.h"

namespace cityloom::app {

namespace {

constexpr double kDistrictM = 2200.0;          // as far off as a district is seen whole
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
    city_actions_ << addAction(menu, tr("Difference of two scenarios"), {}, Qt::Key_F9,
                               [this] { compareWith({}, PictureFrame::Mode::Difference); });
    city_actions_ << addAction(menu, tr("Verdict on two scenarios"), {}, Qt::SHIFT | Qt::Key_F9,
                               [this] { showVerdict(); });
    city_actions_ << addAction(menu, tr("One picture"), {}, Qt::SHIFT | Qt::Key_F8, [this] { beside_->end(); });
    menu.addSeparator();
}

void MainWindow::connectCompare() {
    connect(beside_, &BesideRun::ready, this, &MainWindow::showBeside);
    connect(beside_, &BesideRun::ended, this, [this] {
        if (view_->scene() != nullptr) {
            view_->scene()->set_other({});
            view_->update();
        }
        pictures_->showOne();
        overlays_->refreshLegend();
        view_->setFocus();
    });
    connect(beside_, &BesideRun::frameChanged, this, [this](const std::shared_ptr<const engine::Frame>& frame) {
        if (pictures_->second() != nullptr) {
            pictures_->second()->showFrame(frame);
        } else if (view_->scene() != nullptr && view_->scene()->in_difference()) {
            view_->scene()->show_other(frame);
            view_->update();
        }
    });
    connect(verdict_, &VerdictPanel::mapChanged, this, [this] {
        if (view_->scene() != nullptr) {
            view_->scene()->set_painted(verdict_->painted());
            view_->update();
            overlays_->refreshLegend();
        }
    });
    connect(verdict_, &VerdictPanel::flyRequested, this, [this](Point2 at) { view_->flyTo(at, kDistrictM); });
    connect(beside_, &BesideRun::failed, banner_, &Banner::tell);
    connect(&desk_.play(), &PlayControl::statusChanged, this, &MainWindow::showTitles);
}

void MainWindow::compareWith(std::string scenario, PictureFrame::Mode mode) {
    asked_mode_ = mode;
    const std::string& active = desk_.workspace().activeScenario();
    const auto& all = desk_.workspace().book().all();
    if (scenario.empty() && beside_->active()) {
        arrangePictures(mode); // only another way of looking
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

void MainWindow::arrangePictures(PictureFrame::Mode mode) {
    if (beside_->city() == nullptr) {
        return; // it comes, as it was asked for
    }
    if (mode == PictureFrame::Mode::Difference) {
        showDifference();
    } else {
        showBeside();
        if (beside_->frame()) {
            pictures_->second()->showFrame(beside_->frame());
        }
    }
}

void MainWindow::showDifference() {
    pictures_->showDifference();
    render::CityScene* scene = view_->scene();
    if (scene == nullptr) {
        return;
    }
    if (scene->layer() == nullptr) {
        setLayer(engine::layers().front()); // of something one has to tell them apart by
    }
    const auto& book = desk_.workspace().book();
    const std::string& active = desk_.workspace().activeScenario();
    const auto builds_on = [&book](const std::string& name, const std::string& other) {
        const scenarios::Scenario* at = book.find(name);
        for (std::size_t k = 0; at != nullptr && k < book.all().size(); ++k) {
            if (at->base == other) {
                return true;
            }
            at = book.find(at->base);
        }
        return false;
    };
    const std::string here = active.empty() ? tr("the city as it stands").toStdString() : active;
    scene->set_other(render::OtherRun{.parts = {beside_->city(), beside_->city()->parts.get()}, // the city with them
                                      .taken_away = !builds_on(beside_->scenario(), active) && !active.empty(),
                                      .here = here,
                                      .there = beside_->scenario()});
    scene->show_other(beside_->frame());
    view_->update();
    overlays_->refreshLegend();
    showTitles();
}

void MainWindow::showBeside() {
    if (asked_mode_ == PictureFrame::Mode::Difference) {
        showDifference();
        return;
    }
    if (view_->scene() != nullptr) {
        view_->scene()->set_other({});
    }
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

void MainWindow::showVerdict() {
    if (beside_->active()) {
        const bool here = desk_.workspace().activeScenario() == "base";
        verdict_->show(here ? "base" : beside_->scenario(),
                       here ? beside_->scenario() : desk_.workspace().activeScenario());
    }
    verdict_dock_->show();
    verdict_dock_->raise();
    resizeDocks({verdict_dock_}, {260}, Qt::Vertical);
    verdict_->choice(true)->setFocus();
}

void MainWindow::showTitles() {
    const bool difference = pictures_->mode() == PictureFrame::Mode::Difference;
    if (pictures_->second() == nullptr && !difference) {
        return;
    }
    render::CityScene* a = view_->scene();
    render::CityScene* b = difference ? nullptr : pictures_->second()->scene();
    if (a != nullptr && b != nullptr) { // one ramp
        const double high = std::max(a->ramp_high(), b->ramp_high());
        eachScene([high](render::CityScene& scene) { scene.set_least_ramp_high(high); });
    }
    const std::string& active = desk_.workspace().activeScenario();
    QString other = QStringLiteral("B  %1").arg(QString::fromStdString(beside_->scenario()));
    QString late;
    if (const TimeUs behind = beside_->behind(); behind > kTellBehind) {
        late = tr("  · catching up, %n minute(s) behind", nullptr, static_cast<int>(behind / kMinuteUs) + 1);
    }
    if (difference) {
        const auto words = a != nullptr ? a->other_words() : std::pair<std::string, std::string>{};
        pictures_->setTitles(
            tr("Difference: %1 − %2").arg(QString::fromStdString(words.first), QString::fromStdString(words.second)) +
                late,
            {});
        return;
    }
    other += late;
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
