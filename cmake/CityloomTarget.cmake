# Flags that every target of ours shares. They live on a target, never in CMAKE_CXX_FLAGS.
add_library(cityloom_flags INTERFACE)
target_compile_options(cityloom_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
    -Wno-missing-field-initializers  # g++ 12 also warns at designated initialisers, whose members all have defaults
    -Wno-restrict      # g++ 12 raises it falsely at "text" + std::string (GCC bug 105651)
    -ffp-contract=off  # the same doubles from every compiler flag set; see ARCHITECTURE.md
    # g++ 12 no longer knows precompiled headers as the system's and tells what it falsely suspects inside std::string.
    $<$<BOOL:${CITYLOOM_PRECOMPILE}>:-Wno-stringop-overflow$<SEMICOLON>-Wno-stringop-overread$<SEMICOLON>-Wno-array-bounds>)
# Under a sanitizer g++ suspects falsely what it trusts without one (std::regex "may be used uninitialized"): there warnings are
# only told, and the release build judges them.
if(CITYLOOM_WERROR AND NOT CITYLOOM_SANITIZE)
    target_compile_options(cityloom_flags INTERFACE -Werror)
endif()
if(CITYLOOM_SANITIZE)
    target_compile_options(cityloom_flags INTERFACE
        -fsanitize=${CITYLOOM_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(cityloom_flags INTERFACE -fsanitize=${CITYLOOM_SANITIZE})
endif()

# cityloom_precompile(target std|json|qt|osg ...): what half of all files include, read once for the target. Only headers
# of others, never ours: each file still includes what it uses, which a build without CITYLOOM_PRECOMPILE shows.
set(CITYLOOM_PRECOMPILED_std <algorithm> <array> <charconv> <chrono> <cmath> <cstdint> <cstdio> <filesystem> <fstream> <functional>
    <limits> <map> <memory> <numeric> <optional> <set> <span> <string> <string_view> <tuple> <unordered_map> <utility> <vector>
    <tl/expected.hpp>)
set(CITYLOOM_PRECOMPILED_json <nlohmann/json.hpp>)
set(CITYLOOM_PRECOMPILED_cli <CLI/CLI.hpp>)
set(CITYLOOM_PRECOMPILED_osg <osg/Geometry> <osg/Group> <osg/Image> <osg/Matrixd> <osg/Texture2D> <osg/Uniform>)
set(CITYLOOM_PRECOMPILED_qt <QAction> <QApplication> <QCheckBox> <QComboBox> <QDialog> <QHeaderView> <QLabel> <QLineEdit>
    <QLocale> <QMainWindow> <QMenu> <QPainter> <QPushButton> <QSettings> <QTimer> <QTreeView> <QVBoxLayout> <QWidget>)
set(CITYLOOM_PRECOMPILED_test <QTest> <QDir> <QFile> <QJsonArray> <QJsonDocument> <QJsonObject> <QProcess> <QTemporaryDir>)
function(cityloom_precompile target)
    if(CITYLOOM_PRECOMPILE)
        set(precompiled)
        foreach(group ${ARGN})
            list(APPEND precompiled ${CITYLOOM_PRECOMPILED_${group}})
        endforeach()
        target_precompile_headers(${target} PRIVATE ${precompiled})
    endif()
endfunction()

# cityloom_library(sim PUBLIC dep PRIVATE dep) makes cityloom_sim and the alias cityloom::sim.
# Its files are named by the rooms below it with cityloom_sources().
function(cityloom_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "PUBLIC;PRIVATE")
    add_library(cityloom_${name} STATIC)
    add_library(cityloom::${name} ALIAS cityloom_${name})
    target_link_libraries(cityloom_${name} PUBLIC ${arg_PUBLIC} PRIVATE cityloom_flags ${arg_PRIVATE})
endfunction()

# cityloom_sources(sim a.cpp b.cpp HEADERS a.h): the files of one room. Headers sit in a FILE_SET, so
# `all_verify_interface_header_sets` compiles each of them on its own.
function(cityloom_sources library)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS")
    list(TRANSFORM arg_UNPARSED_ARGUMENTS PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/")
    list(TRANSFORM arg_HEADERS PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/")
    target_sources(cityloom_${library}
        PRIVATE ${arg_UNPARSED_ARGUMENTS}
        PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${arg_HEADERS})
endfunction()

# The tests of a folder share one set (Qt defines the folder). Not those with a window: the definitions that they get from
# Qt change what its headers say.
function(cityloom_precompile_test name)
    if(NOT CITYLOOM_PRECOMPILE OR ARGN MATCHES "desktop|render|Qt6|app")
        return()
    endif()
    file(RELATIVE_PATH folder ${PROJECT_BINARY_DIR} ${CMAKE_CURRENT_BINARY_DIR})
    string(MAKE_C_IDENTIFIER "headers_of_${folder}" headers)
    if(NOT TARGET ${headers})
        file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/test_headers.cpp CONTENT "")
        add_library(${headers} OBJECT ${CMAKE_CURRENT_BINARY_DIR}/test_headers.cpp)
        target_link_libraries(${headers} PRIVATE cityloom_flags Qt6::Test tl::expected)
        cityloom_precompile(${headers} std test)
    endif()
    target_precompile_headers(${name} REUSE_FROM ${headers})
endfunction()

# cityloom_test(tst_x LABELS engine LINK cityloom::sim): one Qt Test executable per source file.
# THREADED names the test's functions that run more than one thread: under the thread sanitizer, which makes them ten to
# twenty times slower and can find nothing in the others, only these are run.
# Labels: engine (built with the thread sanitizer too), fast (and with the address sanitizer), long (not with that one: what it
# runs others run there in less time), picture, window, city (needs the reference data), slow.
function(cityloom_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "LABELS;LINK;THREADED")
    add_executable(${name} ${name}.cpp)
    set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    target_link_libraries(${name} PRIVATE cityloom_flags Qt6::Test ${arg_LINK})
    cityloom_precompile_test(${name} ${arg_LINK})
    if(arg_LABELS MATCHES "fast|engine" AND NOT arg_LABELS MATCHES "long")
        if(NOT TARGET sanitized_tests)
            add_custom_target(sanitized_tests)
        endif()
        add_dependencies(sanitized_tests ${name})
    endif()
    if(NOT CITYLOOM_SANITIZE MATCHES "thread")
        set(arg_THREADED "")
    endif()
    add_test(NAME ${name} COMMAND ${name} ${arg_THREADED})
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;CITYLOOM_SOURCE=${PROJECT_SOURCE_DIR};CITYLOOM_PICTURES=${PROJECT_BINARY_DIR}/pictures;XDG_STATE_HOME=${PROJECT_BINARY_DIR}/state")
    if(arg_TIMEOUT) # Qt Test ends a function after 300 s of its own accord, which a busy machine may need
        set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT})
        set_property(TEST ${name} APPEND PROPERTY ENVIRONMENT "QTEST_FUNCTION_TIMEOUT=${arg_TIMEOUT}000")
    endif()
endfunction()
