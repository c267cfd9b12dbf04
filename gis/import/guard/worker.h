// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <stop_token>
#include <string_view>

#include "gis/import/import.h"

namespace cityloom::gis {

/// The first argument by which a program knows that it is to be an import worker.
inline constexpr std::string_view kWorkerFlag = "--import-worker";

struct WorkerLimits {
    std::uint64_t memory_bytes = 6ULL << 30U; ///< address space of the child
    std::uint64_t cpu_seconds = 600;
    std::uint64_t wall_seconds = 1'800; ///< waiting costs no processor time
};

/// The program of ours that reads foreign files, beside the one that runs or in the libexec folder of its installation:
/// alone it loads the libraries of all formats, whose loading takes longer than many a command.
[[nodiscard]] std::filesystem::path reader_program();

/// import_city() in a child process, so that no file can crash, hang or fill this one. `program` is reader_program(),
/// or one whose main() calls run_import_worker() when its first argument is kWorkerFlag. A stop kills the child within
/// 200 ms. A child that crashes or exceeds its limits gives an Error that names the files. Blocks the calling thread,
/// on which `progress` is called.
[[nodiscard]] Result<City> import_in_worker(const std::filesystem::path& program,
                                            std::span<const std::filesystem::path> files, const ImportOptions& options,
                                            const std::stop_token& stop, const Progress& progress,
                                            const WorkerLimits& limits = {});

/// The child's side: takes main()'s arguments, returns its exit code.
[[nodiscard]] int run_import_worker(int argc, char** argv);

} // namespace cityloom::gis
