// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "gis/import/read/tntp_import.h"
#include "gis/import/read/tntp_text.h"

using namespace cityloom;

namespace {

const QByteArray kHead = "<NUMBER OF ZONES> 2\n<NUMBER OF NODES>\t3\t\t\n<FIRST THRU NODE> 3\r\n<NUMBER OF LINKS>2\n"
                         "<ORIGINAL HEADER>~ init term\n<END OF METADATA>\t\n\n~ init term ;\n";
const QByteArray kLinks = "\t1\t3\t1800\t1.5\t2\t0.15\t4\t50\t0\t1\t;\n3 2 900 +1 1e1 .5 2.5 0 7 motorway; ~ slow\n";
const QByteArray kTripsHead = "<NUMBER OF ZONES> 2\n<TOTAL OD FLOW> 8\n<END OF METADATA>\n\n";
const QByteArray kTrips = "Origin 1\n 1 : 0.5; 2 : 7.0 ;\nOrigin  2\n\n 1:0; 2 :0.5;\n";

} // namespace

class TestTntpImport : public QObject {
    Q_OBJECT
private slots:
    void readsANetwork() {
        const auto net = gis::read_tntp_network(file("a_net.tntp", kHead + kLinks));
        QVERIFY2(net, net ? "" : net.error().message.c_str());
        QCOMPARE(net->zones, 2U);
        QCOMPARE(net->nodes, 3U);
        QCOMPARE(net->first_thru_node, 2U);
        QCOMPARE(net->links.size(), std::size_t{2});
        const auto& link = net->links[1];
        QCOMPARE(link.from, 2U);
        QCOMPARE(link.to, 1U);
        QCOMPARE(link.capacity, 900.0);
        QCOMPARE(link.length, 1.0);
        QCOMPARE(link.free_flow_time, 10.0);
        QCOMPARE(link.b, 0.5);
        QCOMPARE(link.power, 2.5);
        QCOMPARE(link.toll, 7.0);
    }

    /// Some files in circulation end no link in ";", name no first through node, or have no toll among their columns.
    void readsWhatOthersLeaveOut_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<unsigned>("firstThrough");
        QTest::addColumn<double>("toll");
        const QByteArray bare = QByteArray{kLinks}.replace(";", "");
        const QByteArray named = kHead + "~ init term capacity length fftt b power speed ";
        QTest::newRow("no semicolons") << kHead + bare << 2U << 7.0;
        QTest::newRow("no semicolons, no line end") << QByteArray{kHead + bare}.trimmed() << 2U << 7.0;
        QTest::newRow("no through node") << QByteArray{kHead}.replace("<FIRST THRU NODE> 3\r\n", "") + kLinks << 0U
                                         << 7.0;
        QTest::newRow("critical speed") << named + "critical_speed lanes ;\n" + kLinks << 2U << 0.0;
        QTest::newRow("critical speed, no semicolons") << named + "Critical_Speed Lanes\n" + bare << 2U << 0.0;
        QTest::newRow("toll by name") << named + "Toll Type ;\n" + kLinks << 2U << 7.0;
    }
    void readsWhatOthersLeaveOut() {
        QFETCH(const QByteArray, content);
        QFETCH(const unsigned, firstThrough);
        QFETCH(const double, toll);
        const auto net = gis::read_tntp_network(file("a_net.tntp", content));
        QVERIFY2(net, net ? "" : net.error().message.c_str());
        QCOMPARE(net->links.size(), std::size_t{2});
        QCOMPARE(net->first_thru_node, firstThrough);
        QCOMPARE(net->links[1].toll, toll);
        QCOMPARE(net->links[1].power, 2.5);
    }

    void readsTrips() {
        const auto net = gis::read_tntp_network(file("a_net.tntp", kHead + kLinks));
        const auto trips = gis::read_tntp_trips(file("a_trips.tntp", kTripsHead + kTrips), *net);
        QVERIFY2(trips, trips ? "" : trips.error().message.c_str());
        QCOMPARE(trips->size(), std::size_t{3});
        QCOMPARE(trips->at(1).origin, 0U);
        QCOMPARE(trips->at(1).destination, 1U);
        QCOMPARE(trips->at(1).vehicles, 7.0);
    }

    void refusesBadNetworks_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("complaint");
        const auto row = [](const char* name, const QByteArray& content, const char* complaint) {
            QTest::newRow(name) << content << QString{complaint};
        };
        const auto head = [](const char* from, const char* to) { return QByteArray{kHead}.replace(from, to) + kLinks; };
        const auto link = [](const char* from, const char* to) { return kHead + QByteArray{kLinks}.replace(from, to); };
        row("empty", "", "<END OF METADATA> is missing");
        row("no end of metadata", head("<END OF METADATA>", ""), "line 9: a line \"<KEY> value\"");
        row("another format", "{\"type\": 1}", "line 1: a line \"<KEY> value\"");
        row("no nodes", head("<NUMBER OF NODES>", "<NODES>"), "lacks <NUMBER OF NODES>. Add");
        row("no zones", head("<NUMBER OF ZONES>", "<ZONES>"), "lacks <NUMBER OF ZONES>. Add");
        row("costs of other links", kHead + "~ init term capacity conflicting links\n" + kLinks, "asymmetric");
        row("no links", head("<NUMBER OF LINKS>", "<LINKS>"), "lacks <NUMBER OF LINKS>. Add");
        row("nodes are a word", head("NODES>\t3", "NODES>\tmany"), "line 2: <NUMBER OF NODES> is \"many\"");
        row("negative nodes", head("NODES>\t3", "NODES>\t-3"), "line 2: <NUMBER OF NODES> is \"-3\"");
        row("too many nodes", head("NODES>\t3", "NODES>\t4000000000"), "a whole number from 1 to 2000000");
        row("more zones than nodes", head("ZONES> 2", "ZONES> 9"), "line 1: <NUMBER OF ZONES> is \"9\"");
        row("unknown node", link("\t1\t3\t", "\t1\t4\t"), "line 9: term node \"4\" does not exist: nodes are 1 to 3");
        row("node zero", link("\t1\t3\t", "\t0\t3\t"), "line 9: init node \"0\"");
        row("named node", link("\t1\t3\t", "\tT_J1\t3\t"), "line 9: init node \"T_J1\"");
        row("negative capacity", link("1800", "-1800"), "line 9: the capacity is \"-1800\"");
        row("no capacity", link("1800", "0"), "line 9: the capacity is 0, though b and power are not");
        row("not a number", link("900", "9oo"), "line 10: the capacity is \"9oo\"");
        row("nan", link("2.5", "nan"), "line 10: the power is \"nan\"");
        row("infinite", link("2.5", "1e999"), "line 10: the power is \"1e999\"");
        row("a column short", kHead + "1 3 1800 1.5 2 0.15 4 ;\n" + kLinks, "line 9: the link lacks its speed");
        row("a line without end", link("\t1\t;", "\t1\t"), "line 10: the link ends in \";\", but others do not");
        const QByteArray one = kLinks.first(kLinks.indexOf('\n') + 1);
        row("cut in a link", kHead + one + "3 2 900 1", "the file ends within a link");
        row("cut before the end of a link", kHead + one + "3 2 900 1 1 0.1 4 0 0 1",
            "ends within a link, without \";\"");
        row("cut between links", kHead + one, "it has 1 of the 2 links");
        row("too many links", kHead + kLinks + kLinks, "line 11: the file has more links than the 2");
        row("bytes", link("1800", QByteArray{"\x01\xff\x00z", 4}.constData()), "line 9: the capacity is \"??\"");
    }
    void refusesBadNetworks() {
        QFETCH(QByteArray, content);
        QFETCH(QString, complaint);
        const auto net = gis::read_tntp_network(file("bad_net.tntp", content));
        QVERIFY(!net);
        const QString message = QString::fromStdString(net.error().message);
        QVERIFY2(message.contains("bad_net.tntp") && message.contains(complaint), qPrintable(message));
    }

    void refusesBadTrips_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("complaint");
        const auto row = [](const char* name, const QByteArray& content, const char* complaint) {
            QTest::newRow(name) << content << QString{complaint};
        };
        const auto edit = [](const char* from, const char* to) {
            return kTripsHead + QByteArray{kTrips}.replace(from, to);
        };
        row("empty", "", "<END OF METADATA> is missing");
        row("no zones", "<END OF METADATA>\n" + kTrips, "lacks <NUMBER OF ZONES>");
        row("total is a word", QByteArray{kTripsHead}.replace("FLOW> 8", "FLOW> x") + kTrips,
            "line 2: <TOTAL OD FLOW>");
        row("no origin", kTripsHead + " 1 : 2;\n", "line 5: a line \"Origin N\" belongs here, not \"1\"");
        row("unknown origin", edit("Origin 1", "Origin 9"),
            "line 5: zone \"9\" does not exist: the network's zones are 1 to 2");
        row("unknown destination", edit("2 : 7.0", "3 : 7.0"), "line 6: zone \"3\" does not exist");
        row("negative", edit("7.0", "-7.0"), "line 6: the trips from zone 1 to 2 are \"-7.0\"");
        row("not a number", edit("7.0", "seven"), "line 6: the trips from zone 1 to 2 are \"seven\"");
        row("nan", edit("7.0", "nan"), "line 6: the trips from zone 1 to 2 are \"nan\"");
        row("no colon", edit("2 : 7.0", "2 7.0"), "line 6: after destination 2 a \":\"");
        row("no semicolon", edit("7.0 ;", "7.0 "), "do not end in \";\"");
        row("cut", kTripsHead + "Origin 1\n 1 : 0.5;", "it has 0.500000 of the 8.000000 trips");
        row("cut within a pair", kTripsHead + "Origin 1\n 1 : 0.5;\n 2 ", "line 7: after destination 2");
    }
    void refusesBadTrips() {
        QFETCH(QByteArray, content);
        QFETCH(QString, complaint);
        const auto net = gis::read_tntp_network(file("a_net.tntp", kHead + kLinks));
        const auto trips = gis::read_tntp_trips(file("bad_trips.tntp", content), *net);
        QVERIFY(!trips);
        const QString message = QString::fromStdString(trips.error().message);
        QVERIFY2(message.contains("bad_trips.tntp") && message.contains(complaint), qPrintable(message));
    }

    void refusesAbsentAndLargeFiles() {
        const auto absent = gis::read_tntp_network(folder_.filePath("nowhere.tntp").toStdString());
        QVERIFY(!absent && absent.error().code == ErrorCode::NotFound);
        const auto folder = gis::read_tntp_network(folder_.path().toStdString());
        QVERIFY(!folder && folder.error().code == ErrorCode::NotFound);
        const auto large = gis::read_tntp_network(file("a_net.tntp", kHead + kLinks), {.max_file_bytes = 100});
        QVERIFY(!large && large.error().code == ErrorCode::LimitExceeded);
    }

    /// Any cut of a sound file is refused or, where only a comment is lost, read.
    void everyCutIsHandled() {
        const QByteArray whole = kHead + kLinks;
        for (qsizetype n = 0; n < whole.size(); ++n) {
            const auto net = gis::read_tntp_network(file("cut_net.tntp", whole.first(n)));
            QCOMPARE(bool(net), n >= whole.lastIndexOf(';') + 1);
        }
    }

private:
    std::filesystem::path file(const char* name, const QByteArray& content) {
        const QString path = folder_.filePath(name);
        QFile out{path};
        if (out.open(QIODevice::WriteOnly)) {
            out.write(content);
        }
        return path.toStdString();
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestTntpImport)
#include "tst_tntp_import.moc"
