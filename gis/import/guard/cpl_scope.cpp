// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/guard/cpl_scope.h"

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal.h>

namespace cityloom::gis {

namespace {

constexpr std::size_t kKept = 2;
// The first failures say what is wrong; the last, which GDAL keeps, often only that something was.
thread_local std::vector<std::string> t_failures;

void CPL_STDCALL keep(CPLErr level, CPLErrorNum, const char* message) {
    if (level >= CE_Failure && t_failures.size() < kKept) {
        t_failures.emplace_back(message);
    }
}

} // namespace

CplScope::CplScope() {
    prepare_gdal();
    CPLPushErrorHandler(keep);
    reset();
}

CplScope::~CplScope() {
    CPLPopErrorHandler();
}

void CplScope::reset() {
    t_failures.clear();
    CPLErrorReset();
}

bool CplScope::failed() {
    return CPLGetLastErrorType() >= CE_Failure;
}

std::string CplScope::message() {
    std::string text;
    for (const std::string& failure : t_failures) {
        text += (text.empty() ? "" : "; ") + failure;
    }
    if (text.empty()) {
        text = CPLGetLastErrorMsg();
    }
    constexpr std::size_t kLongest = 400;
    text = text.substr(0, kLongest);
    // A sentence of ours goes round it.
    while (!text.empty() && (text.back() == '.' || text.back() == '\n')) {
        text.pop_back();
    }
    std::ranges::replace(text, '\n', ' ');
    return text;
}

void prepare_gdal() {
    static std::once_flag once;
    std::call_once(once, [] {
        GDALAllRegister();
        CPLSetConfigOption("PROJ_NETWORK", "OFF");
        CPLSetConfigOption("CPL_CURL_ENABLE_VSIMEM", "NO");
        CPLSetConfigOption("GML_DOWNLOAD_SCHEMA", "NO");
        CPLSetConfigOption("GML_SKIP_RESOLVE_ELEMS", "ALL"); // no xlink fetched or written beside the input
        CPLSetConfigOption("OGR_GEOJSON_MAX_OBJ_SIZE", "200");
        CPLSetConfigOption("SHAPE_RESTORE_SHX", "NO");
    });
}

} // namespace cityloom::gis
