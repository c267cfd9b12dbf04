// SPDX-License-Identifier: GPL-3.0-or-later
// Reads an expression: or, and, not, then comparisons of a column with a value.
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "scenarios/find/folded.h"
#include "scenarios/table/filter_text.h"
#include "scenarios/table/units.h"

namespace cityloom::scenarios {

namespace {

using Type = TableColumn::Type;

constexpr int kDeepest = 100;

Text both(std::string english, std::string chinese) {
    Text text;
    text.english = std::move(english);
    text.chinese = std::move(chinese);
    return text;
}

/// With words before and after a text that is the same in both.
Text around(const char* english, const char* chinese, const Text& middle, const char* english_after,
            const char* chinese_after) {
    return both(english, chinese) + middle + both(english_after, chinese_after);
}

} // namespace

class FilterParser {
public:
    FilterParser(std::string_view text, const AssetTable& table) : table_{table}, text_{text, table} {}

    tl::expected<TableFilter, FilterError> parse() {
        if (text_.end()) {
            return TableFilter{};
        }
        if (text_.only_words()) {
            search_words();
            return std::move(filter_);
        }
        std::size_t top = 0;
        if (!expression(top)) {
            return tl::make_unexpected(error_);
        }
        if (!text_.end()) {
            refuse_word(both("\"and\" or \"or\" is missing before this.", "此前缺少“且”或“或”。"));
            return tl::make_unexpected(error_);
        }
        return std::move(filter_); // the last node is the whole
    }

private:
    using Op = TableFilter::Op;
    using Node = TableFilter::Node;

    std::size_t add(Node node) {
        filter_.nodes_.push_back(std::move(node));
        return filter_.nodes_.size() - 1;
    }

    bool refuse(std::size_t from, std::size_t to, Text message) {
        error_ = text_.wrong(from, to, std::move(message));
        return false;
    }
    bool refuse_word(Text message) { return refuse(text_.at(), text_.word_end(), std::move(message)); }

    [[nodiscard]] Text words_of(std::size_t column) const {
        const engine::Words& words = table_.column(column).words;
        return both(std::string{words.english}, std::string{words.chinese});
    }

    [[nodiscard]] std::vector<std::uint8_t> texts_that_fit(std::size_t column, Op op, const std::string& wanted) const {
        std::vector<std::uint8_t> fits;
        for (const TableText& text : table_.texts(column)) {
            fits.push_back(TableFilter::text_fits(op, text, wanted) ? 1 : 0);
        }
        return fits;
    }

    std::size_t search_for(const std::string& wanted) {
        Node node{.op = Op::Search};
        for (std::size_t c = 0; c < table_.columns(); ++c) {
            node.fits.push_back(texts_that_fit(c, Op::Search, wanted));
        }
        return add(std::move(node));
    }

    void search_words() {
        std::optional<std::size_t> whole;
        while (!text_.end()) {
            const std::size_t from = text_.at();
            const std::size_t size = std::min(text_.rest().find(' '), text_.rest().size());
            const std::size_t one = search_for(std::string{text_.between(from, from + size)});
            whole = whole ? add({.op = Op::And, .a = *whole, .b = one}) : one;
            text_.go_to(from + size);
            text_.skip();
        }
    }

    bool expression(std::size_t& out) {
        bool done = conjunction(out);
        while (done && (text_.take(kOr) || text_.take("||"))) {
            std::size_t right = 0;
            done = conjunction(right);
            out = add({.op = Op::Or, .a = out, .b = right});
        }
        return done;
    }

    bool conjunction(std::size_t& out) {
        bool done = negation(out);
        while (done && (text_.take(kAnd) || text_.take("&&"))) {
            std::size_t right = 0;
            done = negation(right);
            out = add({.op = Op::And, .a = out, .b = right});
        }
        return done;
    }

    bool negation(std::size_t& out) {
        if (++depth_ > kDeepest) {
            return refuse_word(
                both("This is nested too deeply. Write it in fewer brackets.", "嵌套过深，请减少括号层数。"));
        }
        bool done = false;
        if (text_.take(kNot) || (!text_.rest().starts_with("!=") && text_.take("!"))) {
            std::size_t of = 0;
            done = negation(of);
            out = add({.op = Op::Not, .a = of});
        } else if (text_.take("(")) {
            done = expression(out) &&
                   (text_.take(")") || refuse_word(both("A closing bracket is missing here.", "此处缺少右括号。")));
        } else {
            done = comparison(out);
        }
        --depth_;
        return done;
    }

    bool comparison(std::size_t& out) {
        std::string wanted;
        if (quoted(wanted)) { // a text by itself is searched for
            out = search_for(wanted);
            return true;
        }
        const std::size_t from = text_.at();
        std::size_t column = 0;
        if (!error_.message.empty() || !text_.take_column(column)) {
            return error_.message.empty() && no_such_column();
        }
        const Text name{text_.between(from, text_.at())};
        filter_.live_ = filter_.live_ || table_.column(column).live;
        if (text_.take(kIsNotEmpty)) {
            out = add({.op = Op::Not, .a = add({.op = Op::Empty, .column = column})});
            return true;
        }
        if (text_.take(kIsEmpty)) {
            out = add({.op = Op::Empty, .column = column});
            return true;
        }
        const bool opposite = text_.take(kNot);
        bool done = false;
        Op op = Op::Equal;
        if (text_.take(kIn)) {
            done = one_of(column, out);
        } else if (text_.take(kBetween)) {
            done = between(column, out);
        } else if (operation(op)) {
            done = value(column, op, out);
        } else if (table_.column(column).type == Type::Word && !opposite && text_.comparison_ends()) { // "bridge": yes
            out = add({.op = Op::Equal, .column = column, .value = 1.0});
            done = true;
        } else {
            refuse_word(around("After \"", "“", name,
                               "\" a comparison is missing: =, !=, <, <=, >, >=, contains, starts with, in, between or "
                               "is empty.",
                               "”之后缺少比较：=、!=、<、<=、>、>=、包含、开头为、属于、介于或为空。"));
        }
        if (done && opposite) {
            out = add({.op = Op::Not, .a = out});
        }
        return done;
    }

    bool operation(Op& op) {
        static constexpr std::array<std::pair<std::string_view, Op>, 9> kSigns{{{"<=", Op::LessEqual},
                                                                                {">=", Op::MoreEqual},
                                                                                {"<>", Op::Unequal},
                                                                                {"!=", Op::Unequal},
                                                                                {"==", Op::Equal},
                                                                                {"=", Op::Equal},
                                                                                {"<", Op::Less},
                                                                                {">", Op::More},
                                                                                {"~", Op::Holds}}};
        for (const auto& [sign, means] : kSigns) {
            if (text_.take(sign)) {
                op = means;
                return true;
            }
        }
        for (const auto& [keyword, means] : {std::pair{&kContains, Op::Holds}, std::pair{&kStarts, Op::Begins},
                                             std::pair{&kIsNot, Op::Unequal}, std::pair{&kIs, Op::Equal}}) {
            if (text_.take(*keyword)) {
                op = means;
                return true;
            }
        }
        return false;
    }

    bool one_of(std::size_t column, std::size_t& out) {
        if (!text_.take("(")) {
            return refuse_word(both("After \"in\" a list in brackets is missing, as in (3, 5).",
                                    "“属于”之后缺少括号中的列表，例如 (3, 5)。"));
        }
        bool done = value(column, Op::Equal, out);
        while (done && text_.take(",")) {
            std::size_t next = 0;
            done = value(column, Op::Equal, next);
            out = add({.op = Op::Or, .a = out, .b = next});
        }
        return done && (text_.take(")") ||
                        refuse_word(both("The list's closing bracket is missing here.", "列表缺少右括号。")));
    }

    bool between(std::size_t column, std::size_t& out) {
        std::size_t low = 0;
        std::size_t high = 0;
        if (!value(column, Op::MoreEqual, low)) {
            return false;
        }
        if (!text_.take(kAnd) && !text_.take("和")) {
            return refuse_word(
                both("After the lower value of \"between\" an \"and\" is missing.", "“介于”的下限之后缺少“和”。"));
        }
        const bool done = value(column, Op::LessEqual, high);
        out = add({.op = Op::And, .a = low, .b = high});
        return done;
    }

    bool value(std::size_t column, Op op, std::size_t& out) {
        Node node{.op = op, .column = column};
        const Type type = table_.column(column).type;
        const std::size_t from = text_.at();
        const bool of_text = op == Op::Holds || op == Op::Begins;
        if (type == Type::Number && of_text) {
            return refuse_word(words_of(column) +
                               both(" is a number: compare it with <, = or >.", "是数值，请用 <、= 或 > 比较。"));
        }
        if (type != Type::Text && !of_text && number(column, node.value)) {
            out = add(std::move(node));
            return error_.message.empty();
        }
        std::size_t other = 0;
        if (type == Type::Number && text_.take_column(other)) {
            return compare_with(other, from, std::move(node), out);
        }
        if (!quoted(node.text) && (!error_.message.empty() || !bare(node.text))) {
            return error_.message.empty() && refuse_word(both("Here the value is missing.", "此处缺少数值。"));
        }
        if (type == Type::Number) {
            return refuse(from, text_.at(),
                          around("\"", "“", Text{node.text}, "\" is no number; ", "”不是数值，而") + words_of(column) +
                              both(" is one.", "是数值。"));
        }
        if (type == Type::Text) {
            node.fits.push_back(texts_that_fit(column, op, node.text));
        }
        out = add(std::move(node));
        return true;
    }

    bool compare_with(std::size_t other, std::size_t from, Node node, std::size_t& out) {
        const TableColumn& mine = table_.column(node.column);
        const TableColumn& theirs = table_.column(other);
        const auto factor = theirs.unit.english == mine.unit.english ? std::optional{1.0}
                                                                     : unit_factor(folded(theirs.unit.english), mine);
        if (theirs.type == Type::Text || !factor) {
            return refuse(from, text_.at(),
                          words_of(node.column) + both(" cannot be compared with ", "不能与") + words_of(other) +
                              both(": it is something else.", "比较。"));
        }
        filter_.live_ = filter_.live_ || theirs.live;
        node.other = other;
        node.value = *factor;
        out = add(std::move(node));
        return true;
    }

    /// \return whether a number begins here; the error is set where what follows it is no unit of the column
    bool number(std::size_t column, double& value) {
        const std::string_view text = text_.rest().substr(text_.rest().starts_with('+') ? 1 : 0);
        const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || !std::isfinite(value)) {
            return false;
        }
        text_.go_to(text_.at() + static_cast<std::size_t>(stop - text_.rest().data()));
        text_.skip();
        const engine::Words& unit = table_.column(column).unit;
        const std::size_t size = unit_length(text_.rest(), table_.column(column));
        if (size == 0) {
            if (!text_.end() && is_word(text_.here()) && !number_ends()) {
                refuse_word(around("\"", "“", Text{text_.between(text_.at(), text_.word_end())},
                                   "\" is no unit. Units of ", "”不是单位。") +
                            words_of(column) + both(" are ", "的单位有 ") + Text{units_for(table_.column(column))} +
                            both(".", "。"));
            }
            return true;
        }
        if (const auto factor = unit_factor(text_.rest().substr(0, size), table_.column(column))) {
            value *= *factor;
            text_.go_to(text_.at() + size);
            text_.skip();
        } else {
            refuse(
                text_.at(), text_.at() + size,
                around("The unit does not go with ", "该单位与", words_of(column), ", which is in ", "不符，其单位为") +
                    (unit.english.empty() ? both("no unit", "无")
                                          : both(std::string{unit.english}, std::string{unit.chinese})) +
                    both(".", "。"));
        }
        return true;
    }

    /// Whether what follows a number is no unit of it: the next part, or another column.
    bool number_ends() {
        const std::size_t before = text_.at();
        std::size_t column = 0;
        const bool ends = text_.comparison_ends() || text_.take("和") || text_.take_column(column);
        text_.go_to(before);
        return ends;
    }

    bool quoted(std::string& out) {
        if (text_.end() || (text_.here() != '"' && text_.here() != '\'')) {
            return false;
        }
        const std::size_t from = text_.at();
        const std::size_t size = text_.rest().find(text_.here(), 1);
        if (size == std::string_view::npos) {
            return refuse(from, from + 1, both("The closing quote is missing.", "缺少右引号。"));
        }
        out = std::string{text_.rest().substr(1, size - 1)};
        text_.go_to(from + size + 1);
        text_.skip();
        return true;
    }

    /// Words without quotes: up to a bracket, a comma, or the next part of the expression.
    bool bare(std::string& out) {
        const std::size_t from = text_.at();
        char before = ' ';
        while (!text_.end() && text_.here() != ')' && text_.here() != ',' && text_.here() != '(') {
            if ((before == ' ' || !is_letter(text_.here())) && text_.comparison_ends()) {
                break;
            }
            before = text_.here();
            text_.go_to(text_.at() + 1);
        }
        out = std::string{text_.between(from, text_.at())};
        return !out.empty();
    }

    bool no_such_column() {
        if (text_.end()) {
            return refuse_word(
                both("Here a comparison is missing, as in length > 100.", "此处缺少比较，例如 长度 > 100。"));
        }
        Text columns;
        for (std::size_t c = 0; c < table_.columns(); ++c) {
            columns += (c > 0 ? both(", ", "、") : Text{}) + words_of(c);
        }
        return refuse_word(around("There is no column \"", "没有“", Text{text_.between(text_.at(), text_.word_end())},
                                  "\". Columns are ", "”这一列。列有：") +
                           columns + both("; texts stand in quotes.", "；文本须加引号。"));
    }

    const AssetTable& table_;
    FilterText text_;
    int depth_ = 0;
    TableFilter filter_;
    FilterError error_;
};

tl::expected<TableFilter, FilterError> TableFilter::parse(std::string_view text, const AssetTable& table) {
    return FilterParser{text, table}.parse();
}

} // namespace cityloom::scenarios
