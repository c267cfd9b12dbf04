// SPDX-License-Identifier: GPL-3.0-or-later
// Opening, importing and exporting: the questions that are asked, and the files that are written.
#include <algorithm>
#include <cstdio>

#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QMimeData>
#include <QSaveFile>
#include <QStandardPaths>
#include <QTimer>
#include <QUrl>

#include "app/desktop/docks/kpi_panel.h"
#include "app/desktop/style/plain_text.h"
#include "app/desktop/table/table_panel.h"
#include "app/desktop/tasks/task_bar.h"
#include "app/desktop/view/city_view.h"
#include "app/desktop/window/import_dialog.h"
#include "app/desktop/window/main_window.h"
#include "app/desktop/window/notes_dialog.h"
#include "scenarios/project/project_store.h"
#include "scenarios/project/version.h"
#include "scenarios/run/run_log.h"

namespace cityloom::app {

namespace {

QString projectFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

} // namespace

void MainWindow::askDemo() {
    const QString file = askWhereTo(tr("Where to keep the demo city"), QStringLiteral("loom-bay"),
                                    QStringLiteral("gpkg"), tr("Cityloom projects (*.gpkg)"));
    if (!file.isEmpty() && mayLeaveRun()) {
        banner_->hide();
        desk_.workspace().createDemo(file.toStdString());
    }
}

void MainWindow::askOpen() {
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Open a project"), projectFolder(), tr("Cityloom projects (*.gpkg)"));
    if (!file.isEmpty()) {
        open(file);
    }
}

QString MainWindow::askWhereTo(const QString& title, const QString& name, const QString& suffix,
                               const QString& filter) {
    QFileDialog dialog{this, title, projectFolder(), filter};
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(suffix); // and asks before it writes over a file of that whole name
    dialog.selectFile(name + QLatin1Char{'.'} + suffix);
    return dialog.exec() == QDialog::Accepted ? dialog.selectedFiles().value(0) : QString{};
}

bool MainWindow::mayLeaveRun() {
    const auto session = desk_.workspace().session();
    const std::size_t by_hand = session ? session->commands().size() : 0;
    if (by_hand == 0) {
        return true; // the scenarios are kept as they are made, and a run gives the same again
    }
    desk_.play().setPlaying(false);
    const auto answer = QMessageBox::question(
        this, tr("Leave the live run?"),
        tr("What was done by hand in it (%n step(s)) is kept nowhere. Keep it as a log that can be replayed?", nullptr,
           static_cast<int>(by_hand)),
        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Save);
    if (answer == QMessageBox::Save) {
        exportLog();
    }
    return answer != QMessageBox::Cancel;
}

void MainWindow::askImport() {
    const QStringList files =
        QFileDialog::getOpenFileNames(this, ImportDialog::tr("Import a city: map, buildings and terrain together"),
                                      projectFolder(), cityDataFilter());
    if (files.isEmpty()) {
        return;
    }
    importFiles(files);
}

void MainWindow::importFiles(const QStringList& files) {
    ImportDialog dialog{
        files, QDir{projectFolder()}.filePath(QFileInfo{files.front()}.baseName() + QStringLiteral(".gpkg")), this};
    if (dialog.exec() == QDialog::Accepted && (dialog.updates() || mayReplace(dialog.out()))) {
        banner_->hide();
        desk_.workspace().importFiles(dialog.out(), dialog.files(), dialog.options(), dialog.updates());
    }
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (!urls.isEmpty() && std::ranges::all_of(urls, &QUrl::isLocalFile)) {
        event->acceptProposedAction();
    }
}

/// A project is opened; anything else is imported, all together.
void MainWindow::dropEvent(QDropEvent* event) {
    QStringList files;
    for (const QUrl& url : event->mimeData()->urls()) {
        files << url.toLocalFile();
    }
    event->acceptProposedAction();
    // Once the pointer is given back: a question that is asked now would hold up whoever was dragging.
    QTimer::singleShot(0, this, [this, files] {
        if (files.size() == 1 && scenarios::ProjectStore::is_project(files.front().toStdString())) {
            open(files.front());
        } else if (!files.isEmpty()) {
            importFiles(files);
        }
    });
}

bool MainWindow::mayReplace(const std::filesystem::path& file) {
    const QString name = QString::fromStdString(file.string());
    return !QFileInfo::exists(name) ||
           QMessageBox::question(
               this, tr("Replace the project?"),
               plainTip(tr("%1 is there already. Its scenarios and results will be gone.").arg(name))) ==
               QMessageBox::Yes;
}

void MainWindow::showNotes() {
    if (const auto city = desk_.workspace().base()) {
        auto* dialog = new NotesDialog{city->city->notes, this};
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->show();
    }
}

void MainWindow::exportLog() {
    const auto session = desk_.workspace().session();
    if (!session) {
        return;
    }
    const scenarios::SessionStatus status = session->status();
    if (status.state != scenarios::SessionStatus::State::Paused &&
        status.state != scenarios::SessionStatus::State::Finished) {
        banner_->tell(tr("Export what was done by hand"),
                      tr("Pause the city first: the log ends where it stands, with the state's hash."), {});
        return;
    }
    const QString file = askWhereTo(tr("Export what was done by hand"), QStringLiteral("run"), QStringLiteral("log"),
                                    tr("Logs for replay (*.log)"));
    if (file.isEmpty()) {
        return;
    }
    scenarios::RunLog log{.scenario = session->scenario().name,
                          .version = std::string{scenarios::program_version()},
                          .request = session->request(),
                          .state_hash = status.state_hash};
    log.request.stop_at = status.time;
    for (const engine::Command& command : session->commands()) {
        log.commands.push_back(scenarios::log_entry(*desk_.workspace().city()->networks, command));
    }
    if (const auto written = scenarios::write_run_log(log, file.toStdString()); !written) {
        banner_->tell(tr("Export what was done by hand"), QString::fromStdString(written.error().message), file);
    }
}

void MainWindow::exportKpis() {
    const QString file =
        askWhereTo(tr("Export the figures"), QStringLiteral("figures"), QStringLiteral("csv"), tr("Tables (*.csv)"));
    if (!file.isEmpty()) {
        writeFile(tr("Export the figures"), file, kpis_->csv());
    }
}

void MainWindow::exportTable() {
    if (!table_->ready()) {
        return;
    }
    const QString file =
        QFileDialog::getSaveFileName(this, tr("Export the table"),
                                     QDir{projectFolder()}.filePath(QStringLiteral("table.csv")), tr("Tables (*.csv)"));
    if (!file.isEmpty()) {
        writeFile(tr("Export the table"), file, table_->csv());
    }
}

void MainWindow::writeFile(const QString& what, const QString& file, const QByteArray& bytes) {
    QSaveFile out{file};
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit()) {
        banner_->tell(what, tr("The file could not be written. Choose another folder or free some space."), file);
    }
}

void MainWindow::setBookmark(int number) {
    const render::CameraPose p = view_->pose();
    char text[240];
    std::snprintf(text, sizeof text, "%.2f %.2f %.2f %.2f %.2f %.2f %.2f", p.eye[0], p.eye[1], p.eye[2], p.target[0],
                  p.target[1], p.target[2], p.fov_deg);
    desk_.workspace().putSetting("desktop/bookmark/" + std::to_string(number), text);
}

void MainWindow::goToBookmark(int number) {
    const std::string text = desk_.workspace().setting("desktop/bookmark/" + std::to_string(number));
    render::CameraPose p;
    if (std::sscanf(text.c_str(), "%lf %lf %lf %lf %lf %lf %lf", p.eye.data(), &p.eye[1], &p.eye[2], p.target.data(),
                    &p.target[1], &p.target[2], &p.fov_deg) == 7) {
        view_->setPose(p);
    } else {
        banner_->tell(tr("Place %1").arg(number),
                      tr("Nothing is kept there yet. Press Ctrl+%1 to keep the present view.").arg(number), {});
    }
}

} // namespace cityloom::app
