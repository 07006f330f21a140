"""Real backends in a box, in this process: Redis, AMQP, Bitcask, LRU, Lox, quant kernels.

>>> import twelvefold
>>> db = twelvefold.Redis()
>>> db.execute("INCR", "visits")
1

The engines are written in Go; this is the same code that the ``twelvefold``
server runs. `serve` runs that server, which the wheel carries, as a child.

After a fork (``os.fork``, multiprocessing's "fork") the child gets a
`ForkedError`: use "spawn" or "forkserver" there.
"""

from . import quant
from ._build import VERSION
from .amqp import AMQP
from .bitcask import Bitcask
from .errors import (
    AMQPError,
    LoxCancelledError,
    LoxDepthLimitError,
    LoxError,
    LoxHostError,
    LoxLimitError,
    LoxMemoryLimitError,
    LoxOutputLimitError,
    LoxRuntimeError,
    LoxStepLimitError,
    LoxSyntaxError,
    LoxTimeoutError,
    RedisError,
    TwelvefoldError,
)
from .lox import Lox, LoxObject
from .lru import LRU
from .redis import Redis
from .server import Server, serve

__version__ = VERSION

__all__ = [
    "AMQP",
    "LRU",
    "AMQPError",
    "Bitcask",
    "Lox",
    "LoxCancelledError",
    "LoxDepthLimitError",
    "LoxError",
    "LoxHostError",
    "LoxLimitError",
    "LoxMemoryLimitError",
    "LoxObject",
    "LoxOutputLimitError",
    "LoxRuntimeError",
    "LoxStepLimitError",
    "LoxSyntaxError",
    "LoxTimeoutError",
    "Redis",
    "RedisError",
    "Server",
    "TwelvefoldError",
    "__version__",
    "quant",
    "serve",
]
