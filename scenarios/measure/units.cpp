// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/units.h"

#include <algorithm>
#include <array>

namespace cityloom::scenarios {

namespace {

constexpr std::array kUnits{
    Words{"s", "秒"},
    Words{"h", "小时"},
    Words{"years", "年"},
    Words{"year", "年"},
    Words{"share of capital", "占投资比例"},
    Words{"share of building time", "占工期比例"},
    Words{"share of effect", "占全部效果比例"},
    Words{"USD 2022 per person-day", "2022 年美元/人日"},
    Words{"EUR per m3", "欧元/立方米"},
    Words{"times the rates", "倍"},
    Words{"per year", "每年"},
    Words{"days", "天"},
    Words{"m2", "平方米"},
    Words{"m3", "立方米"},
    Words{"l", "升"},
    Words{"l/s", "升/秒"},
    Words{"t", "吨"},
    Words{"km", "公里"},
    Words{"g/km", "克/公里"},
    Words{"p.u.", "标幺值"},
    Words{"EUR", "欧元"},
    Words{"veh h", "车·小时"},
    Words{"vehicle h", "车·小时"},
    Words{"veh km", "车·公里"},
    Words{"vehicles", "辆"},
    Words{"vehicle", "辆"},
    Words{"trips", "次"},
    Words{"customers", "户"},
    Words{"customer h", "户·小时"},
    Words{"people", "人"},
    Words{"persons", "人"},
    Words{"person h", "人·小时"},
    Words{"a person", "每人"},
    Words{"a 1000", "每千人"},
    Words{"points a 1000", "个/千人"},
    Words{"node h", "节点·小时"},
    Words{"nodes", "个节点"},
    Words{"branches", "条支路"},
    Words{"branch h", "支路·小时"},
    Words{"bus h", "母线·小时"},
    Words{"buses", "条母线"},
    Words{"pumps", "台水泵"},
    Words{"signals", "处信号"},
    Words{"sites", "个站点"},
    Words{"solutions", "次求解"},
    Words{"of infeed", "占输入"},
    Words{"infeeds", "条进线"},
    Words{"units", "个"},
    Words{"unit", "个"},
    Words{"street", "条道路"},
    Words{"lane km", "车道公里"},
    Words{"junction", "个路口"},
    Words{"m of DN 100", "米（折合 DN 100）"},
    Words{"cabinet", "台"},
    Words{"substation", "座"},
    Words{"station", "座"},
    Words{"point", "个桩"},
    Words{"fast kW", "快充 kW"},
    Words{"times its cost", "倍成本"},
    Words{"EUR per MWh", "欧元/MWh"},
    Words{"USD per EUR", "美元/欧元"},
    Words{"CNY per EUR", "人民币/欧元"},
    Words{"USD 2017 per person hour", "2017年美元/人·小时"},
    Words{"USD 2020 per t in 2020", "2020年美元/吨（2020年）"},
    Words{"USD 2020 per t and year", "2020年美元/吨·年"},
};

} // namespace

Text unit_words(std::string_view unit) {
    const auto found = std::ranges::find(kUnits, unit, &Words::english);
    return found != kUnits.end() ? Text{*found} : Text{unit};
}

} // namespace cityloom::scenarios
