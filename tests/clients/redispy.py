"""Uses redis-py, by RESP2 and RESP3, as its users do. Usage: redispy.py URL."""

import sys

import redis


def main(url: str, protocol: int) -> None:
    client = redis.Redis.from_url(url, protocol=protocol, decode_responses=True)
    client.flushall()
    assert client.ping()
    assert client.set("text", "grüß dich")
    assert client.get("text") == "grüß dich"
    assert client.get("nothing") is None

    assert client.rpush("list", "a", "b", "c") == 3
    assert client.lrange("list", 0, -1) == ["a", "b", "c"]
    assert client.hset("hash", mapping={"x": "1", "y": "2"}) == 2
    assert client.hgetall("hash") == {"x": "1", "y": "2"}
    assert client.sadd("set", "m", "n") == 2
    assert client.smembers("set") == {"m", "n"}
    assert sorted(client.scan_iter()) == ["hash", "list", "set", "text"]

    with client.pipeline(transaction=True) as pipe:
        pipe.incr("counter").incrby("counter", 41).get("counter")
        assert pipe.execute() == [1, 42, "42"]
    try:
        client.lpush("text", "x")
        raise AssertionError("a list command on a string was let through")
    except redis.ResponseError as error:
        assert str(error).startswith("WRONGTYPE"), error

    # WATCH: a change in between lets the transaction fail.
    with client.pipeline() as pipe:
        pipe.watch("counter")
        client.set("counter", "0")
        pipe.multi()
        pipe.incr("counter")
        try:
            pipe.execute()
            raise AssertionError("the transaction ran on a changed key")
        except redis.WatchError:
            pass

    with client.pipeline(transaction=False) as pipe:
        for i in range(10_000):
            pipe.set(f"key:{i}", i)
        assert all(pipe.execute())
    assert client.dbsize() == 10_005
    assert client.pexpire("text", 10_000) and 0 < client.pttl("text") <= 10_000
    print(f"redis-py {redis.__version__} by RESP{protocol}: ok")


for resp in (2, 3):
    main(sys.argv[1], resp)
