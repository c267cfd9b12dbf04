// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/tntp_import.h"

#include <algorithm>
#include <array>

#include "gis/import/read/tntp_text.h"

namespace cityloom::gis {

namespace {

using traffic::assignment::Link;
using traffic::assignment::Network;
using traffic::assignment::Trips;

/// The columns of a link before its type, which is a free word.
constexpr std::array<const char*, 9> kColumns{"init node", "term node", "capacity", "length", "free flow time",
                                              "b",         "power",     "speed",    "toll"};
enum Column : std::size_t { kInit, kTerm, kCapacity, kLength, kFreeFlowTime, kB, kPower, kSpeed, kToll };

Result<std::uint32_t> node(const TntpText& text, std::string_view word, Column column, std::uint32_t nodes) {
    const auto number = tntp_integer(word);
    if (!number || *number < 1 || *number > nodes) {
        return text.fault(std::string{kColumns[column]} + " " + tntp_quoted(word) + " does not exist: nodes are 1 to " +
                          std::to_string(nodes) + ". Correct it, or <NUMBER OF NODES>.");
    }
    return *number - 1;
}

/// Whether links end in ";": as the first one does. Some files in circulation have none.
enum class LinkEnd : std::uint8_t { Unknown, Semicolon, Line };

/// A link's line. \param word its first word; then the first one after the link.
Result<Link> read_link(TntpText& text, std::string_view& word, std::uint32_t nodes, LinkEnd& ends) {
    const std::size_t line = text.line();
    std::array<double, kColumns.size()> figure{};
    Link link;
    for (std::size_t column = 0; column < kColumns.size(); ++column) {
        if (column > 0) {
            word = text.next();
        }
        if (word.empty() || word == ";" || text.line() != line) {
            return word.empty()
                       ? text.fault_of_file("the file ends within a link. It is cut short; get it again.")
                       : text.fault_at(line,
                                       "the link lacks its " + std::string{kColumns[column]} +
                                           ". A link is: init term capacity length free_flow_time b power speed toll "
                                           "type ;");
        }
        if (column == kInit || column == kTerm) {
            const auto end = node(text, word, static_cast<Column>(column), nodes);
            if (!end) {
                return tl::make_unexpected(end.error());
            }
            (column == kInit ? link.from : link.to) = *end;
            continue;
        }
        const auto number = tntp_number(word);
        if (!number || (*number < 0.0 && column != kSpeed)) {
            return text.fault("the " + std::string{kColumns[column]} + " is " + tntp_quoted(word) +
                              ", but must be a number that is not negative. Correct it.");
        }
        figure[column] = *number;
    }
    link.capacity = figure[kCapacity];
    link.length = figure[kLength];
    link.free_flow_time = figure[kFreeFlowTime];
    link.b = figure[kB];
    link.power = figure[kPower];
    link.toll = figure[kToll];
    if (link.capacity == 0.0 && link.b > 0.0 && link.power > 0.0) {
        return text.fault("the capacity is 0, though b and power are not. Give the link a capacity, or b = 0 if its "
                          "time does not depend on the flow.");
    }
    do { // what else it says
        word = text.next();
    } while (!word.empty() && word != ";" && text.line() == line);
    if (word == ";" && text.line() == line && ends != LinkEnd::Line) {
        ends = LinkEnd::Semicolon;
        word = text.next();
    } else if (ends == LinkEnd::Semicolon) {
        return word.empty() ? text.fault_of_file("the file ends within a link, without \";\". It is cut short; get it "
                                                 "again.")
                            : text.fault_at(line, "the link does not end in \";\", as others do. Add it.");
    } else if (word == ";") {
        return text.fault("the link ends in \";\", but others do not. End all links alike.");
    } else {
        ends = LinkEnd::Line;
    }
    return link;
}

/// What the file says of its columns: costs that no link has for itself are refused, and the ninth column is a toll
/// unless it is named otherwise.
Result<bool> has_tolls(const TntpText& text, std::vector<std::string>* notes) {
    const std::string said = text.remarks();
    for (const char* word : {"asymmetric", "asymm.", "conflicting link", "opposing flow", "opposite flow"}) {
        if (said.find(word) != std::string::npos) {
            return text.fault_of_file("its costs are asymmetric (\"" + std::string{word} +
                                      "\"): a link's time depends on other links' flows. Equilibria are computed for "
                                      "links whose time depends on their own flow alone; give such a network.");
        }
    }
    const bool named = said.find("capacity") != std::string::npos;
    const bool tolls = !named || said.find("toll") != std::string::npos;
    if (!tolls && notes != nullptr) {
        notes->emplace_back("the columns are named, and none of them is a toll: none is charged");
    }
    return tolls;
}

} // namespace

Result<Network> read_tntp_network(const std::filesystem::path& file, const TntpLimits& limits,
                                  std::vector<std::string>* notes) {
    auto text = TntpText::open(file, limits.max_file_bytes);
    if (!text) {
        return tl::make_unexpected(text.error());
    }
    const auto nodes = text->count("NUMBER OF NODES", 1, limits.max_nodes);
    if (!nodes) {
        return tl::make_unexpected(nodes.error());
    }
    const auto zones = text->count("NUMBER OF ZONES", 1, *nodes);
    if (!zones) {
        return tl::make_unexpected(zones.error());
    }
    // Where it is not said, trips pass through all nodes: the format's own meaning of 1.
    const bool bound = text->has("FIRST THRU NODE");
    const auto first_thru_node = bound ? text->count("FIRST THRU NODE", 1, *nodes + 1) : Result<std::uint32_t>{1};
    if (!bound && notes != nullptr) {
        notes->emplace_back("<FIRST THRU NODE> is not given: trips pass through all nodes, zones too");
    }
    if (!first_thru_node) {
        return tl::make_unexpected(first_thru_node.error());
    }
    const auto links = text->count("NUMBER OF LINKS", 1, 0xFFFF'FFFE);
    if (!links) {
        return tl::make_unexpected(links.error());
    }
    const auto tolls = has_tolls(*text, notes);
    if (!tolls) {
        return tl::make_unexpected(tolls.error());
    }
    LinkEnd ends = LinkEnd::Unknown;
    Network network{.zones = *zones, .nodes = *nodes, .first_thru_node = *first_thru_node - 1};
    for (std::string_view word = text->next(); !word.empty();) {
        if (network.links.size() == *links) {
            return text->fault("the file has more links than the " + std::to_string(*links) +
                               " of <NUMBER OF LINKS>. Correct that line.");
        }
        auto link = read_link(*text, word, *nodes, ends);
        if (!link) {
            return tl::make_unexpected(link.error());
        }
        link->toll = *tolls ? link->toll : 0.0;
        network.links.push_back(*link);
    }
    if (network.links.size() < *links) {
        return text->fault_of_file("it has " + std::to_string(network.links.size()) + " of the " +
                                   std::to_string(*links) +
                                   " links that its metadata announces. It is cut short; get it again.");
    }
    return network;
}

Result<std::vector<Trips>> read_tntp_trips(const std::filesystem::path& file, const Network& network,
                                           const TntpLimits& limits) {
    auto text = TntpText::open(file, limits.max_file_bytes);
    if (!text) {
        return tl::make_unexpected(text.error());
    }
    const auto zones = text->count("NUMBER OF ZONES", 1, limits.max_nodes);
    if (!zones) {
        return tl::make_unexpected(zones.error());
    }
    const auto announced = text->figure("TOTAL OD FLOW");
    if (!announced) {
        return tl::make_unexpected(announced.error());
    }
    const auto zone = [&](std::string_view word) -> Result<std::uint32_t> {
        const auto number = tntp_integer(word);
        if (!number || *number < 1 || *number > network.zones) {
            return text->fault("zone " + tntp_quoted(word) + " does not exist: the network's zones are 1 to " +
                               std::to_string(network.zones) + ". Correct it, or take the trips of this network.");
        }
        return *number - 1;
    };
    std::vector<Trips> trips;
    double total = 0.0;
    std::optional<std::uint32_t> origin;
    for (std::string_view word = text->next(); !word.empty(); word = text->next()) {
        const bool heading = word == "Origin" || word == "origin" || word == "ORIGIN";
        if (!heading && !origin) {
            return text->fault("a line \"Origin N\" belongs here, not " + tntp_quoted(word) + ".");
        }
        const auto end = zone(heading ? text->next() : word);
        if (!end) {
            return tl::make_unexpected(end.error());
        }
        if (heading) {
            origin = *end;
            continue;
        }
        if (text->next() != ":") {
            return text->fault("after destination " + std::to_string(*end + 1) +
                               " a \":\" and the number of trips are missing. The line is damaged or cut short.");
        }
        const std::string_view figure = text->next();
        const auto vehicles = tntp_number(figure);
        if (!vehicles || *vehicles < 0.0) {
            return text->fault("the trips from zone " + std::to_string(*origin + 1) + " to " +
                               std::to_string(*end + 1) + " are " + tntp_quoted(figure) +
                               ", but must be a number that is not negative. Correct it.");
        }
        if (text->next() != ";") {
            return text->fault("the trips from zone " + std::to_string(*origin + 1) + " to " +
                               std::to_string(*end + 1) + " do not end in \";\". The line is damaged or cut short.");
        }
        total += *vehicles;
        if (*vehicles > 0.0) {
            trips.push_back({*origin, *end, *vehicles});
        }
    }
    constexpr double kTolerance = 0.001; // totals in circulation are rounded
    if (*announced && total < (1.0 - kTolerance) * **announced) {
        return text->fault_of_file("it has " + std::to_string(total) + " of the " + std::to_string(**announced) +
                                   " trips that <TOTAL OD FLOW> announces. It is cut short; get it again, or correct "
                                   "that line.");
    }
    return trips;
}

} // namespace cityloom::gis
