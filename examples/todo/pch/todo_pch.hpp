// Compiled once for all files of the program.

#include <fastapi.hpp>
