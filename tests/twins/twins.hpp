#pragma once

// The applications whose twins in Python stand in apps/: each serves until it is stopped.

#include <fastapi.hpp>

namespace twins {

int parameters(int argc, char** argv);
int bodies(int argc, char** argv);
int answers(int argc, char** argv);
int documents(int argc, char** argv);
int requests(int argc, char** argv);
int routing(int argc, char** argv);
int security(int argc, char** argv);
int middleware(int argc, char** argv);

}  // namespace twins
