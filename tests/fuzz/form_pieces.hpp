#pragma once

// What the fuzz targets of the two kinds of forms share.

#include "fastapi/http/exceptions.hpp"
#include "fastapi/http/form.hpp"

#include <cstddef>
#include <cstdlib>
#include <string>
#include <string_view>

inline void demand(bool holds) {
    if (!holds) std::abort();
}

/// Takes the body as pieces that end at the places, which `drop` makes one byte long otherwise.
/// What `described` says of the form, or the refusal.
template <class Describe>
std::string read_in_pieces(fastapi::detail::form_reader& reader, std::string_view body,
                           std::string_view places, bool drop, Describe described) {
    try {
        std::size_t next = 0;
        while (!body.empty()) {
            std::size_t size = drop ? 1 : body.size();
            if (next < places.size()) size = static_cast<unsigned char>(places[next++]);
            const std::string piece(body.substr(0, size));
            body.remove_prefix(piece.size());
            reader.feed(piece);
        }
        return described(reader.finish());
    } catch (const fastapi::HTTPException& refused) {
        demand(refused.status_code == 400);
        return "400 " + refused.detail.as_string();
    }
}
