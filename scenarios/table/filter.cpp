// SPDX-License-Identifier: GPL-3.0-or-later
// What an expression says of a row.
#include "scenarios/table/filter.h"

#include <cmath>

#include "scenarios/find/folded.h"

namespace cityloom::scenarios {

namespace {

using Type = TableColumn::Type;

template <typename T> bool in_order(std::uint8_t op, std::uint8_t less, const T& a, const T& b) {
    switch (op - less) {
    case 0:
        return a < b;
    case 1:
        return a <= b;
    case 2:
        return a > b;
    default:
        return a >= b;
    }
}

} // namespace

bool TableFilter::text_fits(Op op, const TableText& text, const std::string& wanted) {
    const auto one = [&](const std::string& written) {
        const std::string plain = folded(written);
        switch (op) {
        case Op::Equal:
        case Op::Unequal:
            return plain == wanted;
        case Op::Holds:
        case Op::Search:
            return plain.find(wanted) != std::string::npos;
        case Op::Begins:
            return plain.starts_with(wanted);
        default:
            return in_order(static_cast<std::uint8_t>(op), static_cast<std::uint8_t>(Op::Less),
                            natural_order(plain, wanted), 0);
        }
    };
    const bool fits = one(text.english) || (!text.chinese.empty() && one(text.chinese));
    return op == Op::Unequal ? !fits : fits;
}

TableFilter::Truth TableFilter::compare(const Node& node, const AssetTable& table, std::uint32_t row,
                                        const engine::Frame* frame) {
    const auto truth = [](bool yes) { return yes ? Truth::Yes : Truth::No; };
    const Type type = table.column(node.column).type;
    if (type == Type::Text) {
        const std::uint32_t text = table.text_of(node.column, row);
        if (node.op == Op::Empty) {
            return truth(text == kNone);
        }
        return text == kNone ? Truth::Unknown : truth(node.fits.front()[text] != 0);
    }
    const double value = table.number(node.column, row, frame);
    if (node.op == Op::Empty) {
        return truth(!std::isfinite(value));
    }
    if (!std::isfinite(value)) {
        return Truth::Unknown;
    }
    if (!node.text.empty()) { // a word
        const engine::Words words = table.word(node.column, value);
        return truth(text_fits(node.op, {std::string{words.english}, std::string{words.chinese}}, node.text));
    }
    const double than = node.other == kNoColumn ? node.value : node.value * table.number(node.other, row, frame);
    if (!std::isfinite(than)) {
        return Truth::Unknown;
    }
    if (node.op == Op::Equal || node.op == Op::Unequal) {
        // As people see it: what is shown as 2.5 is equal to 2.5.
        const double shown = std::pow(10.0, -table.column(node.column).decimals);
        const bool same = std::abs(value - than) < 0.5 * shown;
        return truth(same == (node.op == Op::Equal));
    }
    return truth(in_order(static_cast<std::uint8_t>(node.op), static_cast<std::uint8_t>(Op::Less), value, than));
}

TableFilter::Truth TableFilter::test(std::size_t index, const AssetTable& table, std::uint32_t row,
                                     const engine::Frame* frame) const {
    const Node& node = nodes_[index];
    switch (node.op) {
    case Op::Or:
        return std::max(test(node.a, table, row, frame), test(node.b, table, row, frame));
    case Op::And:
        return std::min(test(node.a, table, row, frame), test(node.b, table, row, frame));
    case Op::Not: {
        const Truth of = test(node.a, table, row, frame);
        return of == Truth::Yes ? Truth::No : of == Truth::No ? Truth::Yes : Truth::Unknown;
    }
    case Op::Search:
        for (std::size_t c = 0; c < table.columns(); ++c) {
            const std::uint32_t text = node.fits[c].empty() ? kNone : table.text_of(c, row);
            if (text != kNone && node.fits[c][text] != 0) {
                return Truth::Yes;
            }
        }
        return Truth::No;
    default:
        return compare(node, table, row, frame);
    }
}

std::vector<std::uint32_t> TableFilter::rows(const AssetTable& table, const engine::Frame* frame) const {
    std::vector<std::uint32_t> fit;
    for (std::uint32_t row = 0; row < table.rows(); ++row) {
        if (everything() || test(nodes_.size() - 1, table, row, frame) == Truth::Yes) {
            fit.push_back(row);
        }
    }
    return fit;
}

} // namespace cityloom::scenarios
