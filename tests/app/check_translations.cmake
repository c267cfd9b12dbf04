# Fails when a word of the program has no finished translation: lupdate finds all that is marked for translation, and
# the committed file must hold every one of them, finished.
get_filename_component(name ${TS} NAME)
file(REMOVE ${WORK}/${name}) # file(COPY) would keep one that looks as new
file(COPY ${TS} DESTINATION ${WORK})
execute_process(COMMAND ${LUPDATE} ${SOURCE}/app/desktop -I ${SOURCE} -no-obsolete -locations none -ts ${WORK}/${name}
    RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
if(failed)
    message(FATAL_ERROR "lupdate failed")
endif()
file(STRINGS ${WORK}/${name} unfinished REGEX "type=\"unfinished\"")
list(LENGTH unfinished count)
if(count GREATER 0)
    message(FATAL_ERROR "${name}: ${count} texts have no finished translation; run lupdate and translate them")
endif()
file(STRINGS ${WORK}/${name} texts REGEX "<source>")
list(LENGTH texts total)
message(STATUS "${name}: ${total} texts, all finished")
