// SPDX-License-Identifier: GPL-3.0-or-later
#include "hostile_case.h"
#include "tests/gis/sumo/small_net.h"

namespace cityloom::tests {

namespace {

constexpr const char* kRoutes =
    "<routes>\n<vType id=\"car\" accel=\"2.6\" decel=\"4.5\" sigma=\"0.5\" length=\"5\" maxSpeed=\"30\"/>\n"
    "<route id=\"r\" edges=\"west east\"/>\n<vehicle id=\"a\" type=\"car\" route=\"r\" depart=\"1\"/>\n"
    "<trip id=\"t\" from=\"south\" to=\"north\" depart=\"2.5\"/>\n"
    "<flow id=\"f\" type=\"car\" from=\"west\" to=\"north\" begin=\"0\" end=\"60\" number=\"8\"/>\n"
    "<vehicle id=\"b\" depart=\"9\"><route edges=\"west east\"/><stop lane=\"east_1\" endPos=\"50\" duration=\"5\"/>"
    "</vehicle>\n<person id=\"p\" depart=\"3\"><walk edges=\"south\"/></person>\n</routes>\n";
constexpr const char* kAdditional =
    "<additional>\n<inductionLoop id=\"d\" lane=\"west_0\" pos=\"40\" freq=\"60\" file=\"d.xml\"/>\n"
    "<busStop id=\"s\" lane=\"east_1\" startPos=\"20\" endPos=\"40\"/>\n<tlLogic id=\"C\" type=\"actuated\" "
    "programID=\"1\" offset=\"0\"><phase duration=\"30\" minDur=\"5\" maxDur=\"50\" state=\"GGgrr\"/><phase "
    "duration=\"20\" state=\"rrrGs\"/></tlLogic>\n<variableSpeedSign id=\"v\" lanes=\"west_0\"><step time=\"0\" "
    "speed=\"5\"/></variableSpeedSign>\n<edgeData id=\"e\" file=\"e.xml\" freq=\"60\"/>\n</additional>\n";
constexpr const char* kZones =
    "<additional>\n<taz id=\"A\" edges=\"west south\"/>\n<taz id=\"B\"><tazSource id=\"south\" "
    "weight=\"1\"/><tazSink id=\"east\" weight=\"0.5\"/></taz>\n</additional>\n";
constexpr const char* kMatrix = "origin,destination,trips,begin,end\nA,B,40,0,600\nB,A,3.5,0,600\n";
constexpr const char* kCounts = "edge,begin,end,count\nwest,0,600,30\neast,0,600,25\n";
constexpr const char* kConfig =
    "<configuration><input><net-file value=\"n.net.xml\"/><route-files value=\"r.rou.xml\"/><additional-files "
    "value=\"d.add.xml\"/></input><time><begin value=\"0\"/><end value=\"90\"/><step-length value=\"0.5\"/></time>"
    "</configuration>\n";
constexpr const char* kTntpNet =
    "<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 4\n<FIRST THRU NODE> 1\n<NUMBER OF LINKS> 5\n"
    "<END OF METADATA>\n~ init term capacity length time b power speed toll type ;\n"
    "1 3 10 1 1.5 0.15 4 50 0 1 ;\n1 4 20 2 2 0.15 4 50 0 1 ;\n3 2 30 1 1 0.15 4 50 0 1 ;\n"
    "4 2 10 2 1 0.15 4 50 0 1 ;\n3 4 10 1 0.5 0.15 4 50 0 1 ;\n";
constexpr const char* kTntpTrips =
    "<NUMBER OF ZONES> 2\n<TOTAL OD FLOW> 25.0\n<END OF METADATA>\n\nOrigin 1\n    1 : 0.0;  2 "
    ": 25.0;\nOrigin 2\n    1 : 0.0;\n";

} // namespace

std::vector<Base> traffic_bases() {
    const std::map<std::string, std::string> files{
        {"n.net.xml", gis::small_net()},
        {"r.rou.xml", kRoutes},
        {"d.add.xml", kAdditional},
        {"z.taz.xml", kZones},
        {"od.csv", kMatrix},
        {"c.csv", kCounts},
        {"run.sumocfg", kConfig},
        {"visum.txt", "$OR;D2\n* From-Time  To-Time\n0.00 0.30\n* Factor\n1.00\n"
                      "A B 12\nB A 3\n"},
        {"square.txt", "$VR;D2\n* From To\n0.00 0.30\n* Factor\n1.00\n2\nA B\n"
                       "0 4 3 0\n"},
        {"od.xml", "<data><interval id=\"i\" begin=\"0\" end=\"600\"><tazRelation "
                   "from=\"A\" to=\"B\" count=\"12\"/></interval></data>"},
        {"net.tntp", kTntpNet},
        {"trips.tntp", kTntpTrips}};
    const std::vector<std::string> run{"traffic",      "--net",     "n.net.xml", "--routes", "r.rou.xml",
                                       "--additional", "d.add.xml", "--end",     "90"};
    const auto zones = [](const char* matrix) {
        return std::vector<std::string>{"traffic", "--net", "n.net.xml", "--taz", "z.taz.xml",
                                        "--od",    matrix,  "--end",     "60"};
    };
    const std::vector<std::string> adjust{"calibrate", "--net",    "n.net.xml", "--taz",        "z.taz.xml", "--od",
                                          "od.csv",    "--counts", "c.csv",     "--iterations", "1"};
    const std::vector<std::string> assign{"assign",           "--net", "net.tntp", "--trips", "trips.tntp",
                                          "--max-iterations", "20"};
    return {{"net", "n.net.xml", files, run},
            {"routes", "r.rou.xml", files, run},
            {"additional", "d.add.xml", files, run},
            {"config", "run.sumocfg", files, {"traffic", "--config", "run.sumocfg"}},
            {"taz", "z.taz.xml", files, zones("od.csv")},
            {"od-csv", "od.csv", files, zones("od.csv")},
            {"od-visum", "visum.txt", files, zones("visum.txt")},
            {"od-square", "square.txt", files, zones("square.txt")},
            {"od-relations", "od.xml", files, zones("od.xml")},
            {"counts", "c.csv", files, adjust},
            {"tntp-net", "net.tntp", files, assign},
            {"tntp-trips", "trips.tntp", files, assign}};
}

} // namespace cityloom::tests
