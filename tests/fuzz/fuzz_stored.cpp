// SPDX-License-Identifier: GPL-3.0-or-later
// What a project and what lies beside it hold: the city, each domain's network, logs, saved runs. The checksums are
// made to fit, as a forger would.
#include "fuzz_file.h"
#include "gis/city/city_blob.h"
#include "gis/derive/networks.h"
#include "scenarios/project/networks_blob.h"
#include "scenarios/run/run_checkpoint.h"
#include "scenarios/run/run_log.h"
#include "scenarios/run/stored_results.h"
#include "sim/core/blob.h"
#include "sim/engine/why.h"

using namespace cityloom;

namespace {

std::string resealed(std::string_view kind, std::string_view text) {
    constexpr std::uint32_t kVersions = 64;
    std::uint32_t version = text.empty() ? 0 : static_cast<unsigned char>(text.front()) % kVersions;
    text.remove_prefix(text.empty() ? 0 : 1);
    return seal(kind, version, text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = tests::text_of(data, size);
    std::vector<const engine::DomainRow*> stored;
    for (const engine::DomainRow* row : engine::domain_rows()) {
        if (row->storage != nullptr) {
            stored.push_back(row);
        }
    }
    const unsigned choice = tests::take_choice(text, 3 + static_cast<unsigned>(stored.size()));
    if (choice == 0) {
        const std::string kind = gis::write_city({}).substr(0, 8);
        if (const auto city = gis::read_city(resealed(kind, text))) {
            static_cast<void>(gis::check_city(*city));
        }
    } else if (choice == 1) {
        const tests::FuzzFile file{text};
        static_cast<void>(scenarios::read_run_log(file.path()));
    } else if (choice == 2) {
        const tests::FuzzFile file{text};
        static_cast<void>(scenarios::read_checkpoint(file.path()));
    } else {
        const engine::DomainRow& row = *stored[choice - 3];
        engine::Networks networks;
        const std::string kind = scenarios::write_network(row, networks).substr(0, 8);
        if (scenarios::read_network(row, resealed(kind, text), networks)) {
            static_cast<void>(scenarios::check_networks(networks));
        }
    }
    return 0;
}
