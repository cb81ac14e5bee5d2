#pragma once

// fastapi.hpp: FastAPI for C++. The table of contents.
//
// The sources are read in this order: a file uses only what stands above it. The life of a request is
//   net/connection -> wire/reader -> http/request -> app -> routing -> params (with model) -> handler
//   -> params/reply -> http/response -> wire/writer -> net/connection
// single_include/fastapi.hpp is made of the same files by tools/amalgamate.py.

// ---- core: text, JSON, reflection; nothing of HTTP ----
#include "fastapi/core/version.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/core/async.hpp"
#include "fastapi/core/recycled.hpp"
#include "fastapi/core/json_writer.hpp"
#include "fastapi/core/any_classes.hpp"
#include "fastapi/core/any.hpp"
#include "fastapi/core/json_encoding.hpp"
#include "fastapi/core/json_reader.hpp"
#include "fastapi/core/json.hpp"
#include "fastapi/core/reflection_count.hpp"
#include "fastapi/core/reflection_text.hpp"
#include "fastapi/core/reflection_enum.hpp"
#include "fastapi/core/reflection_ladder.hpp"
#include "fastapi/core/reflection.hpp"
#include "fastapi/core/unicode_tables.hpp"
#include "fastapi/core/unicode.hpp"
#include "fastapi/core/pattern_program.hpp"
#include "fastapi/core/pattern_scanner.hpp"
#include "fastapi/core/pattern_parse.hpp"
#include "fastapi/core/pattern.hpp"
#include "fastapi/core/schema_registry.hpp"
#include "fastapi/core/dump_filter.hpp"

// ---- http: messages as values ----
#include "fastapi/http/status.hpp"
#include "fastapi/http/headers.hpp"
#include "fastapi/http/date.hpp"
#include "fastapi/http/url.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/http/exceptions.hpp"

// ---- wire: bytes to requests, answers to bytes; no sockets ----
#include "fastapi/wire/event.hpp"
#include "fastapi/wire/chunked.hpp"
#include "fastapi/wire/head.hpp"
#include "fastapi/wire/reader.hpp"
#include "fastapi/wire/writer.hpp"

// ---- model: values with constraints, from text, to JSON, as schemas ----
#include "fastapi/model/validation.hpp"
#include "fastapi/model/constraint.hpp"
#include "fastapi/model/number_text.hpp"
#include "fastapi/model/check.hpp"
#include "fastapi/model/choice.hpp"
#include "fastapi/model/value.hpp"
#include "fastapi/model/scalar.hpp"
#include "fastapi/model/datetime_parse.hpp"
#include "fastapi/model/timedelta.hpp"
#include "fastapi/model/date.hpp"
#include "fastapi/model/clock_time.hpp"
#include "fastapi/model/datetime.hpp"
#include "fastapi/model/uuid.hpp"
#include "fastapi/model/decimal.hpp"
#include "fastapi/model/punycode.hpp"
#include "fastapi/model/email_domain.hpp"
#include "fastapi/model/email.hpp"
#include "fastapi/model/url_host.hpp"
#include "fastapi/model/http_url.hpp"
#include "fastapi/model/bytes.hpp"
#include "fastapi/model/scalar_value.hpp"
#include "fastapi/model/field.hpp"
#include "fastapi/model/initializer.hpp"
#include "fastapi/model/json_input.hpp"
#include "fastapi/model/model_table.hpp"
#include "fastapi/model/validator.hpp"
#include "fastapi/model/encode.hpp"
#include "fastapi/model/schema.hpp"
#include "fastapi/model/decode_scalar.hpp"
#include "fastapi/model/decode_union.hpp"
#include "fastapi/model/decode.hpp"
#include "fastapi/model/functions.hpp"

// ---- routing: who answers ----
#include "fastapi/routing/operation.hpp"
#include "fastapi/routing/path_pattern.hpp"
#include "fastapi/routing/route_tree.hpp"
#include "fastapi/routing/route_table.hpp"

// ---- params: a handler's signature, read once ----
#include "fastapi/params/param.hpp"
#include "fastapi/params/extract.hpp"
#include "fastapi/params/body.hpp"
#include "fastapi/params/reply.hpp"
#include "fastapi/params/endpoint.hpp"
#include "fastapi/params/checked_path.hpp"
#include "fastapi/params/router.hpp"

// ---- openapi: routes to the document and its pages ----
#include "fastapi/openapi/operation_id.hpp"
#include "fastapi/openapi/document.hpp"
#include "fastapi/openapi/pages.hpp"

// ---- app: the application, without sockets ----
#include "fastapi/app/log.hpp"
#include "fastapi/app/server_options.hpp"
#include "fastapi/app/application_options.hpp"
#include "fastapi/app/document_cache.hpp"
#include "fastapi/app/application.hpp"
#include "fastapi/app/docs_routes.hpp"

// ---- net: sockets, loops, threads ----
#include "fastapi/net/blocking.hpp"
#include "fastapi/net/loop.hpp"
#include "fastapi/net/connection.hpp"
#include "fastapi/net/server.hpp"
#include "fastapi/net/command_line.hpp"
