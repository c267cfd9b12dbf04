// SPDX-License-Identifier: GPL-3.0-or-later
// What is handed over: the questions that are asked before a report, a picture, a film or a copy is made.
#include <QDesktopServices>
#include <QFileInfo>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QUrl>

#include "app/desktop/style/plain_text.h"
#include "app/desktop/tasks/task_bar.h"
#include "app/desktop/view/city_view.h"
#include "app/desktop/window/film_dialog.h"
#include "app/desktop/window/hand_over.h"
#include "app/desktop/window/main_window.h"
#include "app/desktop/window/picture_dialog.h"
#include "app/desktop/window/report_dialog.h"
#include "app/film/encoder.h"

namespace cityloom::app {

render::PictureRequest MainWindow::pictureHere() const {
    render::PictureRequest here{.use_pose = true, .pose = view_->pose()};
    if (render::CityScene* scene = view_->scene()) {
        here.layer = scene->layer();
        here.time = scene->time();
    }
    here.language = QLocale{}.language() == QLocale::Chinese ? render::Language::Chinese : render::Language::English;
    here.title = pictureTitle().toStdString();
    return here;
}

QString MainWindow::pictureTitle() const {
    const auto city = desk_.workspace().base();
    const QString name = city ? QString::fromStdString(city->city->name) : QString{};
    const QString scenario = QString::fromStdString(desk_.workspace().activeScenario());
    return scenario.isEmpty() || scenario == QLatin1String{"base"} ? name
                                                                   : QStringLiteral("%1 · %2").arg(name, scenario);
}

void MainWindow::askReport() {
    ReportDialog dialog{desk_.workspace(), this};
    if (dialog.exec() != QDialog::Accepted) {
        return;
    }
    const bool pdf = dialog.suffix() == QLatin1String{"pdf"};
    const QString file = askWhereTo(tr("Where to keep the report"), dialog.suggestion(), dialog.suffix(),
                                    pdf ? tr("Reports (*.pdf)") : tr("Reports (*.html)"));
    if (!file.isEmpty()) {
        hand_over_->report(dialog.request(), dialog.runMissing(), withSuffix(file, {dialog.suffix()}).toStdString());
    }
}

void MainWindow::exportPicture() {
    if (view_->scene() == nullptr || !desk_.workspace().city()) {
        return;
    }
    render::PictureRequest request = pictureHere();
    PictureDialog dialog{view_->size() * view_->devicePixelRatioF(), pictureTitle(), this};
    if (dialog.exec() != QDialog::Accepted) {
        return;
    }
    dialog.apply(request);
    const QString file =
        askWhereTo(tr("Export the picture"), QStringLiteral("cityloom"), QStringLiteral("png"), tr("Pictures (*.png)"));
    if (!file.isEmpty()) {
        const engine::Frame* frame = view_->scene()->frame();
        hand_over_->picture(request, desk_.workspace().city(),
                            frame != nullptr ? std::make_shared<const engine::Frame>(*frame) : nullptr,
                            view_->scene()->underground(), withSuffix(file, {QStringLiteral("png")}).toStdString());
    }
}

void MainWindow::askFilm() {
    if (program_on_path("ffmpeg").empty()) {
        banner_->tell(tr("Film"),
                      tr("Films are made by ffmpeg, which is not installed here. Install the package ffmpeg."), {});
        return;
    }
    FilmDialog dialog{desk_.workspace(), this};
    if (dialog.exec() != QDialog::Accepted) {
        return;
    }
    const QStringList kinds{QStringLiteral("mp4"), QStringLiteral("mkv"), QStringLiteral("webm")};
    const QString file = askWhereTo(tr("Where to keep the film"), QStringLiteral("cityloom"), kinds.front(),
                                    tr("Films (*.mp4 *.mkv *.webm)"));
    if (!file.isEmpty()) {
        hand_over_->film(dialog.request(pictureHere()), dialog.runMissing(), withSuffix(file, kinds).toStdString());
    }
}

void MainWindow::askCopy() {
    const auto base = desk_.workspace().base();
    const QString name = base ? QString::fromStdString(base->file.stem().string()) : QString{};
    const QString file = askWhereTo(tr("Save a copy of the project"), tr("%1 (copy)").arg(name), QStringLiteral("gpkg"),
                                    tr("Cityloom projects (*.gpkg)"));
    if (!file.isEmpty()) {
        hand_over_->copy(withSuffix(file, {QStringLiteral("gpkg")}).toStdString());
    }
}

/// It may have taken minutes: whoever waited is told, and can look at it at once.
void MainWindow::offerToOpen(const QString& file) {
    auto* box =
        new QMessageBox{QMessageBox::Information, tr("Written"),
                        plainTip(tr("%1 is written.").arg(QFileInfo{file}.fileName())), QMessageBox::Close, this};
    box->setAttribute(Qt::WA_DeleteOnClose);
    const bool project = file.endsWith(QLatin1String{".gpkg"});
    QPushButton* open = box->addButton(project ? tr("Show its folder") : tr("Open it"), QMessageBox::AcceptRole);
    connect(open, &QPushButton::clicked, this, [file, project] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(project ? QFileInfo{file}.absolutePath() : file));
    });
    box->open();
}

} // namespace cityloom::app
