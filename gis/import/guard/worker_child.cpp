// SPDX-License-Identifier: GPL-3.0-or-later
// The child's side of worker.h, which alone of the two needs the readers of files.
#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <locale>
#include <memory>
#include <span>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

#include "gis/import/guard/confine.h"
#include "gis/import/guard/worker.h"
#include "gis/import/guard/worker_records.h"
#include "sim/core/large_blocks.h"

namespace cityloom::gis {

namespace {

std::vector<MobilityValue> mobility_in(const std::string& text) {
    std::istringstream lines{text};
    lines.imbue(std::locale::classic());
    std::vector<MobilityValue> values;
    for (MobilityValue value; lines >> value.id >> value.value;) {
        values.push_back(value);
    }
    return values;
}

/// Rows of two fields each.
std::vector<std::pair<std::string, std::string>> pairs_in(const std::string& text) {
    std::vector<std::pair<std::string, std::string>> pairs;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
        const auto fields = fields_of(line);
        if (fields.size() == 2) {
            pairs.emplace_back(fields[0], fields[1]);
        }
    }
    return pairs;
}

Result<void> take_more(const std::string& text, ImportOptions& options) {
    for (const auto& [name, value] : pairs_in(text)) {
        if (name == "onto") {
            auto city = city_in(value);
            if (!city) {
                return tl::make_unexpected(city.error());
            }
            options.onto = std::make_shared<const City>(std::move(*city));
        } else if (name == "bbox") {
            double degrees = 1e9; // which no bounds are
            std::from_chars(value.data(), value.data() + value.size(), degrees);
            options.cut.bbox_deg.push_back(degrees);
        } else if (name == "within") {
            options.cut.within = value;
        } else if (name == "only") {
            options.cut.only.push_back(value);
        } else if (name == "skip") {
            options.cut.skip.push_back(value);
        } else if (name == "drop_missing") {
            options.drop_missing = value == "1";
        }
    }
    return {};
}

std::vector<LayerAs> layers_in(const std::string& text) {
    std::vector<LayerAs> layers;
    for (auto& [layer, kind] : pairs_in(text)) {
        const auto number_of_kind =
            std::min<std::uint64_t>(number_in(kind), static_cast<std::uint64_t>(LayerKind::Ignored));
        layers.push_back({std::move(layer), static_cast<LayerKind>(number_of_kind)});
    }
    return layers;
}

std::vector<ColumnFor> columns_in(const std::string& text) {
    std::vector<ColumnFor> columns;
    for (auto& [tag, column] : pairs_in(text)) {
        columns.push_back({std::move(tag), std::move(column)});
    }
    return columns;
}

void limit(int resource, std::uint64_t value) {
    const rlimit both{value, value};
    setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

} // namespace

int run_import_worker(int argc, char** argv) {
    if (argc <= kFirstWorkerFile) {
        return EXIT_FAILURE;
    }
    const std::span args{argv, static_cast<std::size_t>(argc)};
    const std::string result = args[2];
    limit(RLIMIT_AS, number_in(args[3]));
    limit(RLIMIT_CPU, number_in(args[4]));
    limit(RLIMIT_CORE, 0);
    give_back_large_blocks();
    std::signal(SIGPIPE, SIG_DFL); // the parent is gone: so are we
    if (!confine_reader(kWorkerPipe)) {
        constexpr std::string_view kText = "The reader of files cannot be confined on this system: seccomp is refused. "
                                           "Allow it in the container or kernel.";
        const std::string line = std::string{kErrorRecord} + "\t" + std::to_string(static_cast<int>(ErrorCode::Io)) +
                                 "\t" + std::string{kText} + "\tseccomp\n";
        static_cast<void>(!write(kWorkerPipe, line.data(), line.size()));
        return EXIT_FAILURE;
    }
    ImportOptions options{.crs = args[5], .name = args[6]};
    const std::string_view hand = args[7];
    if (hand != "auto") {
        options.left_hand_traffic = hand == "left";
    }
    options.limits.max_features = number_in(args[8]);
    options.limits.max_points = number_in(args[9]);
    options.limits.max_notes = number_in(args[10]);
    options.people = args[11];
    options.jobs = args[12];
    options.mobility = mobility_in(args[13]);
    options.read_as = layers_in(args[14]);
    options.columns = columns_in(args[15]);
    const std::vector<std::filesystem::path> files(args.begin() + kFirstWorkerFile, args.end());
    std::uint64_t last = 10'000;
    const auto say = [](const std::string& line) {
        std::string_view left = line;
        while (!left.empty()) {
            const ssize_t put = write(kWorkerPipe, left.data(), left.size());
            if (put <= 0) {
                return;
            }
            left.remove_prefix(static_cast<std::size_t>(put));
        }
    };
    const auto progress = [&](double fraction, std::string_view what) {
        const auto permille = static_cast<std::uint64_t>(std::clamp(fraction, 0.0, 1.0) * 1000.0);
        if (permille != last) {
            last = permille;
            say(std::string{kProgressRecord} + "\t" + std::to_string(permille) + "\t" + one_line(std::string{what}) +
                "\n");
        }
    };
    const auto taken = take_more(args[16], options);
    Result<City> city =
        taken ? import_city(files, options, {}, progress) : Result<City>{tl::make_unexpected(taken.error())};
    if (city) {
        give_back_small_blocks();
        if (fill(result, *city)) {
            return EXIT_SUCCESS;
        }
        city = fail(ErrorCode::Io,
                    "The imported city cannot be handed over: no space for " + result + ". Free some space.", result);
    }
    const Error& error = city.error();
    say(std::string{kErrorRecord} + "\t" + std::to_string(static_cast<int>(error.code)) + "\t" +
        one_line(error.message) + "\t" + one_line(error.where) + "\n");
    return EXIT_FAILURE;
}

} // namespace cityloom::gis
