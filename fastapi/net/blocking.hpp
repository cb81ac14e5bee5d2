#pragma once

// Plain handlers may block, and yet delay nobody. A plain handler runs where its request was read,
// which costs a quick one next to nothing. A watchdog looks every millisecond whether one has not
// come back; then the event loop is handed over to another thread, and the blocked one is left to
// its handler. What it answers is sent by the loop, later. Handlers of a route that was slow before
// go to a thread at once.
//
// The rule that makes this safe: exactly one thread owns a loop, and nobody else touches what
// belongs to it. The ticket of the loop decides who that is.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace fastapi::detail {

/// Thrown through `io_context::run` to leave it, by a thread that has lost its loop in a handler.
/// Asio lets exceptions of handlers pass, and the loop goes on in its new thread.
struct loop_lost {
    void (*after)(void* context);  // to be called outside of the loop
    void* context;
};

/// Odd while a plain handler runs on the loop. Whoever changes it first, the returning handler or
/// the watchdog, has the loop.
class loop_ticket {
public:
    /// Before a plain handler: gives the ticket to show afterwards.
    std::uint64_t enter() {
        const std::uint64_t mine = value_.load(std::memory_order_relaxed) + 1;
        value_.store(mine, std::memory_order_seq_cst);
        return mine;
    }
    /// After it: whether this thread still has the loop.
    bool leave(std::uint64_t mine) {
        return value_.compare_exchange_strong(mine, mine + 1, std::memory_order_seq_cst);
    }

    std::uint64_t look() const { return value_.load(std::memory_order_seq_cst); }

private:
    std::atomic<std::uint64_t> value_{0};
};

/// A loop as the threads see it.
struct watched_loop {
    loop_ticket ticket;
    std::uint64_t last_seen = 0;  // the watchdog's own

    virtual void run_until_done() = 0;  // may throw loop_lost
    virtual void take_over() = 0;  // called by the thread that gets the loop, before it runs it

protected:
    ~watched_loop() = default;
};

/// The threads of a server: they run its loops and the handlers that block, and one of them
/// watches.
class thread_team {
public:
    static constexpr std::chrono::milliseconds patience{1};

    explicit thread_team(std::size_t most_blocking) : most_blocking_(most_blocking) {}
    thread_team(const thread_team&) = delete;
    thread_team& operator=(const thread_team&) = delete;

    /// Waits for everything that runs. What waits in the queue still is dropped.
    ~thread_team();

    /// Runs a loop in a thread of its own, until it is done.
    void start_loop(watched_loop& loop);

    /// Starts watching the loops that were started so far.
    void start_watching();

    /// Before a plain handler runs on its loop.
    void notice_handler() {
        if (watchdog_sleeps_.load(std::memory_order_seq_cst)) wake_watchdog();
    }

    /// Whether so many handlers block that another one should wait in the queue.
    bool is_full() const { return blocking() >= most_blocking_; }

    /// How many handlers block a thread just now.
    std::size_t blocking() const { return blocking_.load(std::memory_order_relaxed); }

    /// Runs `work(context)` in a thread, when one of those that may block is free.
    void run_blocking(void (*work)(void*), void* context);

    /// Waits until all loops are done.
    void wait_for_loops();

private:
    struct task {
        void (*work)(void*);
        void* context;
    };

    struct loop_to_run {
        watched_loop* loop = nullptr;
        bool taken_over = false;
    };

    void serve();
    bool next(std::unique_lock<std::mutex>& lock, loop_to_run& loop, task& job);
    void run_loop(watched_loop& loop, bool taken_over);
    void add_thread_if_needed();
    void watch();
    bool look_at_loops();
    void hand_over(watched_loop& loop);
    void wake_watchdog();

    const std::size_t most_blocking_;
    std::atomic<std::size_t> blocking_{0};

    std::mutex mutex_;
    std::condition_variable work_waits_, loops_done_;
    std::deque<task> tasks_;
    std::deque<loop_to_run> loops_to_run_;
    std::vector<std::thread> threads_;
    std::vector<watched_loop*> loops_;
    std::size_t idle_threads_ = 0, loops_left_ = 0;
    bool stopping_ = false;

    std::mutex watchdog_mutex_;
    std::condition_variable watchdog_wakes_;
    std::atomic<bool> watchdog_sleeps_{false};
    bool watchdog_stops_ = false;
    std::thread watchdog_;
};

// ---- implementation ----

inline thread_team::~thread_team() {
    {
        const std::lock_guard lock(watchdog_mutex_);
        watchdog_stops_ = true;
    }
    watchdog_wakes_.notify_one();
    if (watchdog_.joinable()) watchdog_.join();
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        tasks_.clear();
    }
    work_waits_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

inline void thread_team::start_loop(watched_loop& loop) {
    const std::lock_guard lock(mutex_);
    loops_.push_back(&loop);
    loops_to_run_.push_back({&loop, false});
    ++loops_left_;
    add_thread_if_needed();
}

inline void thread_team::start_watching() {
    watchdog_ = std::thread([this] { watch(); });
}

inline void thread_team::run_blocking(void (*work)(void*), void* context) {
    const std::lock_guard lock(mutex_);
    tasks_.push_back({work, context});
    add_thread_if_needed();
}

inline void thread_team::wait_for_loops() {
    std::unique_lock lock(mutex_);
    loops_done_.wait(lock, [this] { return loops_left_ == 0; });
}

/// With the lock held: a thread for what waits. Loops always get one, tasks only up to the limit.
/// Where the system gives no thread, what waits is done by the next one that comes back;
/// `start_loop` throws.
inline void thread_team::add_thread_if_needed() {
    const std::size_t blocking = blocking_.load(std::memory_order_relaxed);
    const std::size_t free_places = most_blocking_ > blocking ? most_blocking_ - blocking : 0;
    const std::size_t waiting = loops_to_run_.size() + std::min(tasks_.size(), free_places);
    if (waiting <= idle_threads_) return work_waits_.notify_one();
    try {
        threads_.emplace_back([this] { serve(); });
    } catch (const std::system_error&) {
        if (threads_.size() < loops_.size()) throw;
    }
}

/// Waits for something to do, a loop before a task. False when the team stops.
inline bool thread_team::next(std::unique_lock<std::mutex>& lock, loop_to_run& loop, task& job) {
    const auto has_task = [this] { return !tasks_.empty() && !is_full(); };
    ++idle_threads_;
    work_waits_.wait(lock, [&] { return stopping_ || !loops_to_run_.empty() || has_task(); });
    --idle_threads_;
    loop = {};
    if (!loops_to_run_.empty()) {
        loop = loops_to_run_.front();
        loops_to_run_.pop_front();
        return true;
    }
    if (!has_task()) return false;
    job = tasks_.front();
    tasks_.pop_front();
    blocking_.fetch_add(1, std::memory_order_relaxed);
    return true;
}

/// The life of a thread.
inline void thread_team::serve() {
    std::unique_lock lock(mutex_);
    loop_to_run next_loop;
    task job{};
    while (next(lock, next_loop, job)) {
        lock.unlock();
        if (next_loop.loop != nullptr) {
            run_loop(*next_loop.loop, next_loop.taken_over);
        } else {
            job.work(job.context);
            blocking_.fetch_sub(1, std::memory_order_relaxed);
        }
        lock.lock();
    }
}

inline void thread_team::run_loop(watched_loop& loop, bool taken_over) {
    try {
        if (taken_over) loop.take_over();
        loop.run_until_done();
    } catch (const loop_lost& lost) {
        lost.after(lost.context);
        blocking_.fetch_sub(1, std::memory_order_relaxed);
        return;
    }
    const std::lock_guard lock(mutex_);
    if (--loops_left_ == 0) loops_done_.notify_all();
}

/// Looks at the loops while handlers come and go; sleeps when none has come for a while.
inline void thread_team::watch() {
    constexpr int looks_before_sleep = 100;
    int quiet_looks = 0;
    std::unique_lock lock(watchdog_mutex_);
    while (!watchdog_stops_) {
        watchdog_wakes_.wait_for(lock, patience);
        quiet_looks = look_at_loops() ? 0 : quiet_looks + 1;
        if (quiet_looks < looks_before_sleep) continue;
        // A handler that enters now either is seen by this last look, or sees the flag and wakes
        // us.
        watchdog_sleeps_.store(true, std::memory_order_seq_cst);
        if (!look_at_loops())
            watchdog_wakes_.wait(lock, [this] {
                return watchdog_stops_ || !watchdog_sleeps_.load(std::memory_order_seq_cst);
            });
        watchdog_sleeps_.store(false, std::memory_order_seq_cst);
        quiet_looks = 0;
    }
}

/// Hands over the loops whose handler was running at the last look already. Whether anything has
/// happened.
inline bool thread_team::look_at_loops() {
    bool active = false;
    for (watched_loop* loop : loops_) {
        const std::uint64_t seen = loop->ticket.look();
        if (seen != loop->last_seen)
            active = true;
        else if (seen % 2 == 1) {
            active = true;
            if (loop->ticket.leave(seen)) hand_over(*loop);
        }
        loop->last_seen = seen;
    }
    return active;
}

inline void thread_team::hand_over(watched_loop& loop) {
    blocking_.fetch_add(1, std::memory_order_relaxed);
    const std::lock_guard lock(mutex_);
    loops_to_run_.push_back({&loop, true});
    add_thread_if_needed();
}

inline void thread_team::wake_watchdog() {
    {
        const std::lock_guard lock(watchdog_mutex_);
        watchdog_sleeps_.store(false, std::memory_order_seq_cst);
    }
    watchdog_wakes_.notify_one();
}

}  // namespace fastapi::detail
