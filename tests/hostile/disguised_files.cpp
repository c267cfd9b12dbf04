// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are not what they are called, and projects in which somebody has planted something.
#include <filesystem>
#include <fstream>

#include <QTemporaryDir>
#include <sqlite3.h>

#include "hostile_case.h"
#include "tests/gis/sumo/small_net.h"

namespace cityloom::tests {

namespace {

constexpr const char* kVrt = "<OGRVRTDataSource><OGRVRTLayer name=\"x\"><SrcDataSource>/etc/passwd</SrcDataSource>"
                             "<SrcLayer>passwd</SrcLayer></OGRVRTLayer></OGRVRTDataSource>";
constexpr const char* kRasterVrt = "<VRTDataset rasterXSize=\"9\" rasterYSize=\"9\"><VRTRasterBand dataType=\"Byte\" "
                                   "band=\"1\"><SimpleSource><SourceFilename>/vsicurl/http://127.0.0.1/x.tif"
                                   "</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>";
constexpr const char* kTown =
    R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"building":"yes"},)"
    R"("geometry":{"type":"Polygon","coordinates":[[[8.54,47.37],[8.5402,47.37],[8.5402,47.3702],)"
    R"([8.54,47.3702],[8.54,47.37]]]}}]})";

HostileCase city(const std::string& name, const std::string& file, const std::string& bytes, Kind kind = Kind::File) {
    return {.name = "disguised/" + name,
            .file = file,
            .bytes = [bytes] { return bytes; },
            .arguments = {"import", "out.gpkg", file},
            .kind = kind};
}

/// Somebody's statements, run on a project of ours.
std::string changed(const std::string& project, const std::string& sql) {
    const QTemporaryDir folder;
    const std::string file = (folder.path() + "/p.gpkg").toStdString();
    std::ofstream{file, std::ios::binary} << project;
    sqlite3* db = nullptr;
    sqlite3_open(file.c_str(), &db);
    sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
    sqlite3_close(db);
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

} // namespace

std::vector<HostileCase> disguised_files() {
    std::vector<HostileCase> all;
    for (const char* ending :
         {"geojson", "city.json", "gml", "gpkg", "shp", "fgb", "osm", "osm.pbf", "tif", "asc", "hgt"}) {
        const std::string file = std::string{"t."} + ending;
        all.push_back(city(std::string{"vrt-"} + ending, file, kVrt));
        all.push_back(city(std::string{"raster-vrt-"} + ending, file, kRasterVrt));
        all.push_back(city(std::string{"pipe-"} + ending, file, {}, Kind::Pipe));
        all.push_back(city(std::string{"folder-"} + ending, file, {}, Kind::Folder));
        all.push_back(city(std::string{"missing-"} + ending, file, {}, Kind::Nothing));
    }
    all.push_back(city("path", "t.geojson",
                       R"({"type":"FeatureCollection","crs":{"type":"link","properties":{"href":)"
                       R"("http://127.0.0.1:9/crs"}},"features":[]})"));
    all.push_back(city("schema-from-afar", "t.gml",
                       "<a:x xmlns:a=\"http://127.0.0.1:9/a\" xmlns:xsi=\"http://www.w3.org/"
                       "2001/XMLSchema-instance\" xsi:schemaLocation=\"http://127.0.0.1:9/a "
                       "http://127.0.0.1:9/a.xsd\"/>"));
    all.push_back(city("traversal", "../t.geojson", {}, Kind::Nothing));
    const auto town = std::make_shared<const Files>(Files{{"t.geojson", kTown}, {"n.net.xml", gis::small_net()}});
    for (const Kind kind : {Kind::Pipe, Kind::Folder, Kind::Nothing}) {
        const std::string name = kind == Kind::Pipe ? "pipe" : kind == Kind::Folder ? "folder" : "missing";
        all.push_back({"disguised/people-" + name,
                       "people.csv",
                       {},
                       {"import", "out.gpkg", "t.geojson", "--people", "people.csv"},
                       town,
                       kind,
                       {}});
        all.push_back({"disguised/net-" + name,
                       "x.net.xml",
                       {},
                       {"traffic", "--net", "x.net.xml", "--routes", "r.rou.xml"},
                       town,
                       kind,
                       {}});
        all.push_back({"disguised/routes-" + name,
                       "r.rou.xml",
                       {},
                       {"traffic", "--net", "n.net.xml", "--routes", "r.rou.xml"},
                       town,
                       kind,
                       {}});
        all.push_back(
            {"disguised/config-" + name, "r.sumocfg", {}, {"traffic", "--config", "r.sumocfg"}, town, kind, {}});
        all.push_back({"disguised/tntp-" + name,
                       "n.tntp",
                       {},
                       {"assign", "--net", "n.tntp", "--trips", "n.tntp"},
                       town,
                       kind,
                       {}});
        all.push_back({"disguised/project-" + name, "p.gpkg", {}, {"info", "p.gpkg"}, town, kind, {}});
    }
    for (const auto& [name, content] :
         {std::pair{"outside",
                    "<configuration><input><net-file value=\"../../../../etc/passwd\"/></input></configuration>"},
          {"absolute", "<configuration><input><net-file value=\"/etc/passwd\"/></input></configuration>"},
          {"device", "<configuration><input><net-file value=\"/dev/zero\"/></input></configuration>"},
          {"itself", "<configuration><input><net-file value=\"r.sumocfg\"/></input></configuration>"}}) {
        all.push_back({std::string{"disguised/config-"} + name,
                       "r.sumocfg",
                       [content = std::string{content}] { return content; },
                       {"traffic", "--config", "r.sumocfg"},
                       nullptr,
                       Kind::File,
                       {}});
    }
    all.push_back({"disguised/include-itself",
                   "r.rou.xml",
                   [] { return std::string{"<routes><include href=\"r.rou.xml\"/></routes>"}; },
                   {"traffic", "--net", "n.net.xml", "--routes", "r.rou.xml"},
                   town,
                   Kind::File,
                   "include"});
    return all;
}

std::vector<HostileCase> planted_projects(const Base& project) {
    std::vector<HostileCase> all;
    const std::vector<std::pair<std::string, std::string>> planted{
        {"trigger", "CREATE TRIGGER t AFTER INSERT ON scenario BEGIN DELETE FROM cityloom_project; END;"},
        {"endless-trigger",
         "CREATE TRIGGER t AFTER INSERT ON scenario BEGIN INSERT INTO scenario SELECT hex(randomblob(9)),'',1; END;"},
        {"view-for-a-table",
         "ALTER TABLE scenario RENAME TO s2; CREATE VIEW scenario AS WITH RECURSIVE c(name,base,seed) AS "
         "(SELECT 'a','',1 UNION ALL SELECT name||'a','',seed+1 FROM c) SELECT * FROM c;"},
        {"future", "PRAGMA user_version=999999;"},
        {"negative-version", "PRAGMA user_version=-5;"},
        {"other-application", "PRAGMA application_id=7;"},
        {"no-scenarios", "DROP TABLE scenario;"},
        {"name-of-codes", "INSERT INTO scenario(name,base,seed) VALUES(char(27)||'[2Jx'||char(155)||'7m','',1);"},
        {"loop-of-bases", "INSERT INTO scenario(name,base,seed) VALUES('a','b',1),('b','a',1);"},
        {"blobs-cut", "UPDATE cityloom_blob SET data=substr(data,1,100);"},
        {"blobs-empty", "UPDATE cityloom_blob SET data=x'';"},
        {"blobs-unsealed", "UPDATE cityloom_blob SET checksum=0;"},
        {"blobs-misplaced", "UPDATE cityloom_blob SET part=part+7;"},
        {"blobs-zero", "UPDATE cityloom_blob SET data=zeroblob(5000000);"},
    };
    const auto beside = std::make_shared<const Files>(project.files);
    for (const auto& [name, sql] : planted) {
        all.push_back({.name = "planted/" + name + "-" + project.name,
                       .file = project.file,
                       .bytes = [beside, file = project.file, sql = sql] { return changed(beside->at(file), sql); },
                       .arguments = project.arguments,
                       .beside = beside});
    }
    return all;
}

} // namespace cityloom::tests
