// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gis/city/city.h"

namespace cityloom::gis {

/// Collects the validation report. Past `limit` rows it only counts, reason by reason, so that a hostile file cannot
/// fill the memory with complaints about itself.
class Notes {
public:
    explicit Notes(std::size_t limit) : limit_{limit} {}

    void info(std::string file, std::string object, std::string reason, std::string remedy) {
        add({ImportNote::Level::Info, std::move(file), std::move(object), std::move(reason), std::move(remedy)});
    }
    void warn(std::string file, std::string object, std::string reason, std::string remedy) {
        add({ImportNote::Level::Warning, std::move(file), std::move(object), std::move(reason), std::move(remedy)});
    }

    /// Adds all of another report.
    void take_over(Notes&& other);
    /// The same, and what it says of one file is said of another.
    void take_over(Notes&& other, const std::string& file, const std::string& as);

    /// The rows, closed by one row a reason for those that were only counted.
    [[nodiscard]] std::vector<ImportNote> take();

private:
    void add(ImportNote note);

    std::size_t limit_;
    std::vector<ImportNote> rows_;
    std::map<std::pair<std::string, std::string>, std::size_t> overflow_; ///< (file, reason) -> rows not kept
};

} // namespace cityloom::gis
