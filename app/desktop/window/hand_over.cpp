// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/hand_over.h"

#include <optional>

#include <QFileInfo>

#include "app/picture/recorded_moment.h"

namespace cityloom::app {

/// The project read beside the window's own store, and what keeps results through that one.
struct HandOver::Reading {
    std::optional<scenarios::ProjectStore> store;
    std::optional<scenarios::LoadedProject> project;
    scenarios::RunAndKeep run;
    std::vector<scenarios::RunResult> kept;
};

HandOver::HandOver(Workspace& workspace, QObject* parent) : QObject{parent}, workspace_{workspace} {}

void HandOver::start(const QString& title, bool load, Work work, const std::filesystem::path& file) {
    const auto store = workspace_.store();
    const auto base = workspace_.base();
    if (!store || !base) {
        return;
    }
    auto reading = std::make_shared<Reading>();
    reading->run = scenarios::run_and_keep([store, reading = std::weak_ptr<Reading>{reading}](
                                               const std::string& scenario, const scenarios::Scenario& resolved,
                                               const scenarios::RunReport& report,
                                               std::span<const std::pair<TimeUs, std::string>> frames) {
        auto kept = store->ask([&](scenarios::ProjectStore& project) {
            return scenarios::keep_result(project, scenario, resolved, report, frames);
        });
        if (const auto still = reading.lock(); kept && still) {
            still->kept.push_back(*kept);
        }
        return kept;
    });
    workspace_.tasks().start(
        title,
        [store, project = base->file, load, reading,
         work = std::move(work)](const TaskControl& control) -> Result<void> {
            store->settle();
            auto opened = scenarios::ProjectStore::open(project, scenarios::ProjectStore::Mode::ReadOnly, control.stop);
            if (!opened) {
                return tl::make_unexpected(opened.error());
            }
            reading->store = std::move(*opened);
            if (load) {
                auto loaded = scenarios::load_project(*reading->store);
                if (!loaded) {
                    return tl::make_unexpected(loaded.error());
                }
                reading->project = std::move(*loaded);
            }
            return work(*reading, control);
        },
        [this, reading, base, file] {
            if (base == workspace_.base()) {
                workspace_.take(reading->kept);
            }
            Q_EMIT written(QString::fromStdString(file.string()));
        });
}

void HandOver::report(const ReportRequest& request, bool run_missing, const std::filesystem::path& file) {
    start(
        tr("Writing the report"), true,
        [request, run_missing, file](Reading& reading, const TaskControl& control) -> Result<void> {
            const auto made = make_report(
                *reading.store, *reading.project, request, run_missing ? reading.run : scenarios::RunAndKeep{},
                [&](double fraction, const std::string& what) {
                    control.progress(fraction, QString::fromStdString(what));
                },
                control.stop);
            return made ? write_report(*made, file) : tl::make_unexpected(made.error());
        },
        file);
}

void HandOver::film(const FilmRequest& request, bool run_missing, const std::filesystem::path& file) {
    constexpr TimeUs kRecordEvery = 10 * kSecondUs;
    scenarios::RunRequest run;
    run.start = std::max<TimeUs>(0, request.from - 15 * kMinuteUs); // the streets fill first
    run.duration = request.to - run.start + kMinuteUs;
    run.trips = workspace_.runSettings().trips;
    run.seed = workspace_.runSettings().seed;
    run.bicycles = workspace_.runSettings().bicycles;
    run.record_every = kRecordEvery;
    start(
        tr("Making the film"), true,
        [request, run_missing, run, file](Reading& reading, const TaskControl& control) -> Result<void> {
            const auto there = recorded_moment(*reading.store, *reading.project, request.scenario, request.from);
            double begun = 0.0;
            if (there && there->frame == nullptr && run_missing) {
                begun = 0.5;
                scenarios::RunHooks hooks;
                hooks.progress = [&](double fraction, TimeUs at) {
                    control.progress(0.5 * fraction, QString::fromStdString(scenarios::format_clock(at)));
                };
                if (auto ran = reading.run(*reading.project, request.scenario, run, std::move(hooks), control.stop);
                    !ran) {
                    return tl::make_unexpected(ran.error());
                }
            }
            return write_film(
                *reading.store, *reading.project, request, file,
                [&](double fraction, TimeUs at) {
                    control.progress(begun + (1.0 - begun) * fraction,
                                     QString::fromStdString(scenarios::format_clock(at)));
                },
                control.stop);
        },
        file);
}

void HandOver::picture(const render::PictureRequest& request, std::shared_ptr<const LoadedCity> city,
                       std::shared_ptr<const engine::Frame> frame, bool underground,
                       const std::filesystem::path& file) {
    workspace_.tasks().start(
        tr("Drawing the picture"),
        [request, city = std::move(city), frame = std::move(frame), underground,
         file](const TaskControl& control) -> Result<void> {
            render::CityScene scene{city->parts};
            scene.show(frame);
            scene.set_underground(underground);
            control.progress(0.3, {});
            const auto picture = render_picture(scene, request);
            if (!picture) {
                return tl::make_unexpected(picture.error());
            }
            if (control.stop.stop_requested()) {
                return fail(ErrorCode::Cancelled, "The picture was cancelled; nothing was written.");
            }
            control.progress(0.9, {});
            return render::write_png(*picture, file);
        },
        [this, file] { Q_EMIT written(QString::fromStdString(file.string())); });
}

void HandOver::copy(const std::filesystem::path& file) {
    start(
        tr("Saving a copy"), false,
        [file](Reading& reading, const TaskControl& control) {
            return reading.store->copy_to(
                file, true, [&](double fraction) { control.progress(fraction, {}); }, control.stop);
        },
        file);
}

QString withSuffix(const QString& file, const QStringList& fitting) {
    const QString suffix = QFileInfo{file}.suffix();
    return file.isEmpty() || fitting.contains(suffix, Qt::CaseInsensitive) ? file : file + u'.' + fitting.front();
}

} // namespace cityloom::app
