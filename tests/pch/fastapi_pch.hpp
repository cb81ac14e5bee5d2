// The precompiled header of the examples and of the larger programs in tests/.

#include <fastapi.hpp>
