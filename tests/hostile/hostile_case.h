// SPDX-License-Identifier: GPL-3.0-or-later
// A file as somebody might hand it to us to do harm, with the command that is to read it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace cityloom::tests {

/// What stands in place of a plain file.
enum class Kind : std::uint8_t { File, Pipe, Folder, Nothing };

using Files = std::map<std::string, std::string>; ///< name -> bytes

struct HostileCase {
    std::string name;
    std::string file; ///< the one that is hostile
    std::function<std::string()> bytes;
    std::vector<std::string> arguments;  ///< of the command line, run where the files are
    std::shared_ptr<const Files> beside; ///< those that it needs
    Kind kind = Kind::File;
    std::string says; ///< what the refusal must say; empty: whether it is refused does not matter
};

/// A sound file of a kind, out of which hostile ones are made.
struct Base {
    std::string name;
    std::string file;
    Files files;
    std::vector<std::string> arguments;
    bool text = true;
};

/// Sound files of every kind that is read: city data, networks, demand, matrices, tables. Made here, none of them
/// large.
[[nodiscard]] std::vector<Base> city_bases();
[[nodiscard]] std::vector<Base> traffic_bases();
/// A project, a log and a checkpoint, made with the program itself.
[[nodiscard]] std::vector<Base> project_bases(const std::string& program, const std::string& folder);

/// Hostile files from a sound one, each a function of the base and its own number alone.
[[nodiscard]] std::vector<HostileCase> mutations(const Base& base, std::uint64_t seed);

/// Those that no mutation finds: bombs, disguises, and files whose cost is far above their size.
[[nodiscard]] std::vector<HostileCase> costly_files();
[[nodiscard]] std::vector<HostileCase> disguised_files();
[[nodiscard]] std::vector<HostileCase> planted_projects(const Base& project);

} // namespace cityloom::tests
