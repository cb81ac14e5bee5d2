#!/usr/bin/env python3
"""Many, slow, greedy and vanishing clients: the server stays alive, fair and small.

    load_test.py PROBE_APP [words of a check]
"""
import random
import resource
import socket
import sys
import threading
import time

sys.dont_write_bytecode = True
from harness import (  # noqa: E402
    FREE_PORT, Client, Program, ask, check, check_server, request, run_checks)

HELLO = b'{"ok":true}'


@check_server("clients that vanish at any moment harm nobody")
def resets(server):
    moments = [
        b"", b"GET", request("/")[:-2], request("/"), request("/slow?ms=30"),
        request("/block?ms=30"), request("/big?n=3000000"), request("/boom"), b"BAD\r\n\r\n",
        request("/slow?ms=30") * 5, request("/block?ms=30") * 5, request("/big?n=3000000") * 5,
        request("/echo", "POST", b"x" * 100)[:-50],
        b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe",
    ]
    for pause in (0, 0.005, 0.05):
        for data in moments:
            for vanish in (Client.reset, lambda client: client.socket.close()):
                client = Client(server.port)
                client.send_until_refused(data)
                time.sleep(pause)
                vanish(client)
    time.sleep(0.1)
    assert ask(server.port, "/").body == HELLO


@check_server("fifty slow requests take the time of one")
def parallel_slow(server):
    clients = [Client(server.port) for _ in range(50)]
    start = time.monotonic()
    for client in clients:
        client.send(request("/slow?ms=400"))
    for client in clients:
        assert client.answer().status == 200
        client.socket.close()
    took = time.monotonic() - start
    assert 0.4 <= took < 2, "%.2f s" % took


@check_server("handlers that block delay nobody: not each other, not the others, not once")
def blocking(server):
    for _ in range(3):
        blocked = [Client(server.port) for _ in range(20)]
        start = time.monotonic()
        for client in blocked:
            client.send(request("/block?ms=400"))
        with Client(server.port) as other:
            for number in range(50):
                assert other.ask("/items/%d" % number).body == b'{"item_id":%d}' % number
                assert other.ask("/slow?ms=1").status == 200
        took = time.monotonic() - start
        assert took < 0.4, "the others took %.2f s" % took
        for client in blocked:
            assert client.answer().body == b'{"blocked":400}'
            client.socket.close()
        took = time.monotonic() - start
        assert 0.4 <= took < 2, "the blocked ones took %.2f s" % took


@check_server("more blocking handlers than threads are all answered, in turn")
def more_than_threads(server):
    clients = [Client(server.port) for _ in range(100)]
    for client in clients:
        client.send(request("/block?ms=100") + request("/items/1"))
    assert ask(server.port, "/slow?ms=1").status == 200
    for client in clients:
        assert client.answer().body == b'{"blocked":100}'
        assert client.answer().body == b'{"item_id":1}'
        client.socket.close()


@check_server("what is pipelined around a blocking handler is answered in order")
def pipelined_around_blocking(server):
    with Client(server.port) as client:
        for _ in range(3):
            client.send(request("/items/1") + request("/block?ms=50") + request("/block/boom?ms=50")
                        + request("/slow?ms=20") + request("/echo", "POST", b"hello")
                        + request("/items/2"))
            assert client.answer().body == b'{"item_id":1}'
            assert client.answer().body == b'{"blocked":50}'
            assert client.answer().status == 418
            assert client.answer().status == 200
            assert client.answer().body == b"hello"
            assert client.answer().body == b'{"item_id":2}'


@check_server("a request for a blocking handler that comes in pieces is answered once")
def blocking_in_pieces(server):
    for behind in (0, 10):                 # bytes of the next request that come along
        for number in range(3):            # the first is slow by surprise, the others are not
            following = request("/items/%d" % number)
            with Client(server.port) as client:
                client.drip(request("/block?ms=50") + following[:behind], 20, 0.005)
                assert client.answer().body == b'{"blocked":50}'
                client.send(following[behind:])
                assert client.answer().body == b'{"item_id":%d}' % number


def random_exchange(choose, number):
    """The bytes of a request, and the start of the body that answers it."""
    kind = choose.randrange(8)
    if kind == 0:
        return request("/block?ms=%d" % choose.choice((0, 1, 3, 20))), b'{"blocked":'
    if kind == 1:
        return request("/slow?ms=%d" % choose.choice((0, 1, 5))), b'{"waited":'
    if kind == 2:
        return request("/big?n=100000"), b"x" * 100000
    if kind == 3:
        return request("/nowhere/%d" % number), b'{"detail":"Not Found"}'
    if kind == 4:
        body = b"%d " % number * choose.choice((1, 100, 20000))
        return request("/echo", "POST", body), body
    if kind == 5:
        return (b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                b"5\r\nhello\r\n3\r\n%03d\r\n0\r\n\r\n" % (number % 1000),
                b"hello%03d" % (number % 1000))
    return request("/items/%d" % number), b'{"item_id":%d}' % number


def send_in_pieces(client, data, choose):
    position = 0
    while position < len(data):
        size = choose.choice((1, 10, 40, 200, 5000, 200000))
        client.send(data[position:position + size])
        position += size
        if choose.random() < 0.3:
            time.sleep(choose.choice((0, 0.001, 0.005)))


@check_server("any mix of requests, however it is cut into pieces, is answered once and in order")
def any_mix(server):
    wrong = []

    def work(seed):
        choose = random.Random(seed)
        try:
            for _ in range(15):
                exchanges = [random_exchange(choose, n) for n in range(choose.randrange(1, 12))]
                with Client(server.port) as client:
                    data = b"".join(data for data, _ in exchanges)
                    sender = threading.Thread(target=send_in_pieces, args=(client, data, choose))
                    sender.start()
                    for number, (_, start) in enumerate(exchanges):
                        body = client.answer().body
                        assert body.startswith(start), \
                            "%d: %r for %r" % (number, body[:60], start[:60])
                    sender.join()
                    assert client.ask("/items/1").body == b'{"item_id":1}'
        except Exception as error:
            wrong.append("seed %d: %s %s" % (seed, type(error).__name__, error))

    workers = [threading.Thread(target=work, args=(seed,)) for seed in range(12)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not wrong, "\n" + "\n".join(wrong)


@check_server("three hundred connections at once are all answered")
def many_connections(server):
    clients = [Client(server.port) for _ in range(300)]
    for _ in range(2):
        for number, client in enumerate(clients):
            client.send(request("/items/%d" % number))
        for number, client in enumerate(clients):
            assert client.answer().body == b'{"item_id":%d}' % number
    for client in clients:
        client.socket.close()


@check_server("parallel requests of every kind get their own answers")
def mixed(server):
    wrong = []

    def work(worker):
        with Client(server.port) as client:
            for number in range(100):
                body = b"%d-%d" % (worker, number)
                if client.ask("/echo", "POST", body).body != body:
                    wrong.append(body)
                if client.ask("/items/%d" % number).body != b'{"item_id":%d}' % number:
                    wrong.append(number)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, wrong[:5]


@check_server("answers that nobody reads do not pile up in memory")
def back_pressure(server):
    ask(server.port, "/big?n=1000000")
    before = server.resident_kib()
    with Client(server.port, receive_buffer=4096) as client:
        client.socket.settimeout(0.3)
        try:
            for _ in range(20000):
                client.send(request("/big?n=1000000"))
        except OSError:
            pass                      # the server stopped reading: what it should do
        time.sleep(1)
        grown = server.resident_kib() - before
        assert grown < 32 * 1024, "%d KiB" % grown
        assert ask(server.port, "/").body == HELLO
    assert ask(server.port, "/").body == HELLO


@check_server("an announced length reserves no memory")
def announced_length(server):
    before = server.resident_kib()
    clients = [Client(server.port) for _ in range(20)]
    for client in clients:
        client.send(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 15000000\r\n\r\nabc")
    time.sleep(0.3)
    assert server.resident_kib() - before < 16 * 1024
    for client in clients:
        client.reset()


def seconds_until_closed(client, drip=b"", pause=0.05):
    """How long the server bears a client that only sends `drip`, again and again."""
    start = time.monotonic()
    client.socket.settimeout(pause)
    while time.monotonic() - start < 12:
        try:
            if drip:
                client.send_until_refused(drip)
            while client.socket.recv(65536):
                pass
            break
        except socket.timeout:
            continue
        except ConnectionResetError:
            break
    return time.monotonic() - start


@check_server("a client that drips its head, or its body, is dropped in time")
def dripping(server):
    with Client(server.port) as client:
        client.send(b"GET / HTTP/1.1\r\nHost: x\r\nName: ")
        assert 1 < seconds_until_closed(client, b"a") < 5
    with Client(server.port) as client:
        client.send(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
        assert 0.5 < seconds_until_closed(client, b"a") < 5


@check_server("a client that does not read its answer is dropped in time")
def never_reading(server):
    with Client(server.port, receive_buffer=4096) as client:
        client.send(request("/big?n=50000000"))
        time.sleep(7)
        read = 0
        try:
            while data := client.socket.recv(1 << 20):
                read += len(data)
        except ConnectionResetError:
            pass
        assert read < 50000000


@check_server("a client that reads slowly, but reads, gets all of its answer")
def slowly_reading(server):
    with Client(server.port, receive_buffer=65536) as client:
        client.send(request("/big?n=20000000"))
        for _ in range(60):
            client.receive()
            time.sleep(0.1)
        assert len(client.answer().body) == 20000000


@check("an idle connection is closed after the time that the option names")
def idle(executable):
    with Program([executable], [*FREE_PORT, "--timeout-keep-alive", "1"]) as server:
        with Client(server.port) as client:
            assert client.ask("/").body == HELLO
            assert 0.8 < seconds_until_closed(client) < 4
        assert server.stop() == 0


def forty_descriptors():
    resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))


@check_server("at the limit of descriptors the server waits idly, and recovers", forty_descriptors)
def descriptor_limit(server):
    clients = [Client(server.port) for _ in range(80)]
    assert clients[0].ask("/").body == HELLO
    time.sleep(0.2)
    before = server.cpu_seconds()
    time.sleep(1)
    assert server.cpu_seconds() - before < 0.4, "busy while no descriptor is free"
    assert clients[0].ask("/").body == HELLO
    for client in clients:
        client.socket.close()
    end = time.monotonic() + 5
    while time.monotonic() < end:
        try:
            assert ask(server.port, "/").body == HELLO
            break
        except OSError:
            time.sleep(0.1)
    else:
        raise AssertionError("no answer within 5 s of the others leaving")


if __name__ == "__main__":
    sys.exit(run_checks())
