# The include rule, tried on a small tree: it passes as it should be, and each planted violation is found by name.
# -DWORK=<folder to build the tree in>
cmake_minimum_required(VERSION 3.25)
set(tree ${WORK}/planted)
set(table ${tree}/rooms.txt)

function(lay_out)
    file(REMOVE_RECURSE ${tree})
    file(WRITE ${table} [=[
foreign a ["<](Q[A-Z]|b/)
foreign b [<"](sqlite3)
room a/core
room a/top a/core
room b/all a/*
room b/all/deep a/core b/all
hidden a/core for a/core but core.h
except b/all/old.cpp a/core/detail.h
]=])
    file(WRITE ${tree}/a/core/core.h "#include \"a/core/detail.h\"\n")
    file(WRITE ${tree}/a/top/top.cpp "#include <vector>\n#include \"a/core/core.h\"\n")
    file(WRITE ${tree}/b/all/use.cpp "#include \"a/top/top.h\"\n#include \"a/core/core.h\"\n")
    file(WRITE ${tree}/b/all/old.cpp "#include \"a/core/detail.h\"\n")
    file(WRITE ${tree}/b/all/deep/deep.cpp "#include \"b/all/deep/own.h\"\n#include \"b/all/use.h\"\n")
endfunction()

# \param expected what the check has to say; empty: nothing, and it passes.
function(expect what expected)
    execute_process(COMMAND ${CMAKE_COMMAND} -DROOT=${tree} -DTABLE=${table} -P ${CMAKE_CURRENT_LIST_DIR}/check_includes.cmake
        RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE said)
    string(REGEX REPLACE "[ \n]+" " " said "${said}")
    if(expected STREQUAL "" AND NOT result EQUAL 0)
        message(SEND_ERROR "${what}: refused: ${said}")
    elseif(NOT expected STREQUAL "" AND (result EQUAL 0 OR NOT said MATCHES "${expected}"))
        message(SEND_ERROR "${what}: not found: ${said}")
    endif()
    lay_out()
endfunction()

lay_out()
expect("as it should be" "")
file(APPEND ${tree}/a/core/core.h "#include <QString>\n")
expect("a foreign header" "a/core/core.h: a/ may not know this: #include <QString>")
file(APPEND ${tree}/b/all/use.cpp "#include <sqlite3.h>\n")
expect("a library of another folder" "b/all/use.cpp: b/ may not know this: #include <sqlite3.h>")
file(APPEND ${tree}/a/core/core.h "#include \"a/top/top.h\"\n")
expect("an include upwards" "a/core/core.h: the room a/core may not know a/top: a/top/top.h")
file(APPEND ${tree}/b/all/deep/deep.cpp "#include \"a/top/top.h\"\n")
expect("a room that only its parent knows" "the room b/all/deep may not know a/top")
file(APPEND ${tree}/a/top/top.cpp "#include \"a/core/detail.h\"\n")
expect("a detail header" "a/top/top.cpp: a/core/detail.h is for files below a/core only")
file(WRITE ${tree}/a/stray/new.cpp "#include <vector>\n")
expect("a folder without a row" "a/stray/new.cpp lies in no room")
file(WRITE ${tree}/b/all/old.cpp "#include <vector>\n")
expect("an exception that is no longer one" "no longer so, take it out: except b/all/old.cpp a/core/detail.h")
file(APPEND ${table} "rooms a/core b\n")
expect("a row that says nothing" "not a rule: rooms a/core b")
