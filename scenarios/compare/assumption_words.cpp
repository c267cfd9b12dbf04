// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/compare/assumption_words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <optional>

#include "gis/city/mobility.h"
#include "sim/traffic/trips.h"

namespace cityloom::scenarios {

namespace {

// As gis/derive writes them; %1 to %9 stand for what it fills in, in this order.
constexpr std::array kSentences{
    Words{"People: %1, from %2; shared among buildings by floor area.", "人口：%1，来源：%2；按建筑面积分配到各建筑。"},
    Words{"Residents' trips: %1 a person and day, %2 % by car, %3 people a car (assets/mobility.csv; set at the "
          "import).",
          "居民出行：每人每日 %1 次，其中小汽车 %2 %，每车 %3 人（出行参数表；导入时设定）。"},
    Words{"From outside: %1 people work here and live elsewhere (%2 jobs, %3 employed residents, %4 of whom work "
          "elsewhere); %5 vehicles a day come for them, %6 with visitors, %7 pass through.",
          "外来：%1 人在此工作而居住在外（岗位 %2 个，就业居民 %3 人，其中 %4 人在外工作）；每日为此驶入车辆 %5 "
          "辆，访客 %6 "
          "辆，过境 %7 辆。"},
    Words{
        "The gateways' lanes let %1 vehicles an hour in: %2 vehicles a day that would come from outside are left out.",
        "出入口车道每小时可驶入 %1 辆：每日另有 %2 辆外来车辆未计入。"},
    Words{"The shares of trips to work, for errands and on business, with those back, were scaled to 100 % of the "
          "residents' car trips.",
          "通勤、事务与商务出行（含返程）的比例已按居民小汽车出行的 100 % 归一。"},
    Words{"Given at the import: %1 = %2.", "导入时给定：%1 = %2。"},
    Words{"Floor area: 45 m2 a resident; 14 m2 an office job, 25 retail, 60 industry unless given (UK employment "
          "density guide 2015).",
          "建筑面积：每位居民 45 平方米；未给定时每个办公岗位 14、零售 25、工业 60 平方米（英国就业密度指南 2015）。"},
    Words{"No building floor area in the data: people and jobs follow street length by class (our default, not "
          "measured).",
          "数据中没有建筑面积：人口与岗位按道路等级与长度推算（本程序默认值，非实测）。"},
    Words{"People on foot at signals, in the peak hour: 9 % of a day's, from one crossing a week for each resident "
          "within 805 m and two for each job within 402 m (our rates; variables after Schneider et al. 2009).",
          "信号处行人高峰小时取全日的 9 %：805 米内每位居民每周过街一次，402 米内每个岗位每周两次（本程序取值；变量依 "
          "Schneider 等 2009）。"},
    Words{
        "Bicycles: none unless a share is given (11 % of all trips in Germany, MiD 2017); mean trip about 3.9 km (our "
        "default, near MiD 2017); riders' speeds after Parkin and Rotheram (2010).",
        "自行车：未给定比例时不计（德国占全部出行的 11 %，MiD 2017）；平均出行约 3.9 公里（本程序默认值，接近 MiD "
        "2017）；骑行速度依 Parkin 与 Rotheram（2010）。"},
    Words{
        "Live information: 37 % of drivers follow live navigation on a telephone (smartphone owners in Europe who use "
        "applications while driving, Strategy Analytics 2014); 0.8 % of vehicles have a V2X radio (2 million of "
        "Volkswagen's, 2025, of 250 million cars in the EU, ACEA 2025).",
        "实时信息：37 % 的驾驶员使用手机实时导航（欧洲驾车时使用应用的智能手机用户，Strategy Analytics 2014）；0.8 % "
        "的车辆"
        "具备 V2X 通信（大众 2025 年 200 万辆，欧盟 2.5 亿辆，ACEA 2025）。"},
    Words{"Mobile network: mapped masts, then one to 1,500 people and jobs (default); 3 sectors of 60 MHz each, rates "
          "by 3GPP TR 36.942 annex A with all other masts in range at full power; 60 kbit/s a person in the busy hour "
          "(Ericsson Mobility Report 2021).",
          "移动网络：先用已测绘的铁塔，再按每 1500 人与岗位一座（默认值）；每座 3 个 60 MHz 扇区，速率依 3GPP TR "
          "36.942 附录 "
          "A，范围内其他铁塔满功率；最忙时每人 60 kbit/s（爱立信移动报告 2021）。"},
    Words{"The stated data rate is 10 Mbit/s down: the least that a household must be offered in Germany (TKMV 2022, "
          "section 2). People without any signal count as below it.",
          "规定速率为下行 10 Mbit/s：德国必须向住户提供的最低速率（TKMV 2022 第 2 条）。完全无信号者计为低于该速率。"},
    Words{"Roadside units: none but those that a measure adds, since the map shows none.",
          "路侧单元：地图未测绘，仅有措施新增者。"},
};

// What the census of an import calls its source.
constexpr std::array kSources{
    Words{"boundaries that name their population, for the parts of the map within them",
          "注明人口的边界（地图位于其内的部分）"},
    Words{"a total given at the import", "导入时给定的总数"},
    Words{"a raster of people (%1)", "人口栅格（%1）"},
    Words{"a table by district (%1)", "分区人口表（%1）"},
};

/// The next placeholder of a pattern.
std::size_t next_mark(std::string_view pattern) {
    std::size_t mark = pattern.find('%');
    while (mark != std::string_view::npos &&
           (mark + 1 == pattern.size() || pattern[mark + 1] < '1' || pattern[mark + 1] > '9')) {
        mark = pattern.find('%', mark + 1);
    }
    return mark;
}

/// What stands at the placeholders, where the text is of that pattern.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view text) {
    std::vector<std::string> parts;
    std::size_t mark = next_mark(pattern);
    if (!text.starts_with(pattern.substr(0, mark))) {
        return std::nullopt;
    }
    text.remove_prefix(std::min(mark, pattern.size()));
    while (mark != std::string_view::npos) {
        pattern.remove_prefix(mark + 2);
        mark = next_mark(pattern);
        const std::string_view after = pattern.substr(0, mark);
        const bool last = mark == std::string_view::npos;
        const std::size_t end = !last                   ? text.find(after)
                                : text.ends_with(after) ? text.size() - after.size()
                                                        : std::string_view::npos;
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(end + after.size());
    }
    return text.empty() || !parts.empty() ? std::optional{parts} : std::nullopt;
}

/// \param part_words of what stands at a placeholder
template <typename Patterns>
Text in_both(const Patterns& patterns, const std::string& text, Text (*part_words)(const std::string&)) {
    for (const Words& pattern : patterns) {
        if (const auto parts = match(pattern.english, text)) {
            std::array<Text, 9> all;
            std::transform(parts->begin(), parts->end(), all.begin(), part_words);
            return filled(pattern, {all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7], all[8]});
        }
    }
    return text;
}

Text part_words(const std::string& part) {
    const auto parameter = std::ranges::find(gis::mobility_parameters(), part, &gis::MobilityParameter::id);
    return parameter != gis::mobility_parameters().end()
               ? Text{Words{parameter->english, parameter->chinese}}
               : in_both(kSources, part, [](const std::string& name) { return Text{name}; });
}

} // namespace

Text assumption_words(const std::string& sentence) {
    return in_both(kSentences, sentence, part_words);
}

double trip_weight(const LoadedProject& project, const RunRequest& run) {
    const double expected = traffic::expected_trips(project.networks.demand, run.start, run.duration);
    return run.trips > 0 && expected > 0.0 ? expected / static_cast<double>(run.trips) : 1.0;
}

std::vector<Text> run_assumptions(const LoadedProject& project, const RunRequest& run,
                                  const std::vector<Period>& periods) {
    std::vector<Text> all;
    std::ranges::transform(project.networks.demand.assumptions, std::back_inserter(all), assumption_words);
    if (run.trips > 0 && periods.empty()) {
        std::array<char, 32> weight{};
        std::snprintf(weight.data(), weight.size(), "%.2f", trip_weight(project, run));
        all.push_back(
            filled({"The %1 trips of a run are a sample: each counts for %2 of those that the demand model "
                    "expects in that time. A smaller sample meets less congestion.",
                    "一次运行的 %1 次出行为抽样：每次代表该时段需求模型预期出行的 %2 次。样本越小，拥堵越轻。"},
                   {std::to_string(run.trips), weight.data()}));
    }
    double simulated = 0.0;
    for (const Period& period : periods) {
        all.push_back(filled({"%1 hours a year are %2: a run from %3 of an hour's mean trips stands for them (%4).",
                              "一年中 %1 小时为%2：以 %3 起、按小时平均出行的一次运行代表（%4）。"},
                             {std::to_string(std::llround(period.hours_a_year)), Words{period.english, period.chinese},
                              format_clock(period.start), Words{period.source, period.source_chinese}}));
        simulated += period.hours_a_year;
    }
    if (!periods.empty()) {
        all.push_back(filled(
            {"%1 hours of the year are in no period and bring nothing.", "一年中 %1 小时不属于任何时段，不计效益。"},
            {std::to_string(std::llround(8760.0 - simulated))}));
    }
    return all;
}

} // namespace cityloom::scenarios
