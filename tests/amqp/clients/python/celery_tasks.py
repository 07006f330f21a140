"""The tasks of celery_worker.py: `celery -A celery_tasks worker`."""

import os

from celery import Celery

app = Celery("judge", broker=os.environ["AMQP_URL"], backend=os.environ["REDIS_URL"])
app.conf.update(
    broker_connection_retry_on_startup=True,
    broker_transport_options={"confirm_publish": True},
    result_expires=600,
    task_acks_late=True,
    task_default_queue=os.environ["CELERY_QUEUE"],
    task_queue_max_priority=10,
    worker_prefetch_multiplier=2,
)


@app.task
def add(x: int, y: int) -> int:
    """Add."""
    return x + y


@app.task
def total(numbers: list[int]) -> int:
    """Add all up: the body of a chord."""
    return sum(numbers)


@app.task(bind=True, max_retries=3, default_retry_delay=0)
def flaky(self, wanted: int) -> int:  # type: ignore[no-untyped-def]  # Celery gives itself
    """Fail until it was tried so often."""
    if self.request.retries < wanted:
        raise self.retry(countdown=0.1)
    return self.request.retries


@app.task
def divide(x: int, y: int) -> float:
    """Divide, or fail."""
    return x / y
