#pragma once

// Where the members of a model lie and what they are called, without their types: what one function
// for all models needs, so that a program with many models compiles fast. The places are addresses
// in an object that is never constructed; only their distances count.

#include "fastapi/core/reflection.hpp"

#include <cstddef>
#include <memory>
#include <string_view>

namespace fastapi::detail {

/// The members of a struct, in their order.
struct model_layout {
    std::size_t size;               ///< how many members there are
    const std::string_view* names;  ///< of each
    const void* const* places;      ///< of each, in an object at `base`
    const void* base;

    /// How many bytes the member lies behind the beginning of its struct.
    std::size_t offset(std::size_t index) const {
        return static_cast<std::size_t>(static_cast<const char*>(places[index]) -
                                        static_cast<const char*>(base));
    }
};

template <class Model>
inline constexpr model_layout layout_of{member_count<Model>, member_names<Model>.data(),
                                        ghost_addresses<Model>.data(),
                                        std::addressof(ghost<Model>.value)};

}  // namespace fastapi::detail
