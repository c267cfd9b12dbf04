// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include <QObject>

#include "app/desktop/models/workspace.h"
#include "app/film/film.h"
#include "app/report/report_job.h"
#include "render/capture/picture.h"

namespace cityloom::app {

/// What a person takes away from the desk: reports, pictures, films, a copy of the project. Each is made by the same
/// function as on the command line, in a task of its own; written() tells when it is there, Workspace::failed() when it
/// could not be.
class HandOver : public QObject {
    Q_OBJECT

public:
    explicit HandOver(Workspace& workspace, QObject* parent = nullptr);

    /// \param run_missing runs what has no stored result, and keeps it in the project
    void report(const ReportRequest& request, bool run_missing, const std::filesystem::path& file);
    /// \param request from and to may lie outside what is recorded: then it is run and recorded, and kept, first
    void film(const FilmRequest& request, bool run_missing, const std::filesystem::path& file);
    /// A picture of what the window shows. \param frame null: without moving things
    void picture(const render::PictureRequest& request, std::shared_ptr<const LoadedCity> city,
                 std::shared_ptr<const engine::Frame> frame, bool underground, const std::filesystem::path& file);
    /// Replaces a project that has that name: who asks has asked the person.
    void copy(const std::filesystem::path& file);

Q_SIGNALS:
    void written(const QString& file);

private:
    struct Reading;
    using Work = std::function<Result<void>(Reading& reading, const TaskControl& control)>;
    void start(const QString& title, bool load, Work work, const std::filesystem::path& file);

    Workspace& workspace_;
};

/// The name with an ending, where it has none of those that fit.
[[nodiscard]] QString withSuffix(const QString& file, const QStringList& fitting);

} // namespace cityloom::app
