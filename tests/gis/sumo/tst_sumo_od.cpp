// SPDX-License-Identifier: GPL-3.0-or-later
#include "sumo_help.h"

#include <zlib.h>

#include "gis/import/sumo/od.h"

using namespace cityloom;
using namespace cityloom::gis;
using namespace cityloom::traffic::od;

namespace {

const std::string kZones = R"(<additional>
    <poly id="shape" shape="0,0 1,1"/>
    <taz id="A" edges="west south rails"/>
    <taz id="B">
        <tazSource id="south" weight="0.5"/>
        <tazSink id="east" weight="3"/>
        <tazSink id="north" weight="1"/>
        <tazSink id="west" weight="0"/>
    </taz>
    <taz id="sinkless"><tazSource id="west" weight="1"/></taz>
</additional>
)";

const OdSlice kHour{.begin = 0, .end = kHourUs, .vehicle_class = ""};

} // namespace

Q_DECLARE_METATYPE(std::string)

class TestSumoOd : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    SumoScenario scenario_;
    SumoNames names_;
    OdZones zones_;
    std::vector<std::string> notes_;

    [[nodiscard]] Result<OdMatrix> matrix_of(const std::string& content) {
        notes_.clear();
        return read_od({write_file(folder_, "m.txt", content)}, zones_, kHour, notes_);
    }
    [[nodiscard]] Result<std::vector<Count>> counts_of(const std::string& content) {
        notes_.clear();
        return read_counts(write_file(folder_, "c.txt", content), scenario_, notes_);
    }
    template <typename T>
    static void refused(const Result<T>& read, const std::string& file, const std::string& line,
                        const std::string& says) {
        QVERIFY2(!read.has_value(), "the broken input was read");
        const std::string message = read.error().where + ": " + read.error().message;
        QVERIFY2(read.error().where.find(file) != std::string::npos, message.c_str());
        QVERIFY2(line.empty() || read.error().where.ends_with("line " + line), (message + ", not " + line).c_str());
        QVERIFY2(read.error().message.find(says) != std::string::npos, message.c_str());
        QVERIFY2(read.error().message.find("; ") != std::string::npos, ("no remedy: " + message).c_str());
        QVERIFY(read.error().code != ErrorCode::Internal);
    }
    /// Trips by "FROM TO BEGIN END CLASS", times in seconds.
    [[nodiscard]] std::map<std::string, double> listed(const OdMatrix& matrix) const {
        std::map<std::string, double> rows;
        for (const OdCell& cell : matrix.cells) {
            const OdSlice& slice = matrix.slices[cell.slice];
            rows[zones_.zones[cell.origin].name + " " + zones_.zones[cell.destination].name + " " +
                 std::to_string(slice.begin / kSecondUs) + " " + std::to_string(slice.end / kSecondUs) + " " +
                 slice.vehicle_class] = cell.trips;
        }
        return rows;
    }

private slots:
    void initTestCase() {
        const auto loops = write_file(folder_, "loops.xml", R"(<additional>
<inductionLoop id="w0" lane="west_0" pos="50" period="900"/><inductionLoop id="w1" lane="west_1" pos="50" period="900"/>
<inductionLoop id="w1b" lane="west_1" pos="80" period="900"/><inductionLoop id="n" lane="north_0" pos="9" period="900"/>
<inductionLoop id="bus" lane="east_0" pos="9" period="900"/><inductionLoop id="e1" lane="east_1" pos="9" period="900"/>
</additional>)");
        const auto net = read_sumo({.net = write_file(folder_, "small.net.xml", small_net()), .additional = {loops}});
        QVERIFY2(net.has_value(), message_of(net).c_str());
        scenario_ = *net;
        names_ = net->names;
        QCOMPARE(names_.closed_edges, std::vector<std::string>{"rails"});
        const auto zones = read_taz(write_file(folder_, "zones.xml", kZones), names_, notes_);
        QVERIFY2(zones.has_value(), zones ? "" : zones.error().message.c_str());
        zones_ = *zones;
    }

    void zonesHaveTheirEdgesAndWeights() {
        QCOMPARE(zones_.zones.size(), std::size_t{3});
        const auto edges = [&](Range range) {
            std::map<std::string, double> found;
            for (std::uint32_t k = range.begin; k < range.end(); ++k) {
                found[names_.edges[zones_.edges[k]]] = zones_.weights[k];
            }
            return found;
        };
        const std::map<std::string, double> ends{{"west", 1.0}, {"south", 1.0}};
        QVERIFY(edges(zones_.zones[0].sources) == ends);
        QVERIFY(edges(zones_.zones[0].sinks) == ends);
        QVERIFY((edges(zones_.zones[1].sources) == std::map<std::string, double>{{"south", 0.5}}));
        QVERIFY((edges(zones_.zones[1].sinks) == std::map<std::string, double>{{"east", 3.0}, {"north", 1.0}}));
        QCOMPARE(zones_.zones[2].sinks.count, 0U);
        QCOMPARE(notes_.size(), std::size_t{2}); // rails twice, a weight of 0
        QVERIFY(notes_[0].find("no road vehicle") != std::string::npos && notes_[0].starts_with("2 x"));
    }

    void brokenZones_data() {
        QTest::addColumn<std::string>("content");
        QTest::addColumn<std::string>("line");
        QTest::addColumn<std::string>("says");
        const auto row = [](const char* name, const std::string& content, const char* line, const char* says) {
            QTest::newRow(name) << content << std::string{line} << std::string{says};
        };
        row("unknown edge", "<additional>\n<taz id=\"A\" edges=\"west nowhere\"/></additional>", "2", "nowhere");
        row("unknown source", "<additional><taz id=\"A\">\n<tazSource id=\"x\" weight=\"1\"/></taz></additional>", "2",
            "\"x\"");
        row("id twice", "<additional><taz id=\"A\"/>\n<taz id=\"A\"/></additional>", "2", "another zone");
        row("no id", "<additional>\n<taz edges=\"west\"/></additional>", "2", "id is missing");
        row("negative weight", "<additional><taz id=\"A\">\n<tazSink id=\"west\" weight=\"-1\"/></taz></additional>",
            "2", "too small");
        row("nested", "<additional><taz id=\"A\">\n<taz id=\"B\"/></taz></additional>", "2", "within another");
        row("id with a comma", "<additional>\n<taz id=\"a,b\"/></additional>", "2", "a comma");
        row("none", "<additional/>", "", "no zone");
        row("no XML", "A,west", "1", "well-formed");
        row("empty", "", "", "ends before");
    }
    void brokenZones() {
        QFETCH(const std::string, content);
        QFETCH(const std::string, line);
        QFETCH(const std::string, says);
        refused(read_taz(write_file(folder_, "bad.xml", content), names_, notes_), "bad.xml", line, says);
    }

    void csv() {
        const auto plain = matrix_of("origin,destination,trips\nA,B,10.5\n\nB,B,2\nA,B,1.5\nA,C,0\n");
        QVERIFY2(plain.has_value(), plain ? "" : plain.error().message.c_str());
        QVERIFY((listed(*plain) == std::map<std::string, double>{{"A B 0 3600 ", 12.0}, {"B B 0 3600 ", 2.0}}));
        QVERIFY(notes_.size() == 1 && notes_[0].find("first hour") != std::string::npos);
        const auto timed = matrix_of("\xEF\xBB\xBF\"Trips\"; End;Begin ;destination;origin;class\r\n"
                                     "3;01:00:00;1800;\"B\";A;truck\r\n4;1800;0;B;A;\r\n");
        QVERIFY2(timed.has_value(), timed ? "" : timed.error().message.c_str());
        QVERIFY((listed(*timed) == std::map<std::string, double>{{"A B 0 1800 ", 4.0}, {"A B 1800 3600 truck", 3.0}}));
        QVERIFY(notes_.empty());
    }

    void visumList() {
        const auto read = matrix_of("$OR;D2\n* From-Time  To-Time\n7.00 8.30\n* Factor\n2.00\n* a comment\n"
                                    "         A          B       1.50\n         B          B       3\n");
        QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
        QVERIFY((listed(*read) == std::map<std::string, double>{{"A B 25200 30600 ", 3.0}, {"B B 25200 30600 ", 6.0}}));
        const auto typed = matrix_of("$OMR\n4\n0.00 24.00\n1\nA B 5\n");
        QVERIFY2(typed.has_value(), typed ? "" : typed.error().message.c_str());
        QVERIFY((listed(*typed) == std::map<std::string, double>{{"A B 0 86400 4", 5.0}}));
    }

    void visumTable() {
        const auto read =
            matrix_of("$VMR;D2\n* class\n7\n0.00 0.30\n0.5\n2\n* names\n A\n B\n* row of A\n0 8\n* of B\n0\n 4\n");
        QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
        QVERIFY((listed(*read) == std::map<std::string, double>{{"A B 0 1800 7", 4.0}, {"B B 0 1800 7", 2.0}}));
    }

    void relations() {
        const auto read = matrix_of("<data><interval id=\"car\" begin=\"0\" end=\"1:00:00\">"
                                    "<tazRelation from=\"A\" to=\"B\" count=\"20\"/></interval>"
                                    "<interval begin=\"3600\" end=\"7200\">"
                                    "<tazRelation from=\"B\" to=\"B\" count=\"2.5\"/></interval></data>");
        QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
        QVERIFY((listed(*read) == std::map<std::string, double>{{"A B 0 3600 car", 20.0}, {"B B 3600 7200 ", 2.5}}));
    }

    void severalFilesAddUpAndMayBePacked() {
        const auto first = write_file(folder_, "one.csv", "origin,destination,trips\nA,B,10\n");
        const std::string second = (std::filesystem::path{folder_.path().toStdString()} / "two.gz").string();
        const gzFile out = gzopen(second.c_str(), "wb");
        gzputs(out, "$OR\n0.00 1.00\n1\nA B 5\n");
        gzclose(out);
        const auto read = read_od({first, second}, zones_, kHour, notes_);
        QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
        QVERIFY((listed(*read) == std::map<std::string, double>{{"A B 0 3600 ", 15.0}}));
    }

    void brokenMatrices_data() {
        QTest::addColumn<std::string>("content");
        QTest::addColumn<std::string>("line");
        QTest::addColumn<std::string>("says");
        const auto row = [](const char* name, const std::string& content, const char* line, const char* says) {
            QTest::newRow(name) << content << std::string{line} << std::string{says};
        };
        const std::string head = "origin,destination,trips\n";
        row("empty", "", "", "no content");
        row("no header", "A,B,3\n", "1", "is unknown");
        row("column missing", "origin,trips\n", "1", "destination is missing");
        row("column twice", "origin,origin,destination,trips\n", "1", "twice");
        row("begin alone", "origin,destination,trips,begin\n", "1", "one of the columns");
        row("cell missing", head + "A,B\n", "2", "2 cells");
        row("no number", head + "A,B,3\nA,B,many\n", "3", "many");
        row("not finite", head + "A,B,nan\n", "2", "nan");
        row("negative", head + "A,B,-3\n", "2", "from 0 to 1e9");
        row("too many trips", head + "A,B,1e10\n", "2", "from 0 to 1e9");
        row("unknown zone", head + "A,Q,3\n", "2", "\"Q\"");
        row("zone without sinks", head + "A,sinkless,3\n", "2", "no edge for that");
        row("no trips", head + "A,B,0\n", "", "no trips");
        row("no time", head.substr(0, 24) + ",begin,end\nA,B,3,0,noon\n", "2", "noon");
        row("time runs backwards", head.substr(0, 24) + ",begin,end\nA,B,3,3600,0\n", "2", "after it begins");
        row("binary", head + std::string{"A,B\0,3\n", 7}, "2", "no text");
        row("endless line", head + std::string(2U << 20U, 'x'), "2", "longer than");
        row("unknown VISUM type", "$E\n1\n", "1", "no type");
        row("VISUM ends early", "$OR\n0.00 1.00\n", "2", "ends where the factor");
        row("VISUM time", "$OR\n0.00 1.75\n1\n", "2", "hours.minutes");
        row("VISUM one time", "$OR\n0.00\n1\n", "2", "1 words");
        row("VISUM factor", "$OR\n0.00 1.00\n-1\n", "3", "negative");
        row("VISUM row", "$OR\n0.00 1.00\n1\nA B\n", "4", "2 words");
        row("VISUM number", "$OR\n0.00 1.00\n1\nA B x\n", "4", "is no number");
        row("VISUM zones", "$VR\n0.00 1.00\n1\n1e9\n", "4", "20,000");
        row("VISUM half a zone", "$VR\n0.00 1.00\n1\n1.5\n", "4", "whole number");
        row("VISUM table cut", "$VR\n0.00 1.00\n1\n2\nA B\n0 1 2\n", "6", "ends where");
        row("VISUM unknown zone", "$VR\n0.00 1.00\n1\n2\nA Q\n0 1 2 3\n", "6", "\"Q\"");
        row("wrong root", "<routes/>", "1", "whose root is <data>");
        row("relation outside", "<data>\n<tazRelation from=\"A\" to=\"B\" count=\"1\"/></data>", "2", "outside");
        row("relation without count",
            "<data><interval begin=\"0\" end=\"9\">\n<tazRelation from=\"A\" to=\"Q\" count=\"1\"/>"
            "</interval></data>",
            "2", "\"Q\"");
        row("class with a blank", "<data>\n<interval id=\"all day\" begin=\"0\" end=\"9\"/></data>", "2", "all day");
        row("interval backwards", "<data>\n<interval begin=\"9\" end=\"9\"/></data>", "2", "after it begins");
    }
    void brokenMatrices() {
        QFETCH(const std::string, content);
        QFETCH(const std::string, line);
        QFETCH(const std::string, says);
        refused(matrix_of(content), "m.txt", line, says);
    }

    void counts() {
        const auto csv = counts_of("edge,begin,end,count\nwest,0,900,120\nrails,0,900,4\neast,0:15:00,0:30:00,7.5\n");
        QVERIFY2(csv.has_value(), csv ? "" : csv.error().message.c_str());
        QCOMPARE(csv->size(), std::size_t{2});
        QCOMPARE(names_.edges[(*csv)[1].edge], std::string{"east"});
        QCOMPARE((*csv)[1].begin, 900 * kSecondUs);
        QCOMPARE((*csv)[1].vehicles, 7.5);
        QVERIFY(notes_.size() == 1 && notes_[0].find("no road vehicle") != std::string::npos);
        const auto xml =
            counts_of("<meandata><interval begin=\"0\" end=\"3600\" id=\"x\">"
                      "<edge id=\"west\" entered=\"100\" departed=\"20\" speed=\"9\"/>"
                      "<edge id=\"east\" entered=\"5\"/><edge id=\"south\" speed=\"3\"/></interval></meandata>");
        QVERIFY2(xml.has_value(), xml ? "" : xml.error().message.c_str());
        QCOMPARE(xml->size(), std::size_t{2});
        QCOMPARE((*xml)[0].vehicles, 120.0);
        QCOMPARE((*xml)[1].end, kHourUs);
        QVERIFY(notes_.size() == 1 && notes_[0].find("entered") != std::string::npos);
    }

    void loopsMakeUpEdges() {
        const auto read = counts_of("detector,begin,end,count\nw0,0,900,10\nn,0,900,3\nw1,0,900,20\nw1b,0,900,24\n"
                                    "w1,900,1800,5\ne1,0,900,7\n");
        QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
        std::map<std::string, double> found;
        for (const Count& count : *read) {
            QVERIFY(count.begin == 0 && count.end == 900 * kSecondUs);
            found[names_.edges[count.edge]] = count.vehicles;
        }
        // A bus lane needs no loop; in the second quarter one lane of the west is not counted.
        QVERIFY((found == std::map<std::string, double>{{"west", 32.0}, {"north", 3.0}, {"east", 7.0}}));
        QVERIFY(notes_.size() == 1 && notes_[0].find("no loop counts") != std::string::npos);
        const auto output =
            counts_of("<detector><interval begin=\"0\" end=\"900\" id=\"n\" nVehContrib=\"4\" flow=\"9\"/>"
                      "</detector>");
        QVERIFY2(output.has_value(), output ? "" : output.error().message.c_str());
        QCOMPARE(output->size(), std::size_t{1});
        QCOMPARE((*output)[0].vehicles, 4.0);
    }

    void brokenCounts_data() {
        QTest::addColumn<std::string>("content");
        QTest::addColumn<std::string>("line");
        QTest::addColumn<std::string>("says");
        const auto row = [](const char* name, const std::string& content, const char* line, const char* says) {
            QTest::newRow(name) << content << std::string{line} << std::string{says};
        };
        const std::string head = "edge,begin,end,count\n";
        row("empty", "", "", "no content");
        row("no counts", head, "", "no count");
        row("no column", "edge,begin,end\n", "1", "count is missing");
        row("neither edge nor detector", "begin,end,count\n0,1,2\n", "1", "edge and detector");
        row("both", "edge,detector,begin,end,count\n", "1", "edge and detector");
        row("unknown detector", "detector,begin,end,count\nw9,0,1,2\n", "2", "\"w9\"");
        row("unknown detector in XML",
            "<detector>\n<interval begin=\"0\" end=\"1\" id=\"w9\" nVehContrib=\"1\"/></detector>", "2", "\"w9\"");
        row("unknown edge", head + "nowhere,0,1,2\n", "2", "nowhere");
        row("negative", head + "west,0,1,-2\n", "2", "from 0");
        row("no number", head + "west,0,1,few\n", "2", "few");
        row("no time", head + "west,0,x,2\n", "2", "no time");
        row("no while", head + "west,5,5,2\n", "2", "after it begins");
        row("short line", head + "west,0\n", "2", "2 cells");
        row("wrong root", "<routes/>", "1", "whose root");
        row("outside", "<data>\n<edge id=\"west\" entered=\"1\"/></data>", "2", "outside");
        row("unknown in XML",
            "<data><interval begin=\"0\" end=\"1\">\n<edge id=\"q\" entered=\"1\"/></interval></data>", "2", "\"q\"");
        row("negative in XML",
            "<data><interval begin=\"0\" end=\"1\">\n<edge id=\"west\" entered=\"-1\"/></interval></data>", "2",
            "too small");
    }
    void brokenCounts() {
        QFETCH(const std::string, content);
        QFETCH(const std::string, line);
        QFETCH(const std::string, says);
        refused(counts_of(content), "c.txt", line, says);
    }

    /// Cut anywhere, or with any byte changed: read or refused, never more.
    void damagedFilesAreReadOrRefused() {
        const std::string zones = kZones;
        const std::vector<std::string> matrices{
            "origin,destination,trips,begin,end,class\nA,B,3,0,60,x\nB,B,4.5,1:00:00,2:00:00,\n",
            "$OMR\n* class\n4\n7.00 8.30\n1.5\nA B 5\nB B 2\n", "$VR;D2\n0.00 0.30\n0.5\n2\n A B\n0 8\n0 4\n",
            "<data><interval id=\"c\" begin=\"0\" end=\"9\"><tazRelation from=\"A\" to=\"B\" "
            "count=\"2\"/></interval></data>"};
        std::size_t refused_ones = 0;
        const auto sound = [&](const auto& read) {
            refused_ones += read ? 0U : 1U;
            return read || (read.error().code != ErrorCode::Internal && !read.error().message.empty());
        };
        const auto each = [](const std::string& text, auto&& check) {
            for (std::size_t at = 0; at < text.size(); ++at) {
                check(text.substr(0, at));
                for (const char byte : {'\0', '9', '\n', '\xFF'}) {
                    std::string changed = text;
                    changed[at] = byte;
                    check(changed);
                }
            }
        };
        for (const std::string& matrix : matrices) {
            each(matrix, [&](const std::string& text) { QVERIFY2(sound(matrix_of(text)), text.c_str()); });
        }
        each("edge,begin,end,count\nwest,0,900,12\neast,0:15:00,0:30:00,7.5\n",
             [&](const std::string& text) { QVERIFY2(sound(counts_of(text)), text.c_str()); });
        each(zones, [&](const std::string& text) {
            QVERIFY2(sound(read_taz(write_file(folder_, "z.xml", text), names_, notes_)), text.c_str());
        });
        QVERIFY(refused_ones > 1000);
    }

    void filesThatAreNotThere() {
        refused(read_od({"/nowhere/m.csv"}, zones_, kHour, notes_), "/nowhere/m.csv", "", "no such file");
        refused(read_counts("/nowhere/c.csv", scenario_, notes_), "/nowhere/c.csv", "", "no such file");
        refused(read_taz("/nowhere/z.xml", names_, notes_), "/nowhere/z.xml", "", "no such file");
    }
};

QTEST_APPLESS_MAIN(TestSumoOd)
#include "tst_sumo_od.moc"
