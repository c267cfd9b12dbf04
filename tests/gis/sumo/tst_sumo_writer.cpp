// SPDX-License-Identifier: GPL-3.0-or-later
#include "sumo_help.h"

#include <QProcess>
#include <QStandardPaths>

#include "gis/derive/roads.h"
#include "gis/export/sumo/net_writer.h"
#include "gis/export/sumo/outputs.h"
#include "gis/generate/loom_bay.h"

using namespace cityloom;
using namespace cityloom::gis;

class TestSumoWriter : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::filesystem::path path(const char* name) { return folder_.filePath(name).toStdString(); }

    static std::string content(const std::filesystem::path& file) {
        std::ifstream in{file, std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }

private slots:
    void aDerivedCityIsWrittenReadAndRunBySumo() {
        const traffic::RoadNetwork net = derive_roads(generate_loom_bay(7));
        const auto file = path("loom.net.xml");
        const auto written = write_sumo_net(net, made_up_sumo_names(net), {}, file);
        QVERIFY2(written.has_value(), written ? "" : written.error().message.c_str());
        const auto read = read_sumo({.net = file});
        QVERIFY2(read.has_value(), message_of(read).c_str());
        QCOMPARE(read->net.edges.size(), net.edges.size());
        QCOMPARE(read->net.lanes.size(), net.lanes.size());
        QCOMPARE(read->net.turns.size(), net.turns.size());
        for (std::size_t t = 0; t < net.turns.size(); ++t) {
            QVERIFY(std::abs(net.turns[t].length_m - read->net.turns[t].length_m) < 0.1);
            QCOMPARE(read->net.turns[t].conflicts.count, net.turns[t].conflicts.count);
            for (std::uint32_t c = 0; c < net.turns[t].conflicts.count; ++c) {
                QCOMPARE(read->net.conflicts[read->net.turns[t].conflicts.begin + c].yields,
                         net.conflicts[net.turns[t].conflicts.begin + c].yields);
            }
        }
        double cycle_s = 0.0;
        for (const traffic::SignalPhase& phase : net.controllers[0].phases) {
            cycle_s += phase.green_s + phase.yellow_s + phase.all_red_s;
        }
        for (const traffic::SignalPhase& phase : read->net.controllers[0].phases) {
            cycle_s -= phase.green_s;
        }
        QVERIFY(std::abs(cycle_s) < 0.1);
        const QString sumo = QStandardPaths::findExecutable("sumo");
        if (sumo.isEmpty()) {
            QSKIP("SUMO is not installed (package sumo): the written network was not run by it.");
        }
        const auto trips =
            write_file(folder_, "loom.rou.xml",
                       "<routes><flow id=\"f\" begin=\"0\" end=\"300\" number=\"100\" from=\"E0\" to=\"E" +
                           std::to_string(net.edges.size() / 2) + "\"/></routes>");
        QProcess process;
        process.start(sumo, {"-n", QString::fromStdString(file.string()), "-r", QString::fromStdString(trips.string()),
                             "--end", "120", "--no-step-log", "--xml-validation", "never"});
        QVERIFY(process.waitForFinished(120'000));
        const QByteArray said = process.readAllStandardError();
        QVERIFY2(process.exitCode() == 0 && !said.contains("Error"), said.constData());
    }

    void namesAreEscaped() {
        auto read = read_small(folder_, "");
        QVERIFY2(read.has_value(), message_of(read).c_str());
        read->net.names[0] = "Rue \"d'Angle\" <& fils>\x01";
        const auto file = path("escaped.net.xml");
        QVERIFY(write_sumo_net(read->net, read->names, read->location, file).has_value());
        const auto again = read_sumo({.net = file});
        QVERIFY2(again.has_value(), message_of(again).c_str());
        QCOMPARE(again->net.names[0], std::string{"Rue \"d'Angle\" <& fils> "});
        QCOMPARE(again->location.projection, read->location.projection);
        QCOMPARE(again->location.offset.x_m, -500000.0);
    }

    void namesMustFit() {
        auto read = read_small(folder_, "");
        read->names.edges.pop_back();
        const auto written = write_sumo_net(read->net, read->names, {}, path("unfit.net.xml"));
        QVERIFY(!written.has_value());
        QVERIFY(!std::filesystem::exists(path("unfit.net.xml")));
    }

    void floatingCarData() {
        auto writer = SumoFcdWriter::open(path("fcd.xml"), SumoFormat::Xml);
        QVERIFY(writer.has_value());
        writer->begin_step(0.0);
        writer->begin_step(0.5);
        writer->vehicle({"a&b", 1.234, -5.0, 90.0, "car", 13.888, 4.5, "west_0"});
        QVERIFY(!std::filesystem::exists(path("fcd.xml"))); // whole or not at all
        QVERIFY(writer->close().has_value());
        QCOMPARE(content(path("fcd.xml")), std::string{R"(<?xml version="1.0" encoding="UTF-8"?>

<fcd-export>
    <timestep time="0.00">
    </timestep>
    <timestep time="0.50">
        <vehicle id="a&amp;b" x="1.23" y="-5.00" angle="90.00" type="car" speed="13.89" pos="4.50" lane="west_0"/>
    </timestep>
</fcd-export>
)"});
    }

    void tripInfos() {
        const SumoTripinfo row{"a,\"b\"", 1.0, 0.5, 61.0, 60.0, 800.0, 3.0, std::nan(""), "car"};
        for (const auto format : {SumoFormat::Xml, SumoFormat::Csv}) {
            auto writer = SumoTripinfoWriter::open(path("trips"), format);
            QVERIFY(writer.has_value());
            writer->trip(row);
            QVERIFY(writer->close().has_value());
            const std::string text = content(path("trips"));
            QCOMPARE(
                text,
                format == SumoFormat::Csv
                    ? std::string{"id,depart,departDelay,arrival,duration,routeLength,waitingTime,timeLoss,vType\n"
                                  "\"a,\"\"b\"\"\",1.00,0.50,61.00,60.00,800.00,3.00,0.00,car\n"}
                    : std::string{"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\n<tripinfos>\n"
                                  "    <tripinfo id=\"a,&quot;b&quot;\" depart=\"1.00\" departDelay=\"0.50\" "
                                  "arrival=\"61.00\" duration=\"60.00\" routeLength=\"800.00\" waitingTime=\"3.00\" "
                                  "timeLoss=\"0.00\" vType=\"car\"/>\n</tripinfos>\n"});
        }
    }

    void filesThatCannotBeWritten() {
        const auto nowhere = path("absent") / "fcd.xml";
        const auto writer = SumoFcdWriter::open(nowhere, SumoFormat::Xml);
        QVERIFY(!writer.has_value());
        QCOMPARE(writer.error().where, nowhere.string());
        { auto left = SumoFcdWriter::open(path("left.xml"), SumoFormat::Xml); }
        QVERIFY(std::filesystem::is_empty(path("left.xml").parent_path()) ||
                !std::filesystem::exists(path("left.xml.part")));
        if (std::filesystem::exists("/dev/full")) {
            std::filesystem::create_symlink("/dev/full", path("full.xml"));
            auto full = SumoFcdWriter::open(path("full.xml"), SumoFormat::Xml);
            QVERIFY(full.has_value());
            full->begin_step(0.0);
            QVERIFY(!full->close().has_value());
            QVERIFY(std::filesystem::is_symlink(path("full.xml")));
        }
    }

    /// What is there and is no plain file is written into, never replaced; what is protected is left alone.
    void outputsRespectWhatIsThere() {
        const std::filesystem::path folder = path("there");
        std::filesystem::create_directory(folder);
        std::ofstream{folder / "real.xml"} << "before";
        std::filesystem::create_symlink("real.xml", folder / "link.xml");
        std::filesystem::create_symlink("later.xml", folder / "ahead.xml");
        std::filesystem::create_symlink("/dev/null", folder / "void.xml");
        std::ofstream{folder / "kept.xml"} << "before";
        std::filesystem::permissions(folder / "kept.xml", std::filesystem::perms::owner_read);
        const auto text = [](const std::filesystem::path& file) {
            std::ifstream in{file};
            return std::string{std::istreambuf_iterator<char>{in}, {}};
        };
        for (const char* name : {"link.xml", "ahead.xml", "void.xml", "new.xml"}) {
            QVERIFY2(write_out(folder / name, "after").has_value(), name);
        }
        QCOMPARE(text(folder / "real.xml"), std::string{"after"});
        QCOMPARE(text(folder / "later.xml"), std::string{"after"});
        QCOMPARE(text(folder / "new.xml"), std::string{"after"});
        for (const char* name : {"link.xml", "ahead.xml", "void.xml"}) {
            QVERIFY2(std::filesystem::is_symlink(folder / name), name);
        }
        QVERIFY(std::filesystem::is_character_file("/dev/null"));
        for (const std::filesystem::path& name : {folder / "kept.xml", folder}) {
            const auto done = write_out(name, "after");
            QVERIFY(!done.has_value());
            QVERIFY2(done.error().message.find(name.string()) != std::string::npos, done.error().message.c_str());
        }
        QCOMPARE(text(folder / "kept.xml"), std::string{"before"});
        QVERIFY(!out_file_place(folder / "void.xml").has_value()); // where a file of its own is needed
    }
};

QTEST_GUILESS_MAIN(TestSumoWriter)
#include "tst_sumo_writer.moc"
