// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/cashflow/cashflow.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "scenarios/invest/cashflow/example.h"

namespace cityloom::scenarios::invest {

namespace {

std::vector<ExampleKind> all_kinds() {
    std::vector<ExampleKind> all;
    for (const auto& some : {flow_kinds(), asset_kinds(), loan_kinds(), benefit_kinds(), decision_kinds(),
                             selection_kinds(), schedule_kinds()}) {
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

constexpr std::size_t kLongestChain = 16; ///< of examples based on each other

class Worker {
public:
    Worker(const Field::Json& document, const std::filesystem::path& file, std::stop_token stop)
        : file_{file}, stop_{std::move(stop)}, kinds_{all_kinds()} {
        const Field root{document, ""};
        for (const Field& each : root.at("examples").list()) {
            const std::string id = each.at("id").text();
            if (!by_id_.emplace(id, examples_.size()).second) {
                each.at("id").wrong("is \"" + id + "\", as another example's. Give each one of its own.");
            }
            examples_.push_back(each);
        }
    }

    [[nodiscard]] std::size_t count() const { return examples_.size(); }

    [[nodiscard]] ExampleAnswer work(std::size_t index) const {
        const Field& given = examples_[index];
        ExampleAnswer answer{.id = given.at("id").text(), .kind = {}, .outputs = nullptr, .error = {}};
        try {
            answer.kind = given.at("kind").text();
            const auto kind = std::find_if(kinds_.begin(), kinds_.end(),
                                           [&](const ExampleKind& each) { return each.name == answer.kind; });
            if (kind == kinds_.end()) {
                std::string known;
                for (const ExampleKind& each : kinds_) {
                    known += (known.empty() ? "" : ", ") + std::string{each.name};
                }
                given.at("kind").wrong("is \"" + answer.kind + "\". Give one of: " + known + ".",
                                       ErrorCode::Unsupported);
            }
            const Field::Json inputs = merged(index, 0);
            const auto convention = given.find("convention");
            const Example example{.inputs = Field{inputs, given.path() + ".inputs"},
                                  .convention = convention && convention->is_text() ? std::optional{convention->text()}
                                                                                    : std::nullopt,
                                  .folder = file_.parent_path(),
                                  .stop = stop_};
            Outputs outputs = Outputs::object();
            kind->work(example, outputs);
            if (!finite(outputs)) {
                example.inputs.wrong(
                    "lead to a number beyond what a computer holds. Look for a rate near -1 or far years.");
            }
            answer.outputs = std::move(outputs);
        } catch (const WrongField& wrong) {
            answer.error = wrong.error;
            answer.error->message = file_.filename().string() + ": example " + answer.id + ": " + wrong.error.message;
        }
        return answer;
    }

private:
    /// An example's inputs over those of the example that it names as "base".
    [[nodiscard]] Field::Json merged(std::size_t index, std::size_t depth) const {
        const Field inputs = examples_[index].at("inputs");
        const auto base = inputs.find("base"); // refuses what is no object
        if (!base) {
            return inputs.json();
        }
        const auto found = by_id_.find(base->text());
        if (found == by_id_.end()) {
            base->wrong("names \"" + base->text() +
                            "\", which is no example of this file. Add it, or write its inputs here.",
                        ErrorCode::NotFound);
        }
        if (depth >= kLongestChain) {
            base->wrong("goes on in a circle, or through more than 16 examples. Write the inputs here.");
        }
        Field::Json all = merged(found->second, depth + 1);
        for (const auto& [key, value] : inputs.json().items()) {
            all[key] = value;
        }
        return all;
    }

    [[nodiscard]] static bool finite(const Outputs& value) {
        if (value.is_number_float()) {
            return std::isfinite(value.get<double>());
        }
        return std::all_of(value.begin(), value.end(), [](const Outputs& each) {
            return !each.is_structured() && !each.is_number_float() ? true : finite(each);
        });
    }

    std::filesystem::path file_;
    std::stop_token stop_;
    std::vector<ExampleKind> kinds_;
    std::vector<Field> examples_;
    std::map<std::string, std::size_t> by_id_;
};

} // namespace

const ExampleAnswer* CashflowReport::wrong() const {
    const auto found = std::find_if(examples.begin(), examples.end(),
                                    [](const ExampleAnswer& each) { return each.error.has_value(); });
    return found == examples.end() ? nullptr : &*found;
}

Result<CashflowReport> work_cashflow(const std::filesystem::path& file, const std::stop_token& stop) {
    const auto document = read_json(file, "file of examples");
    if (!document) {
        return tl::make_unexpected(document.error());
    }
    try {
        const Worker worker{*document, file, stop};
        CashflowReport report;
        for (std::size_t i = 0; i < worker.count(); ++i) {
            report.examples.push_back(worker.work(i));
            if (stop.stop_requested()) {
                return fail(ErrorCode::Cancelled, "Cancelled before all examples were worked out.");
            }
        }
        return report;
    } catch (const WrongField& wrong) {
        Error error = wrong.error;
        error.message = file.filename().string() + ": " + error.message;
        return tl::make_unexpected(error);
    }
}

std::string to_json(const CashflowReport& report) {
    auto examples = nlohmann::ordered_json::array();
    for (const ExampleAnswer& each : report.examples) {
        nlohmann::ordered_json one{{"id", each.id}, {"kind", each.kind}};
        if (each.error) {
            one["error"] = each.error->message;
        } else {
            one["outputs"] = each.outputs;
        }
        examples.push_back(std::move(one));
    }
    return nlohmann::ordered_json{{"examples", std::move(examples)}}.dump(1);
}

} // namespace cityloom::scenarios::invest
