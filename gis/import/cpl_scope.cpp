// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/cpl_scope.h"

#include <algorithm>
#include <mutex>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal.h>

namespace cityloom::gis {

CplScope::CplScope() {
    prepare_gdal();
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
}

CplScope::~CplScope() {
    CPLPopErrorHandler();
}

void CplScope::reset() {
    CPLErrorReset();
}

bool CplScope::failed() {
    return CPLGetLastErrorType() >= CE_Failure;
}

std::string CplScope::message() {
    std::string text = CPLGetLastErrorMsg();
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
