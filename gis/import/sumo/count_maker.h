// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <tuple>
#include <vector>

#include "gis/import/sumo/od_reader.h"

namespace cityloom::gis::sumo {

/// Takes counts of edges and of loops on lanes.
class CountMaker {
public:
    CountMaker(const SumoScenario& scenario, const FileNames& files, Remarks& remarks);

    /// Throws Fault, as add_loop() does.
    void add_edge(std::string_view edge, const traffic::od::Count& count, Place place);
    void add_loop(std::string_view detector, const traffic::od::Count& count, Place place);

    /// The counts of edges in the order of adding, then those that loops make up: the sum over the lanes of the mean of
    /// each lane's loops, where all lanes that cars may use have one; by begin, end and edge.
    [[nodiscard]] std::vector<traffic::od::Count> take();

private:
    struct Loops {
        double sum = 0.0;
        std::uint32_t loops = 0;
    };
    void check(const traffic::od::Count& count, Place place);

    const SumoScenario& scenario_;
    const FileNames& files_;
    Remarks& remarks_;
    EdgeNames edges_;
    Index detectors_;
    std::vector<traffic::od::Count> counts_;
    std::map<std::tuple<TimeUs, TimeUs, std::uint32_t, std::uint32_t>, Loops> lanes_; ///< begin, end, edge, lane
    std::size_t added_ = 0;
};

} // namespace cityloom::gis::sumo
