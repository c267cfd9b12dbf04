// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for libFuzzer: gives each file of the folders named to the target once.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <vector>

#include "fuzz_file.h"

int main(int argc, char** argv) {
    std::size_t count = 0;
    for (const char* folder : std::span{argv, static_cast<std::size_t>(argc)}.subspan(1)) {
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator{folder}) {
            files.push_back(entry.path());
        }
        std::ranges::sort(files);
        for (const auto& file : files) {
            std::ifstream in{file, std::ios::binary};
            const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
            LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
            ++count;
        }
    }
    std::printf("%zu files\n", count);
    return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE; // a corpus that is not there tests nothing
}
