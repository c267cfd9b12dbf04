// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/rows.h"

#include "app/desktop/docks/inspector_panel.h"

#include <algorithm>

#include <QCoreApplication>
#include <QGridLayout>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QThreadPool>
#include <QVBoxLayout>

#include "app/desktop/charts/time_chart.h"
#include "app/desktop/models/why_text.h"
#include "app/desktop/style/figures.h"
#include "app/desktop/style/icons.h"
#include "app/desktop/style/plain_text.h"
#include "app/desktop/style/theme.h"
#include "sim/engine/catalogue.h"

namespace cityloom::app {

namespace {

constexpr qsizetype kLongValue = 18; // letters; longer ones may take two lines
constexpr int kMostSamples = 200;    // read from the recording: each is a frame to unpack

const engine::VehicleView* vehicleIn(const engine::Frame* frame, std::uint64_t id) {
    if (frame == nullptr) {
        return nullptr;
    }
    const auto found = std::ranges::find(frame->vehicles, id, &engine::VehicleView::id);
    return found == frame->vehicles.end() ? nullptr : &*found;
}

} // namespace

InspectorPanel::InspectorPanel(PlayControl& play, QWidget* parent) : QWidget{parent}, play_{play} {
    auto* outer = new QVBoxLayout{this};
    outer->setContentsMargins(0, 0, 0, 0);
    hint_ = new QLabel{tr("Click a building, street, vehicle or network symbol in the picture to see what it is, how "
                          "it did over the run, and to make it fail or repair it."),
                       this};
    hint_->setWordWrap(true);
    hint_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    hint_->setMargin(16);
    outer->addWidget(hint_);
    auto* scroll = new QScrollArea{this};
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Figures of the selected object"));
    body_ = scroll;
    auto* inside = new QWidget{scroll};
    scroll->setWidget(inside);
    auto* layout = new QVBoxLayout{inside};
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(8);
    auto* head = new QHBoxLayout;
    icon_ = new QLabel{inside};
    title_ = plainLabel(inside);
    title_->setWordWrap(true);
    title_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    title_->setAccessibleName(tr("Selected object"));
    QFont bold = title_->font();
    bold.setPointSizeF(bold.pointSizeF() * 1.2);
    bold.setWeight(QFont::DemiBold);
    title_->setFont(bold);
    head->addWidget(icon_, 0, Qt::AlignTop);
    head->addWidget(title_, 1);
    layout->addLayout(head);
    kind_ = plainLabel(inside);
    layout->addWidget(kind_);
    grid_ = new QGridLayout;
    grid_->setHorizontalSpacing(8);
    grid_->setVerticalSpacing(4);
    grid_->setColumnStretch(0, 1);
    layout->addLayout(grid_);
    note_ = plainLabel(inside);
    note_->setWordWrap(true);
    layout->addWidget(note_);
    why_ = new QLabel{inside};
    why_->setWordWrap(true);
    why_->setTextFormat(Qt::RichText);
    why_->setTextInteractionFlags(Qt::TextBrowserInteraction);
    why_->setAccessibleName(tr("Why it is not as it should be"));
    layout->addWidget(why_);
    auto* buttons = new QHBoxLayout;
    fail_ = new QPushButton{tr("Fail"), inside};
    repair_ = new QPushButton{tr("Repair"), inside};
    fly_ = new QPushButton{icon(QStringLiteral("fly")), tr("Fly there"), inside};
    buttons->addWidget(fail_);
    buttons->addWidget(repair_);
    buttons->addWidget(fly_);
    follow_ = new QPushButton{icon(QStringLiteral("camera")), tr("Follow"), inside};
    follow_->setCheckable(true);
    follow_->setToolTip(tr("Keep the camera on it (F); Esc or a drag ends that"));
    buttons->addWidget(follow_);
    buttons->addStretch(1);
    layout->addLayout(buttons);
    chart_box_ = new QVBoxLayout;
    layout->addLayout(chart_box_);
    layout->addStretch(1);
    outer->addWidget(scroll);

    connect(fail_, &QPushButton::clicked, this, [this] {
        act(facts_.asset && facts_.asset->is(traffic::kStreet) ? engine::Verb::Close : engine::Verb::Fail);
    });
    connect(repair_, &QPushButton::clicked, this, [this] {
        act(facts_.asset && facts_.asset->is(traffic::kStreet) ? engine::Verb::Open : engine::Verb::Repair);
    });
    connect(fly_, &QPushButton::clicked, this, [this] { Q_EMIT flyRequested({object_.at.x_m, object_.at.y_m}); });
    connect(follow_, &QPushButton::clicked, this, &InspectorPanel::followRequested);
    watch_ = new VehicleWatch{play_, this};
    connect(watch_, &VehicleWatch::changed, this, [this] {
        refresh();
        Q_EMIT tripChanged();
    });
    connect(why_, &QLabel::linkActivated, this, &InspectorPanel::follow);
    connect(&play_, &PlayControl::statusChanged, this, &InspectorPanel::refresh);
    show({});
}

void InspectorPanel::setCity(std::shared_ptr<const LoadedCity> city) {
    city_ = std::move(city);
    show({});
}

void InspectorPanel::setApplied(std::shared_ptr<const LoadedCity> city) {
    city_ = std::move(city);
    const bool gone = object_.kind != nullptr && object_.kind->count != nullptr && object_.kind->view != nullptr &&
                      !object_.is(traffic::kStreet) && object_.index >= object_.kind->count(*city_->networks);
    show(gone ? render::ObjectRef{} : object_);
}

QString InspectorPanel::why() const {
    return why_->text();
}

void InspectorPanel::follow(const QString& key) {
    const auto asset =
        city_ != nullptr ? engine::find_asset(*city_->networks, key.toStdString()) : Result<engine::AssetRef>{};
    if (asset && asset->kind != nullptr) {
        Q_EMIT assetRequested(*asset);
    }
}

/// Asks anew whenever the engine has moved on; of what a recording shows nobody knows it.
void InspectorPanel::readWhy() {
    const auto session = play_.session();
    why_->setVisible(play_.live() && !why_->text().isEmpty());
    if (!session || !facts_.asset || asking_ || !play_.live() || play_.status().time == asked_at_ ||
        play_.status().state == scenarios::SessionStatus::State::Preparing) {
        return;
    }
    asking_ = true;
    asked_at_ = play_.status().time;
    // The engine is waited for in another thread, never in this one.
    QThreadPool::globalInstance()->start(
        [session, asset = *facts_.asset, reading = reading_, panel = QPointer<InspectorPanel>{this}] {
            auto report = session->why(asset);
            if (QCoreApplication::instance() == nullptr) {
                return;
            }
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [panel, reading, report = std::move(report)] {
                    if (panel) {
                        panel->asking_ = false;
                        if (panel->reading_ == reading) {
                            panel->why_->setText(whyText(report));
                            panel->why_->setVisible(panel->play_.live() && !panel->why_->text().isEmpty());
                        } else {
                            panel->readWhy(); // something else was chosen meanwhile
                        }
                    }
                },
                Qt::QueuedConnection);
        });
}

void InspectorPanel::showFollowing(bool on) {
    follow_->setChecked(on);
}

QStringList InspectorPanel::lines() const {
    QStringList lines;
    for (const auto& row : rows_) {
        if (!row[0]->isHidden()) {
            lines << QStringLiteral("%1: %2").arg(row[0]->text(), row[1]->text());
        }
    }
    return lines;
}

QString InspectorPanel::title() const {
    return title_->text();
}

void InspectorPanel::act(engine::Verb verb) {
    if (facts_.asset) {
        act(*facts_.asset, verb);
    }
}

void InspectorPanel::act(engine::AssetRef asset, engine::Verb verb) {
    const bool mends = verb == engine::Verb::Repair || verb == engine::Verb::Open;
    play_.command({.verb = verb,
                   .asset = asset,
                   .by = engine::By::Person,
                   .cause = mends ? std::string{engine::kAllCauses} : "person"});
}

void InspectorPanel::show(const render::ObjectRef& object) {
    object_ = object;
    const bool something = city_ != nullptr && object.kind != nullptr && !object.is(render::kGround);
    hint_->setVisible(!something);
    body_->setVisible(something);
    ++reading_;
    last_sample_ = -1;
    asked_at_ = -1;
    why_->clear();
    for (TimeChart* chart : charts_) {
        chart->deleteLater();
    }
    charts_.clear();
    watch_->watch(something && object.is(traffic::kVehicle) ? std::optional{object.id} : std::nullopt);
    follow_->setVisible(something && object.is(traffic::kVehicle));
    facts_ = something ? objectFacts(*city_, object, play_.frame().get()) : ObjectFacts{};
    if (!something) {
        title_->clear();
        return;
    }
    icon_->setPixmap(iconPixmap(facts_.icon, currentColours().accent, 22, devicePixelRatioF()));
    title_->setText(facts_.title);
    const bool street = facts_.asset && facts_.asset->is(traffic::kStreet);
    fail_->setVisible(facts_.asset.has_value());
    repair_->setVisible(facts_.asset.has_value());
    fail_->setText(street ? tr("Close") : tr("Fail"));
    fail_->setIcon(icon(street ? QStringLiteral("barrier") : QStringLiteral("fail")));
    repair_->setText(street ? tr("Reopen") : tr("Repair"));
    repair_->setIcon(icon(street ? QStringLiteral("street") : QStringLiteral("repair")));
    for (const FactSeries& series : facts_.series) {
        auto* chart = new TimeChart{this};
        chart->setTitle(series.title, series.unit, series.decimals);
        if (play_.session()) {
            const auto& request = play_.session()->request();
            chart->setRange(request.start, request.start + request.duration);
        }
        chart_box_->addWidget(chart);
        charts_.push_back(chart);
    }
    refresh();
    readSeries();
}

void InspectorPanel::refresh() {
    if (facts_.title.isEmpty() || city_ == nullptr) {
        return;
    }
    const auto& frame = play_.frame();
    ObjectFacts now = objectFacts(*city_, object_, frame.get());
    if (watch_->trip()) {
        const auto* v = vehicleIn(frame.get(), object_.id);
        addTrip(now, *watch_->trip(), v != nullptr && v->cls == engine::VehicleClass::Truck);
    }
    kind_->setText(now.kind);
    note_->setText(now.note);
    note_->setVisible(!now.note.isEmpty());
    readWhy();
    while (rows_.size() < now.facts.size()) {
        const int row = static_cast<int>(rows_.size());
        std::array<QLabel*, 3> labels{plainLabel(this), plainLabel(this), plainLabel(this)};
        labels[1]->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        labels[1]->setFont(figureFont());
        labels[2]->setForegroundRole(QPalette::PlaceholderText);
        for (int column = 0; column < 3; ++column) {
            grid_->addWidget(labels.at(static_cast<std::size_t>(column)), row, column);
        }
        rows_.push_back(labels);
    }
    const bool wordy = std::ranges::any_of(now.facts, [](const Fact& fact) { return fact.value.size() > kLongValue; });
    grid_->setColumnStretch(1, wordy ? 1 : 0);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        rows_[i][0]->setWordWrap(wordy);
        const bool used = i < now.facts.size();
        for (QLabel* label : rows_[i]) {
            label->setVisible(used);
        }
        if (used) {
            rows_[i][0]->setText(now.facts[i].label);
            rows_[i][1]->setWordWrap(now.facts[i].value.size() > kLongValue);
            rows_[i][1]->setText(now.facts[i].value);
            rows_[i][2]->setText(now.facts[i].source);
        }
    }
    if (frame && play_.live() && frame->time >= last_sample_ + 10 * kSecondUs && last_sample_ >= 0) {
        last_sample_ = frame->time;
        for (std::size_t i = 0; i < charts_.size(); ++i) {
            charts_[i]->addSample(frame->time, facts_.series[i].value(*frame));
        }
    }
    for (TimeChart* chart : charts_) {
        chart->setCursor(play_.shownTime());
    }
}

void InspectorPanel::readSeries() {
    const auto session = play_.session();
    if (!session || charts_.empty()) {
        return;
    }
    // Unpacking recorded frames takes milliseconds each: not on this thread.
    QThreadPool::globalInstance()->start(
        [session, series = facts_.series, reading = reading_, panel = QPointer<InspectorPanel>{this}] {
            const TimeUs from = session->recorded_from();
            const TimeUs to = session->recorded_to();
            const TimeUs step = std::max<TimeUs>(10 * kSecondUs, (to - from) / kMostSamples);
            std::vector<std::vector<std::pair<TimeUs, double>>> read(series.size());
            for (TimeUs at = from; at <= to; at += step) {
                const auto frame = session->recorded(at);
                for (std::size_t i = 0; frame && i < series.size(); ++i) {
                    read[i].emplace_back(frame->time, series[i].value(*frame));
                }
            }
            if (QCoreApplication::instance() == nullptr) {
                return;
            }
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [panel, reading, read = std::move(read), to] {
                    if (panel && panel->reading_ == reading) {
                        for (std::size_t i = 0; i < read.size(); ++i) {
                            panel->charts_[i]->setSamples(read[i]);
                        }
                        panel->last_sample_ = to;
                        panel->refresh();
                    }
                },
                Qt::QueuedConnection);
        });
}

} // namespace cityloom::app
