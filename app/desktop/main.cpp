// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <string_view>

#include <QApplication>
#include <QCommandLineParser>
#include <QSurfaceFormat>
#include <QTimer>

#include "app/desktop/style/theme.h"
#include "app/desktop/view/city_view.h"
#include "app/desktop/window/desk.h"
#include "app/desktop/window/frame_bench.h"
#include "app/desktop/window/main_window.h"
#include "app/desktop/window/preferences.h"
#include "scenarios/project/version.h"
#include "sim/engine/catalogue.h"

namespace app = cityloom::app;
namespace engine = cityloom::engine;
namespace gis = cityloom::gis;
namespace render = cityloom::render;
namespace scenarios = cityloom::scenarios;

namespace {

void addOptions(QCommandLineParser& parser) {
    parser.setApplicationDescription(QStringLiteral("Cityloom: a city's infrastructure, simulated."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("PROJECT"), QStringLiteral("Project to open (.gpkg)"),
                                 QStringLiteral("[PROJECT]"));
    const auto text = [](const char* t) { return QString::fromLatin1(t); };
    parser.addOptions({
        {text("play"), text("Start playing at once.")},
        {text("language"), text("en or zh."), text("LANGUAGE")},
        {text("theme"), text("light, dark or contrast."), text("THEME")},
        {text("size"), text("Window size, as 1280x720."), text("SIZE")},
        {text("speed"), text("City seconds a second; 0: as fast as it goes."), text("FACTOR")},
        {text("layer"), text("Data layer to show: congestion, pressure, voltage, coverage or outages."), text("NAME")},
        {text("select"), text("Asset to select and fly to, as substation/S2."), text("KEY")},
        {text("screenshot"), text("Write a picture of the window and end."), text("FILE")},
        {text("after"), text("Seconds before --screenshot."), text("SECONDS"), text("8")},
        {text("bench-frames"), text("Measure frame times of a view: overview, oblique or street."), text("VIEW")},
        {text("seconds"), text("Length of --bench-frames."), text("SECONDS"), text("10")},
        {text("vehicles"), text("Vehicles to wait for before --bench-frames measures."), text("N"), text("5000")},
        {text("start"), text("Start of the run, as 07:00."), text("HH:MM")},
        {text("trips"), text("Trips scheduled in the run; 0: the derived demand."), text("N")},
        {text("bicycles"), text("Share of all people's trips that are made by bicycle, as 0.1."), text("SHARE")},
    });
}

void applyRunOptions(const QCommandLineParser& parser, app::Workspace& workspace) {
    app::RunSettings run = workspace.runSettings();
    if (const auto start = scenarios::parse_clock(parser.value(QStringLiteral("start")).toStdString())) {
        run.start = *start;
    }
    run.bicycles = std::clamp(parser.value(QStringLiteral("bicycles")).toDouble(), 0.0, 0.9);
    run.trips = parser.value(QStringLiteral("trips")).toULongLong();
    workspace.useRunSettings(run);
}

void showAsAsked(const QCommandLineParser& parser, app::Desk& desk) {
    render::DataLayer layer{};
    if (parser.isSet(QStringLiteral("layer")) &&
        render::parse_layer(parser.value(QStringLiteral("layer")).toStdString(), layer)) {
        desk.window()->setLayer(layer);
    }
    if (const auto city = desk.workspace().city(); city && parser.isSet(QStringLiteral("select"))) {
        if (const auto asset =
                engine::find_asset(*city->networks, parser.value(QStringLiteral("select")).toStdString())) {
            desk.window()->goTo(*asset);
        } else {
            std::fprintf(stderr, "error: %s\n", asset.error().message.c_str());
        }
    }
}

void nameProgram() {
    QCoreApplication::setOrganizationName(QStringLiteral("Cityloom"));
    QCoreApplication::setOrganizationDomain(QStringLiteral("cityloom.io"));
    QCoreApplication::setApplicationName(QStringLiteral("cityloom"));
    const std::string_view version = scenarios::program_version();
    QCoreApplication::setApplicationVersion(QString::fromUtf8(version.data(), static_cast<qsizetype>(version.size())));
}

} // namespace

int main(int argc, char** argv) {
    const auto asks = [&](std::string_view what) { return std::find(argv + 1, argv + argc, what) != argv + argc; };
    if (asks("--help") || asks("-h") || asks("--version") || asks("-v") || asks("--help-all")) {
        QCoreApplication words{argc, argv}; // needs no display
        nameProgram();
        QCommandLineParser parser;
        addOptions(parser);
        parser.process(words);
    }
    QSurfaceFormat::setDefaultFormat(app::citySurfaceFormat());
    QApplication application{argc, argv};
    nameProgram();
    QApplication::setDesktopFileName(QStringLiteral("io.cityloom.Cityloom"));
    QApplication::setWindowIcon(QIcon::fromTheme(QStringLiteral("io.cityloom.Cityloom")));

    QCommandLineParser parser;
    addOptions(parser);
    parser.process(application);
    const QString language = parser.isSet(QStringLiteral("language")) ? parser.value(QStringLiteral("language")).left(2)
                                                                      : app::preferences::language();
    const QString theme = parser.value(QStringLiteral("theme"));
    app::applyTheme(theme == QStringLiteral("dark")       ? app::Theme::Dark
                    : theme == QStringLiteral("contrast") ? app::Theme::HighContrast
                    : theme == QStringLiteral("light")    ? app::Theme::Light
                                                          : app::preferences::theme());
    app::applyLanguage(language);

    app::Desk desk;
    if (parser.isSet(QStringLiteral("start")) || parser.isSet(QStringLiteral("trips")) ||
        parser.isSet(QStringLiteral("bicycles"))) {
        QObject::connect(&desk.workspace(), &app::Workspace::cityChanged, &desk,
                         [&] { applyRunOptions(parser, desk.workspace()); });
    }
    desk.showWindow();
    if (!app::preferences::tourSeen() && !parser.isSet(QStringLiteral("screenshot")) &&
        !parser.isSet(QStringLiteral("bench-frames"))) {
        QObject::connect(
            &desk.workspace(), &app::Workspace::sessionChanged, &desk,
            [&desk] {
                if (!app::preferences::tourSeen() && desk.workspace().session() != nullptr) {
                    desk.window()->startTour();
                }
            },
            Qt::QueuedConnection);
    }
    const QStringList size = parser.value(QStringLiteral("size")).split(QLatin1Char{'x'});
    if (size.size() == 2) {
        desk.window()->resize(size[0].toInt(), size[1].toInt());
    }
    if (!parser.positionalArguments().isEmpty()) {
        desk.window()->open(parser.positionalArguments().front());
    }
    if (parser.isSet(QStringLiteral("speed"))) {
        desk.play().setSpeed(parser.value(QStringLiteral("speed")).toDouble());
    }
    if (parser.isSet(QStringLiteral("play"))) {
        QObject::connect(&desk.workspace(), &app::Workspace::sessionChanged, &desk,
                         [&] { desk.play().setPlaying(true); });
    }
    if (parser.isSet(QStringLiteral("layer")) || parser.isSet(QStringLiteral("select"))) {
        QObject::connect(&desk.workspace(), &app::Workspace::sessionChanged, &desk, [&] { showAsAsked(parser, desk); });
    }
    if (parser.isSet(QStringLiteral("screenshot"))) {
        QTimer::singleShot(static_cast<int>(parser.value(QStringLiteral("after")).toDouble() * 1000.0), &desk, [&] {
            const QString file = parser.value(QStringLiteral("screenshot"));
            const bool written = desk.window()->grab().save(file);
            if (!written) {
                std::fprintf(stderr, "error: the picture %s could not be written\n", qPrintable(file));
            }
            QApplication::exit(written ? 0 : 1);
        });
    }
    std::unique_ptr<app::FrameBench> bench;
    if (parser.isSet(QStringLiteral("bench-frames"))) {
        render::NamedView view{};
        if (!render::parse_view(parser.value(QStringLiteral("bench-frames")).toStdString(), view)) {
            std::fprintf(stderr, "error: --bench-frames takes overview, oblique or street\n");
            return 2;
        }
        bench = std::make_unique<app::FrameBench>(desk, view, parser.value(QStringLiteral("seconds")).toDouble(),
                                                  parser.value(QStringLiteral("vehicles")).toULongLong());
    }
    return QApplication::exec();
}
