#include "dependencies.hpp"

#include "routers/todos.hpp"
#include "security.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include <chrono>
#include <memory>

namespace todo {
namespace {

using namespace std::chrono_literals;

async<> pause(std::chrono::milliseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace

const Settings& get_settings(Request& request) {
    return request.app().state.get<Settings>("settings");
}

generator<Database*> get_db(Request& request) {
    const PooledDatabase database(
        request.app().state.get<std::shared_ptr<DatabasePool>>("database"));
    co_yield database.get();
}

// SQLite has one writer at a time: this one runs on the event loop, and who waits for his turn
// waits here, where no thread is held.
async_generator<Database*> get_transaction(Db db) {
    Transaction transaction(*db);
    const auto try_begin = [&transaction] { return transaction.try_begin(); };
    const auto deadline = std::chrono::steady_clock::now() + 5s;
    for (;;) {
        const bool has_begun = co_await run_in_threadpool(try_begin);
        if (has_begun) break;
        if (std::chrono::steady_clock::now() > deadline)
            throw DatabaseBusy("no turn to write within 5 seconds");
        co_await pause(5ms);
    }
    // Throws what the handler throws: then the destructor of `transaction` rolls back.
    co_yield db.get();
    const auto commit = [&transaction] { transaction.commit(); };
    co_await run_in_threadpool(commit);
}

User get_current_user(BearerToken token, Db db) {
    Statement rows = db->query(
        "SELECT users.id, username FROM tokens JOIN users ON users.id = user_id WHERE hash = ? AND "
        "expires_at > unixepoch()",
        {token_hash(token)});
    if (!rows.next())
        throw HTTPException(401, "The token is not valid, or no longer",
                            {{"WWW-Authenticate", "Bearer"}});
    return {rows.integer(0), rows.text(1)};
}

TodoOut get_own_todo(Path<"todo_id", std::int64_t> todo_id, CurrentUser user, Db db) {
    return read_todo(*db, user.id, todo_id);
}

}  // namespace todo
