// SPDX-License-Identifier: GPL-3.0-or-later
// Static assignment: processor time until each relative gap, reading and the table's own printing left out.
//   bench_assign [--toll-weight W] [--distance-weight W] [--gap G] [--threads N] [--verbose] NET.tntp TRIPS.tntp
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "gis/import/read/tntp_import.h"
#include "sim/traffic/assignment/assignment.h"

using namespace cityloom;
using namespace cityloom::traffic;

namespace {

double cpu_s() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

} // namespace

int main(int argc, char** argv) {
    std::vector<std::filesystem::path> files;
    assignment::UserClass users;
    assignment::Options options{.relative_gap = 1e-14};
    bool verbose = false;
    for (int i = 1; i < argc; ++i) {
        const std::string arg = argv[i];
        if (arg == "--verbose") {
            verbose = true;
        } else if (i + 1 < argc && arg == "--toll-weight") {
            users.toll_weight = std::stod(argv[++i]);
        } else if (i + 1 < argc && arg == "--distance-weight") {
            users.distance_weight = std::stod(argv[++i]);
        } else if (i + 1 < argc && arg == "--gap") {
            options.relative_gap = std::stod(argv[++i]);
        } else if (i + 1 < argc && arg == "--threads") {
            options.threads = static_cast<unsigned>(std::stoul(argv[++i]));
        } else {
            files.emplace_back(arg);
        }
    }
    if (files.size() != 2) {
        std::fputs("usage: bench_assign [OPTIONS] NET.tntp TRIPS.tntp\n", stderr);
        return 2;
    }
    double start = cpu_s();
    const auto network = gis::read_tntp_network(files[0]);
    if (!network) {
        std::fprintf(stderr, "%s\n", network.error().message.c_str());
        return 1;
    }
    auto trips = gis::read_tntp_trips(files[1], *network);
    if (!trips) {
        std::fprintf(stderr, "%s\n", trips.error().message.c_str());
        return 1;
    }
    users.trips = std::move(*trips);
    std::printf("read in %.3f s\n", cpu_s() - start);
    start = cpu_s();
    double next = 1e-2;
    const auto result = assignment::assign(*network, {&users, 1}, options, [&](int iteration, double gap) {
        if (verbose) {
            std::printf("  iteration %3d  gap %.3e  %.3f s\n", iteration, gap, cpu_s() - start);
        }
        for (; gap <= next && next > 1e-16; next *= 0.01) {
            std::printf("gap %.0e after %3d iterations, %.3f s\n", next, iteration, cpu_s() - start);
        }
    });
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().message.c_str());
        return 1;
    }
    std::printf("objective %.6f, relative gap %.1e, %d iterations, %.3f s\n", result->objective, result->relative_gap,
                result->iterations, cpu_s() - start);
    return 0;
}
