// SPDX-License-Identifier: GPL-3.0-or-later
#include "sumo_help.h"

#include <zlib.h>

using namespace cityloom;
using namespace cityloom::gis;

namespace {

const std::string kRoutes = R"(<routes>
    <vType id="car" vClass="passenger" length="4.5"/>
    <vTypeDistribution id="mix" vTypes="car DEFAULT_VEHTYPE" probabilities="1 2"/>
    <busStop id="halt" lane="east_0" startPos="20" endPos="40"/>
    <route id="through" edges="west east"/>
    <routeDistribution id="ways" routes="through" probabilities="1"/>
    <vehicle id="one" type="car" route="through" depart="1" departLane="0"/>
    <vehicle id="two" type="mix" depart="2"><route edges="west north"/></vehicle>
    <trip id="three" type="car" from="south" to="east" depart="3"/>
    <flow id="many" type="car" route="ways" begin="0" end="60" number="3"/>
    <vehicle id="bus" type="car" route="through" depart="9"><stop lane="west_0" endPos="50" duration="10"/></vehicle>
    <inductionLoop id="loop" lane="west_0" pos="10" period="60"/>
</routes>
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    return at == std::string::npos ? std::string{} : text.replace(at, from.size(), to);
}

/// Line on which the fragment begins.
std::string line_of(const std::string& text, const std::string& fragment) {
    const std::size_t at = text.find(fragment);
    return at == std::string::npos
               ? "absent"
               : std::to_string(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

void row(const char* name, bool in_net, const char* from, const char* to, const char* says, const char* at = nullptr) {
    QTest::newRow(name) << in_net << std::string{from} << std::string{to} << std::string{says}
                        << std::string{at == nullptr ? to : at};
}

void check(const Result<SumoScenario>& read, const std::string& where, const std::string& says) {
    QVERIFY2(!read.has_value(), "the broken input was read");
    const std::string message = message_of(read);
    QVERIFY2(read.error().where.find(where) != std::string::npos, (message + " [wanted at " + where + "]").c_str());
    QVERIFY2(read.error().message.find(says) != std::string::npos, message.c_str());
    QVERIFY2(read.error().message.find("; ") != std::string::npos, ("no remedy: " + message).c_str());
    QVERIFY2(read.error().code != ErrorCode::Internal, message.c_str());
}

} // namespace

Q_DECLARE_METATYPE(std::string)

/// Every way of being wrong names the file, the line and what to do.
class TestSumoBroken : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

private slots:
    void theSoundFilesAreRead() {
        const auto net = write_file(folder_, "ok.net.xml", small_net());
        const auto read = read_sumo({.net = net, .routes = {write_file(folder_, "ok.rou.xml", kRoutes)}});
        QVERIFY2(read.has_value(), message_of(read).c_str());
        QCOMPARE(read->work.trips.size(), std::size_t{7});
    }

    void brokenLines_data() {
        QTest::addColumn<bool>("inNet");
        QTest::addColumn<std::string>("from");
        QTest::addColumn<std::string>("to");
        QTest::addColumn<std::string>("says");
        QTest::addColumn<std::string>("at");
        const bool net = true;
        const bool rou = false;
        row("wrong root of a net", net, "<net version", "<nodes version", "no SUMO network");
        row("negative length", net, "length=\"90.00\" shape=\"-100,-4.8", "length=\"-90.00\" shape=\"-100,-4.8",
            "length");
        row("zero length", net, "length=\"20.00\" shape=\"1.6,-10", "length=\"0\" shape=\"1.6,-10", "length");
        row("length is not a number", net, "length=\"90.00\" shape=\"-100,-1.6", "length=\"nan\" shape=\"-100,-1.6",
            "finite");
        row("length is infinite", net, "length=\"90.00\" shape=\"-100,-1.6", "length=\"inf\" shape=\"-100,-1.6",
            "finite");
        row("speed is text", net, "speed=\"11.11\"", "speed=\"fast\"", "finite");
        row("speed is negative", net, "speed=\"11.11\"", "speed=\"-3\"", "negative");
        row("speed is missing", net, " speed=\"11.11\"", "  ", "speed is missing", "west_1\" index");
        row("shape has one point", net, "shape=\"-100,-1.6 -10,-1.6\"", "shape=\"-100,-1.6\"", "fewer than two points");
        row("shape is not a number", net, "-100,-1.6 -10,-1.6", "-100,nan -10,-1.6", "finite metres");
        row("shape lacks a comma", net, "-100,-1.6 -10,-1.6", "-100 -10,-1.6", "points are x,y");
        row("lane index is missing", net, "id=\"west_1\" index=\"1\"", "id=\"west_1\" index=\"2\"",
            "lane 1 is missing");
        row("lane index is negative", net, "id=\"west_1\" index=\"1\"", "id=\"west_1\" index=\"-1\"", "no index");
        row("lane id twice", net, "id=\"west_1\"", "id=\"west_0\" ", "another lane", "speed=\"11.11\"");
        row("edge id twice", net, "<edge id=\"east\"", "<edge  id=\"west\"", "another edge");
        row("edge without from", net, "from=\"W\" to=\"C\" priority=\"9\" name", "to=\"C\" priority=\"9\" name",
            "from is missing");
        row("edge to an unknown junction", net, "from=\"W\" to=\"C\"", "from=\"Q\" to=\"C\"", "does not exist");
        row("junction id twice", net, "<junction id=\"S\"", "<junction  id=\"W\"", "another junction");
        row("junction at no place", net, "x=\"0\" y=\"-100\"", "x=\"zero\" y=\"-100\"", "finite");
        row("incLanes names no lane", net, "incLanes=\"west_0 west_1", "incLanes=\"west_0 west_9", "does not exist");
        row("incLanes names a lane of another junction", net,
            "id=\"E\" type=\"dead_end\" x=\"100\" y=\"0\" incLanes=\"",
            "id=\"E\" type=\"priority\" x=\"100\" y=\"0\" incLanes=\"west_0 ", "ends at another one");
        row("right of way not of bits", net, "response=\"00111\"", "response=\"00121\"", "rows of 0 and 1");
        row("right of way misnumbered", net, "request index=\"3\"", "request index=\"4\" ", "not numbered");
        row("right of way too short", net, "response=\"00111\" foes=\"00111\"", "response=\"0111\" foes=\"0111\"",
            "do not fit", "<junction id=\"C\"");
        row("connection from an unknown edge", net, "<connection from=\"south\" to=\"north\"",
            "<connection from=\"sud\" to=\"north\"", "does not exist");
        row("connection from a missing lane", net, "fromLane=\"1\" toLane=\"0\" via=\":C_3_0\"",
            "fromLane=\"7\" toLane=\"0\" via=\":C_3_0\"", "has 2 lanes");
        row("connection via an unknown lane", net, "via=\":C_3_0\"", "via=\":C_33_0\"", "does not exist");
        row("connection jumps", net,
            "<connection from=\"south\" to=\"north\" fromLane=\"1\" toLane=\"0\" via=\":C_3_0\"",
            "<connection from=\"south\" to=\"south\" fromLane=\"1\" toLane=\"1\" via=\":C_3_0\"",
            "does not start where");
        row("internal lanes run in a ring", net, "<connection from=\":C_5\" to=\"north\" fromLane=\"0\" toLane=\"0\"",
            "<connection from=\":C_5\" to=\"north\" fromLane=\"0\" toLane=\"0\" via=\":C_2_0\"", "ring",
            "via=\":C_2_0\" tl");
        row("light without a program", net, "tl=\"C\" linkIndex=\"3\"", "tl=\"D\" linkIndex=\"3\"", "no program");
        row("state shorter than its links", net, "linkIndex=\"4\"", "linkIndex=\"5\"", "5 letters",
            "<phase duration=\"30\"");
        row("states of different lengths", net, "state=\"yyyrr\"", "state=\"yyyr\"", "4 letters");
        row("state of unknown letters", net, "state=\"yyyrr\"", "state=\"yyxrr\"", "letter \"x\"");
        row("phase of negative duration", net, "duration=\"3\" state=\"yyyrr\"", "duration=\"-3\" state=\"yyyrr\"",
            "negative");
        row("next phase that is none", net, "<phase duration=\"3\" state=\"yyyrr\"",
            "<phase duration=\"3\" next=\"9\" state=\"yyyrr\"", "the program has 4");
        row("next phase that is no number", net, "<phase duration=\"3\" state=\"yyyrr\"",
            "<phase duration=\"3\" next=\"two\" state=\"yyyrr\"", "not a list of phases");
        row("program id twice", net, "<junction id=\"W\"",
            "<tlLogic id=\"C\" programID=\"0\"><phase duration=\"9\" state=\"GGGGG\"/></tlLogic><junction id=\"W\"",
            "another program");
        row("program of no duration", net, "<junction id=\"W\"", "<tlLogic id=\"Q\"/><junction id=\"W\"", "lasts 0 s");
        row("entities", net, "<net version", "<!DOCTYPE net [<!ENTITY a \"b\">]><net version", "document type");
        row("external entity", net, "<net version", "<!DOCTYPE net SYSTEM \"file:///etc/passwd\"><net version",
            "document type");
        row("not XML", net, "</edge>", "</edg>", "Not well-formed");

        row("wrong root of routes", rou, "<routes>", "<network>", "no file of routes");
        row("unknown edge in a route", rou, "edges=\"west north\"", "edges=\"west nord\"", "not in the network");
        row("internal edge in a route", rou, "edges=\"west north\"", "edges=\":C_0 north\"", "not in the network");
        row("disconnected route", rou, "edges=\"west north\"", "edges=\"south west\"", "no connection");
        row("route on rails", rou, "edges=\"west north\"", "edges=\"rails\"", "no road vehicle");
        row("route without edges", rou, "edges=\"west north\"", "edges=\" \"", "no edge");
        row("route id twice", rou, "<busStop id=\"halt\"", "<route id=\"through\" edges=\"west\"/><busStop id=\"halt\"",
            "another route", "<route id=\"through\" edges=\"west east\"");
        row("unknown route", rou, "route=\"through\" depart=\"1\"", "route=\"thruogh\" depart=\"1\"",
            "defined nowhere");
        row("routes in a ring", rou, "routes=\"through\"", "routes=\"ways\"", "contains itself");
        row("distribution of nothing", rou, "probabilities=\"1\"", "probabilities=\"0\"", "nothing to draw from");
        row("too few probabilities", rou, "probabilities=\"1 2\"", "probabilities=\"1\"", "2 types but 1");
        row("unknown type", rou, "<vehicle id=\"one\" type=\"car\"", "<vehicle id=\"one\" type=\"cat\"",
            "defined nowhere");
        row("types in a ring", rou, "vTypes=\"car DEFAULT_VEHTYPE\"", "vTypes=\"mix mix\"", "contains itself");
        row("unknown type in a mix", rou, "vTypes=\"car DEFAULT_VEHTYPE\"", "vTypes=\"cat dog\"", "defined nowhere");
        row("type id twice", rou, "<vType id=\"car\"", "<vType id=\"car\"/><vType id=\"car\"", "another vehicle type");
        row("type of no length", rou, "length=\"4.5\"", "length=\"0\"", "above 0");
        row("type of negative length", rou, "length=\"4.5\"", "length=\"-4.5\"", "above 0");
        row("type of negative gap", rou, "length=\"4.5\"", "minGap=\"-1\"", "at least");
        row("speed factor is none", rou, "length=\"4.5\"", "speedFactor=\"normal(1,2)\"", "speedFactor");
        row("vehicle id twice", rou, "<vehicle id=\"two\"", "<vehicle id=\"one\" ", "another vehicle",
            "id=\"one\"  type=\"mix\"");
        row("vehicle without id", rou, "<vehicle id=\"two\"", "<vehicle", "id is missing", "<vehicle type=\"mix\"");
        row("vehicle without a way", rou, "route=\"through\" depart=\"1\"", "depart=\"1\"", "neither route");
        row("depart is no time", rou, "depart=\"1\"", "depart=\"soon\"", "no time");
        row("depart is not a number", rou, "depart=\"1\"", "depart=\"nan\"", "no time");
        row("depart before zero", rou, "depart=\"1\"", "depart=\"-1\"", "before time 0");
        row("depart lane missing", rou, "departLane=\"0\"", "departLane=\"5\"", "does not exist");
        row("depart lane is no word", rou, "departLane=\"0\"", "departLane=\"left\"", "departLane");
        row("depart at no place", rou, "departLane=\"0\"", "departPos=\"middle\"", "metres along");
        row("trip from a district that is none", rou, "from=\"south\"", "fromTaz=\"A\"", "defined nowhere");
        row("trip to a junction that is none", rou, "to=\"east\" depart", "toJunction=\"Q\" depart",
            "not in the network");
        row("trip by no edge", rou, "from=\"south\"", "via=\"sud\" from=\"south\"", "not in the network");
        row("district of no edge", rou, "<inductionLoop", "<taz id=\"A\" edges=\"sud\"/><inductionLoop",
            "not in the network");
        row("route repeated without end", rou, "edges=\"west north\"", "edges=\"north\" repeat=\"2000000\"",
            "more than a million");
        row("depart at no speed", rou, "departLane=\"0\"", "departSpeed=\"-4\"", "departSpeed");
        row("trip from nowhere", rou, "from=\"south\"", "from=\"sud\"", "not in the network");
        row("trip from rails", rou, "from=\"south\"", "from=\"rails\"", "no road vehicle");
        row("flow of no size", rou, "end=\"60\" number=\"3\"", "end=\"60\"", "neither number", "<flow id=\"many\"");
        row("flow ends before it begins", rou, "begin=\"0\" end=\"60\"", "begin=\"90\" end=\"60\"", "before it begins");
        row("flow without an end", rou, "begin=\"0\" end=\"60\" number=\"3\"", "begin=\"0\" period=\"3\"",
            "without an end");
        row("flow of no period", rou, "number=\"3\"", "period=\"0\"", "above 0");
        row("flow more likely than sure", rou, "number=\"3\"", "probability=\"1.5\"", "above 1");
        row("stop off its lane", rou, "endPos=\"50\"", "endPos=\"500\"", "does not lie on the lane");
        row("stop on no lane", rou, "stop lane=\"west_0\"", "stop lane=\"west_8\"", "not in the network");
        row("stop at no bus stop", rou, "stop lane=\"west_0\" endPos=\"50\"", "stop busStop=\"hold\"",
            "defined nowhere");
        row("stop off the route", rou, "stop lane=\"west_0\" endPos=\"50\"", "stop lane=\"north_0\" endPos=\"50\"",
            "does not lie ahead");
        row("stop of no time", rou, "endPos=\"50\" duration=\"10\"", "endPos=\"50\"", "neither duration");
        row("bus stop twice", rou, "<route id=\"through\"",
            "<busStop id=\"halt\" lane=\"west_0\"/><route id=\"through\"", "another stop");
        row("bus stop on no lane", rou, "id=\"halt\" lane=\"east_0\"", "id=\"halt\" lane=\"east_7\"",
            "not in the network");
        row("bus stop backwards", rou, "startPos=\"20\" endPos=\"40\"", "startPos=\"50\" endPos=\"40\"",
            "does not lie on the lane");
        row("detector off its lane", rou, "pos=\"10\"", "pos=\"1000\"", "does not lie on the lane");
        row("other files", rou, "<inductionLoop", "<include href=\"/etc/passwd\"/><inductionLoop", "outside");
    }

    void brokenLines() {
        QFETCH(const bool, inNet);
        QFETCH(const std::string, from);
        QFETCH(const std::string, to);
        QFETCH(const std::string, says);
        QFETCH(const std::string, at);
        const std::string net = inNet ? replaced(small_net(), from, to) : small_net();
        const std::string routes = inNet ? kRoutes : replaced(kRoutes, from, to);
        QVERIFY2(!net.empty() && !routes.empty(), "the table's fragment is not in the sound file");
        const auto net_file = write_file(folder_, "broken.net.xml", net);
        const auto route_file = write_file(folder_, "broken.rou.xml", routes);
        const std::string where =
            (inNet ? net_file : route_file).string() + ", line " + line_of(inNet ? net : routes, at);
        check(read_sumo({.net = net_file, .routes = {route_file}}), where, says);
    }

    void filesCutShort() {
        const std::string net = small_net();
        for (int tenth = 0; tenth < 10; ++tenth) {
            const auto file =
                write_file(folder_, "cut.net.xml", net.substr(0, net.size() * static_cast<unsigned>(tenth) / 10));
            check(read_sumo({.net = file}), file.string() + ", line ", "");
        }
    }

    void gzippedFilesCutShortOrDamaged() {
        const auto whole = std::filesystem::path{folder_.path().toStdString()} / "whole.gz";
        gzFile out = gzopen(whole.c_str(), "wb");
        const std::string net = small_net();
        gzwrite(out, net.data(), static_cast<unsigned>(net.size()));
        gzclose(out);
        std::ifstream in{whole, std::ios::binary};
        std::string packed{std::istreambuf_iterator<char>{in}, {}};
        for (const std::size_t keep : {packed.size() / 4, packed.size() / 2, packed.size() - 9}) {
            const auto file = write_file(folder_, "cut.net.xml.gz", packed.substr(0, keep));
            check(read_sumo({.net = file}), file.string() + ", line ", "again");
        }
        packed[packed.size() / 2] = static_cast<char>(packed[packed.size() / 2] ^ 0x55);
        packed[packed.size() / 2 + 1] = static_cast<char>(packed[packed.size() / 2 + 1] ^ 0x55);
        const auto file = write_file(folder_, "damaged.net.xml.gz", packed);
        check(read_sumo({.net = file}), file.string() + ", line ", "");
    }

    void elementsInStrangePlaces() {
        for (const char* net :
             {"<net><a><edge><lane/></edge></a></net>", "<net><a><junction><request/></junction></a></net>",
              "<net><tlLogic id=\"a\"><tlLogic id=\"a\"/></tlLogic></net>", "<net><net/></net>"}) {
            const auto file = write_file(folder_, "strange.net.xml", net);
            check(read_sumo({.net = file}), file.string(), "");
        }
    }

    void filesThatIncludeThemselves() {
        const auto net = write_file(folder_, "n.net.xml", small_net());
        const auto file = write_file(folder_, "ring.rou.xml", "<routes>\n<include href=\"ring.rou.xml\"/></routes>");
        check(read_sumo({.net = net, .routes = {file}}), file.string() + ", line 2", "include each other");
    }

    void filesThatAreNotThere() {
        const auto absent = std::filesystem::path{folder_.path().toStdString()} / "absent.net.xml";
        check(read_sumo({.net = absent}), absent.string(), "no such file");
        check(read_sumo({.net = folder_.path().toStdString()}), folder_.path().toStdString(), "no such file");
        const auto net = write_file(folder_, "n.net.xml", small_net());
        check(read_sumo({.net = net, .routes = {absent}}), absent.string(), "no such file");
        QVERIFY(!read_sumo({}).has_value());
    }

    void nestingAndSizeAreLimited() {
        std::string deep = "<routes>";
        for (int i = 0; i < 100'000; ++i) {
            deep += "<a>";
        }
        const auto net = write_file(folder_, "n.net.xml", small_net());
        const auto file = write_file(folder_, "deep.rou.xml", deep);
        check(read_sumo({.net = net, .routes = {file}}), file.string(), "nest deeper");
        const auto bomb = std::filesystem::path{folder_.path().toStdString()} / "bomb.rou.xml.gz";
        gzFile out = gzopen(bomb.c_str(), "wb9");
        const std::string blank(1U << 20U, ' ');
        gzputs(out, "<routes>");
        for (int i = 0; i < 200; ++i) {
            gzwrite(out, blank.data(), static_cast<unsigned>(blank.size()));
        }
        gzclose(out);
        check(read_sumo({.net = net, .routes = {bomb}}), bomb.string(), "unpacks to more than");
        const auto tag = write_file(folder_, "tag.rou.xml", "<routes><route id=\"" + std::string(20U << 20U, 'x'));
        check(read_sumo({.net = net, .routes = {tag}}), tag.string(), "One tag");
    }

    void configurationsAreChecked_data() {
        QTest::addColumn<std::string>("content");
        QTest::addColumn<std::string>("says");
        const auto add = [](const char* name, const char* content, const char* says) {
            QTest::newRow(name) << std::string{content} << std::string{says};
        };
        add("wrong root", "<net/>", "no configuration");
        add("outside", "<configuration><input><net-file value=\"../../etc/n.xml\"/></input></configuration>",
            "outside");
        add("absolute", "<configuration><input><net-file value=\"/etc/n.xml\"/></input></configuration>", "outside");
        add("two nets", "<configuration><input><net-file value=\"a,b\"/></input></configuration>", "one network");
        add("no net", "<configuration/>", "No network");
        add("step", "<configuration><time><step-length value=\"0\"/></time></configuration>", "step");
        add("time", "<configuration><time><begin value=\"x\"/></time></configuration>", "no time");
        add("backwards", "<configuration><time><begin value=\"9\"/><end value=\"3\"/></time></configuration>",
            "ends before");
        add("seed", "<configuration><random_number><seed value=\"-x\"/></random_number></configuration>",
            "whole number");
    }
    void configurationsAreChecked() {
        QFETCH(const std::string, content);
        QFETCH(const std::string, says);
        const auto file = write_file(folder_, "run.sumocfg", content);
        check(read_sumo({.config = file}), folder_.path().toStdString(), says);
    }
};

QTEST_GUILESS_MAIN(TestSumoBroken)
#include "tst_sumo_broken.moc"
