// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>

#include <QProcess>

#include "hostile_case.h"

namespace cityloom::tests {

namespace {

std::string bytes_of(const QString& file) {
    std::ifstream in{file.toStdString(), std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

} // namespace

std::vector<Base> project_bases(const std::string& program, const std::string& folder) {
    const QString place = QString::fromStdString(folder);
    const auto run = [&](const QStringList& arguments) {
        QProcess process;
        process.setWorkingDirectory(place);
        process.start(QString::fromStdString(program), arguments);
        process.waitForFinished(60'000);
    };
    for (const Base& base : city_bases()) {
        if (base.name == "osm") {
            std::ofstream{folder + "/town.osm", std::ios::binary} << base.files.at("town.osm");
        }
    }
    run({"import", "p.gpkg", "town.osm"});
    run({"scenario", "p.gpkg", "add", "more", "--measure", "demand,factor=1.5"});
    run({"run", "p.gpkg", "--duration", "1min", "--trips", "20", "--log", "r.log", "--record", "5"});
    run({"run", "p.gpkg", "--duration", "2min", "--trips", "20", "--checkpoint", "07:01,r.ckpt"});
    const std::map<std::string, std::string> files{{"p.gpkg", bytes_of(place + "/p.gpkg")},
                                                   {"r.log", bytes_of(place + "/r.log")},
                                                   {"r.ckpt", bytes_of(place + "/r.ckpt")}};
    return {{"project-verify", "p.gpkg", files, {"verify", "p.gpkg"}, false},
            {"project-info", "p.gpkg", files, {"info", "p.gpkg"}, false},
            {"project-run",
             "p.gpkg",
             files,
             {"run", "p.gpkg", "--duration", "1min", "--trips", "20", "--scenario", "more"},
             false},
            {"log", "r.log", files, {"replay", "p.gpkg", "r.log"}},
            {"checkpoint", "r.ckpt", files, {"run", "p.gpkg", "--from", "r.ckpt"}, false}};
}

} // namespace cityloom::tests
