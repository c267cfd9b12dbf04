// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/columns.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>
#include <utility>

namespace cityloom::gis {

namespace {

struct Names {
    std::string_view tag;
    std::initializer_list<std::string_view> columns; ///< folded
};

/// Column names of cities, states, data portals and surveys, folded.
const std::initializer_list<Names>& known_names() {
    static const std::initializer_list<Names> kNames{
        {"height", {"height",         "height2",        "heightm",        "hgt",          "hgtagl",
                    "measuredheight", "buildingheight", "bldgheight",     "bldgheighm",   "bldghgt",
                    "renderheight",   "roofheight",     "heightroof",     "heightmedian", "heightmean",
                    "estheight",      "hauteur",        "hauteurbati",    "haut",         "hbat",
                    "hoehe",          "höhe",           "gebaeudehoehe",  "gebäudehöhe",  "gebhoehe",
                    "hoehem",         "firsthoehe",     "hoogte",         "gebouwhoogte", "pandhoogte",
                    "altura",         "alturam",        "alturaedificio", "altezza",      "altezzaedificio",
                    "高度",           "建筑高度",       "房屋高度",       "楼高",         "建筑物高度",
                    "高さ",           "建物高さ",       "建物の高さ",     "計測高さ",     "bldgmeasuredheight"}},
        {"building:levels",
         {"building:levels",
          "buildinglevels",
          "levels",
          "level",
          "storeys",
          "storey",
          "stories",
          "numstories",
          "numstoreys",
          "nostories",
          "floors",
          "floor",
          "numfloors",
          "nfloors",
          "nofloors",
          "floorcount",
          "floornum",
          "floornumber",
          "numberoffloors",
          "storyht",
          "storeysaboveground",
          "bldgstoreysaboveground",
          "nbetages",
          "nbetage",
          "nbreetages",
          "etages",
          "nbniveaux",
          "geschosse",
          "anzahlgeschosse",
          "geschosszahl",
          "vollgeschosse",
          "stockwerke",
          "etagen",
          "anzahlderoberirdischengeschosse",
          "aog",
          "bouwlagen",
          "aantalbouwlagen",
          "verdiepingen",
          "aantalverdiepingen",
          "plantas",
          "numplantas",
          "numeroplantas",
          "nplantas",
          "pisos",
          "numpisos",
          "piani",
          "numpiani",
          "层数",
          "楼层",
          "楼层数",
          "建筑层数",
          "地上层数",
          "階数",
          "地上階数",
          "階層"}},
        {"use",
         {"use",
          "usage",
          "usage1",
          "buildinguse",
          "bldguse",
          "buildingtype",
          "bldgtype",
          "function",
          "gebaeudefunktion",
          "gebäudefunktion",
          "funktion",
          "gebaeudenutzung",
          "gebäudenutzung",
          "nutzung",
          "gebruiksdoel",
          "gebruik",
          "gebruiksfunctie",
          "utilisation",
          "uso",
          "usoedificio",
          "用途",
          "建筑用途",
          "房屋用途",
          "建物用途",
          "主要用途",
          "bldgusage"}},
        {"name",
         {"name",     "nom",          "namede",      "streetname",  "stname",  "fullname", "roadname",  "rdname",
          "strname",  "strassenname", "straßenname", "strassenna",  "nomvoie", "nomrue",   "nomcomple", "straatnaam",
          "naam",     "nombre",       "nome",        "bezeichnung", "名称",    "名字",     "路名",      "道路名称",
          "街道名称", "建筑名称",     "名前",        "道路名",      "建物名",  "名稱"}},
        {"highway", {"highway", "roadclass", "strassenklasse", "wegtype", "道路等级", "道路类型"}},
        {"maxspeed",
         {"maxspeed", "lvspdd", "speedlimit", "speedlim", "maxspd", "postedspeed", "vitesse", "vitessemax", "vmax",
          "hoechstgeschwindigkeit", "tempolimit", "maxsnelheid", "velocidad", "限速", "制限速度", "最高速度"}},
        {"lanes",
         {"lanes", "numlanes", "nlanes", "lanecount", "nbvoies", "fahrstreifen", "anzahlfahrstreifen", "rijstroken",
          "carriles", "车道数", "车道", "車線数"}},
        {"oneway",
         {"oneway", "onewaystr", "sens", "sensdecir", "sensunique", "einbahn", "einbahnstrasse", "einbahnstraße",
          "eenrichting", "rijrichting", "sentido", "单行", "单行道", "一方通行"}},
        {"bridge", {"bridge", "isbridge", "pont", "bruecke", "brücke", "brug", "puente", "桥", "桥梁"}},
        {"tunnel", {"tunnel", "istunnel", "túnel", "隧道"}},
        {"layer", {"layer", "zlevel"}},
        {"width", {"width", "roadwidth", "largeur", "breite", "breedte", "anchura", "宽度", "路宽", "幅員"}},
    };
    return kNames;
}

constexpr std::size_t kShapefileName = 10; ///< bytes of a column's name in a .dbf

std::string trimmed_copy(std::string_view text, const char* blanks = " \t\r\n") {
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) {
        return {};
    }
    return std::string{text.substr(first, text.find_last_not_of(blanks) - first + 1)};
}

bool one_of(const std::string& word, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
}

/// Insertions, removals and replacements between two short words (Levenshtein 1966).
std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t corner = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            corner = above;
        }
    }
    return row[b.size()];
}

} // namespace

std::string folded(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c == ' ' || c == '-' || c == '_' || c == '.') {
            continue;
        }
        out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return out;
}

std::string tag_of_column(std::string_view column) {
    const std::string name = folded(column);
    for (const Names& row : known_names()) {
        if (std::ranges::find(row.columns, name) != row.columns.end()) {
            return std::string{row.tag};
        }
    }
    if (column.size() != kShapefileName || name.size() < 6) {
        return {};
    }
    // Cut to ten bytes, underscores and all; a stem that two tags share says nothing.
    std::string found;
    for (const Names& row : known_names()) {
        for (const std::string_view whole : row.columns) {
            if (whole.size() > name.size() && whole.starts_with(name)) {
                if (!found.empty() && found != row.tag) {
                    return {};
                }
                found = row.tag;
            }
        }
    }
    return found;
}

std::string closest_column(std::string_view tag, const std::vector<std::string>& unread) {
    std::string best;
    std::size_t least = 4; // more edits than this make another word
    for (const std::string& column : unread) {
        const std::string name = folded(column);
        for (const Names& row : known_names()) {
            for (const std::string_view known : row.columns) {
                if (row.tag != tag || known.size() < 4) {
                    continue;
                }
                const std::size_t apart =
                    name.find(known) != std::string::npos ? 1 : edits(name, known) + (known.size() < 6 ? 2U : 0U);
                if (apart < least) {
                    least = apart;
                    best = column;
                }
            }
        }
    }
    return best;
}

std::string first_of_list(std::string_view text) {
    std::string plain = trimmed_copy(text);
    if (plain.size() >= 2 && plain.front() == '[' && plain.back() == ']') {
        const std::string_view inner = std::string_view{plain}.substr(1, plain.size() - 2);
        return trimmed_copy(inner.substr(0, inner.find(',')), " \t\r\n\"'");
    }
    return plain;
}

std::vector<std::pair<std::string, std::string>> hstore_pairs(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> pairs;
    std::size_t at = 0;
    const auto quoted = [&]() -> std::optional<std::string> {
        at = text.find('"', at);
        if (at == std::string_view::npos) {
            return std::nullopt;
        }
        std::string word;
        for (++at; at < text.size() && text[at] != '"'; ++at) {
            at += text[at] == '\\' && at + 1 < text.size() ? 1U : 0U;
            word += text[at];
        }
        if (at >= text.size()) {
            return std::nullopt;
        }
        ++at;
        return word;
    };
    while (true) {
        auto key = quoted();
        if (!key || text.substr(at, 2) != "=>") {
            return pairs;
        }
        auto value = quoted();
        if (!value) {
            return pairs;
        }
        pairs.emplace_back(std::move(*key), std::move(*value));
    }
}

std::optional<bool> yes_or_no(std::string_view text) {
    const std::string word = folded(trimmed_copy(text));
    if (one_of(word,
               {"yes", "y", "true", "t", "1", "ja", "j", "oui", "o", "si", "sí", "s", "sim", "是", "有", "はい"})) {
        return true;
    }
    if (one_of(word, {"no", "n", "false", "f", "0", "nein", "nee", "non", "não", "否", "无", "いいえ", "none"})) {
        return false;
    }
    return std::nullopt;
}

std::string oneway_in(std::string_view text, bool from_to) {
    const std::string word = folded(trimmed_copy(text));
    if (word.empty()) {
        return {};
    }
    if (from_to && one_of(word, {"f", "t", "b"})) {
        return word == "f" ? "yes" : word == "t" ? "-1" : "no";
    }
    if (trimmed_copy(text) == "-1") {
        return "-1";
    }
    if (one_of(word, {"ft", "forward", "sensdirect", "direct", "1", "mit", "along"})) {
        return "yes";
    }
    if (trimmed_copy(text) == "-1" ||
        one_of(word, {"tf", "reverse", "backward", "sensinverse", "inverse", "against"})) {
        return "-1";
    }
    if (one_of(word, {"b", "both", "doublesens", "twoway", "beide", "2"})) {
        return "no";
    }
    if (word == "reversible" || word == "alternating") {
        return word;
    }
    const auto said = yes_or_no(word);
    return !said ? std::string{} : *said ? "yes" : "no";
}

std::string use_in(std::string_view text) {
    struct Use {
        std::string_view building;
        std::initializer_list<std::string_view> words;
    };
    static const std::initializer_list<Use> kUses{
        {"hospital", {"hospital", "hôpital", "krankenhaus", "ziekenhuis", "医院", "病院", "klinik"}},
        {"school",
         {"school", "schule", "école", "ecole", "enseignement", "onderwijs", "escuela", "学校", "教育", "universit"}},
        {"church", {"church", "kirche", "religi", "kerk", "église", "iglesia", "教会", "寺"}},
        {"hotel", {"hotel", "hôtel", "logies", "酒店", "宾馆", "ホテル", "宿泊"}},
        {"garage", {"garage", "parking", "parkhaus", "车库", "車庫", "carport", "stall", "scheune"}},
        {"apartments",
         {"apartment", "wohn", "résidentiel", "residentiel", "woonfunctie", "residen", "vivienda", "housing",
          "dwelling", "住宅", "居住", "共同住宅"}},
        {"office", {"office", "büro", "buero", "bureau", "kantoor", "oficina", "办公", "写字楼", "事務所", "業務"}},
        {"retail",
         {"retail", "shop", "einzelhandel", "laden", "winkel", "commerce", "comercial", "商业", "商店", "店舗",
          "商業"}},
        {"industrial",
         {"industr", "gewerbe", "fabrik", "工业", "厂房", "工場", "仓库", "warehouse", "lager", "factory"}},
        {"public", {"public", "verwaltung", "government", "rathaus", "公共", "政府", "官公庁", "bijeenkomst", "civic"}},
    };
    std::string word;
    for (const char c : text) {
        word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    for (const Use& use : kUses) {
        for (const std::string_view needle : use.words) {
            if (word.find(needle) != std::string::npos) {
                return std::string{use.building};
            }
        }
    }
    return word;
}

} // namespace cityloom::gis
