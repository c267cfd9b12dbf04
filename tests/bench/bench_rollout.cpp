// SPDX-License-Identifier: GPL-3.0-or-later
// Rollouts of made-up programmes (budgets, precedence, exclusions, crews, synergies, debt): processor time to a gap.
//   bench_rollout [--gap G] [--seeds N] [PROJECTSxYEARS...]
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "scenarios/invest/rollout/rollout.h"
#include "tests/scenarios/invest/made_programmes.h"

using namespace cityloom::tests;

namespace {

double cpu_s() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

} // namespace

int main(int argc, char** argv) {
    double gap = 0.01;
    std::uint64_t seeds = 5;
    std::vector<std::string> sizes;
    for (int i = 1; i < argc; ++i) {
        const std::string arg = argv[i];
        if (i + 1 < argc && arg == "--gap") {
            gap = std::stod(argv[++i]);
        } else if (i + 1 < argc && arg == "--seeds") {
            seeds = std::stoull(argv[++i]);
        } else {
            sizes.push_back(arg);
        }
    }
    if (sizes.empty()) {
        sizes = {"60x10", "200x10", "500x15"};
    }
    for (const std::string& size : sizes) {
        const std::size_t cross = size.find('x');
        if (cross == std::string::npos) {
            std::fputs("usage: bench_rollout [--gap G] [--seeds N] [PROJECTSxYEARS...]\n", stderr);
            return 2;
        }
        for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
            const RolloutProblem problem =
                large_programme(seed, std::stoi(size.substr(0, cross)), std::stoi(size.substr(cross + 1)));
            const double start = cpu_s();
            const auto rollout = plan_rollout(problem, {.gap = gap});
            const double spent = cpu_s() - start;
            if (!rollout || !rollout->objective) {
                std::printf("%s seed %llu: no plan\n", size.c_str(), static_cast<unsigned long long>(seed));
                return 1;
            }
            std::printf("%-8s seed %llu  objective %10.2f  bound %10.2f  gap %.4f  %6.2f cpu-s\n", size.c_str(),
                        static_cast<unsigned long long>(seed), *rollout->objective, *rollout->bound,
                        1.0 - *rollout->objective / *rollout->bound, spent);
        }
    }
    return 0;
}
