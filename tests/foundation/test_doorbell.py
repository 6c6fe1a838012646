"""Celery over a folder: a table of queues can be half written, and workers begin all the same."""

import json
import multiprocessing

import pytest
from kombu import Connection, Exchange, Queue
from kombu.transport import TRANSPORT_ALIASES, filesystem


@pytest.fixture
def connect(tmp_path):
    folders = {"data_folder_in": "data", "data_folder_out": "data"}
    options = {name: str(tmp_path / place) for name, place in (folders | {"control_folder": "control"}).items()}

    def opened(url="folder://localhost"):
        return Connection(url, transport_options=options)

    (tmp_path / "data").mkdir()
    (tmp_path / "control").mkdir()
    return opened


def work(number):
    """Of a name of its own: a process remembers which queues it has bound."""
    return Queue(f"work{number}", Exchange(f"work{number}"), routing_key="work")


def ring(connection, queue):
    with connection, connection.Producer() as producer:
        producer.publish({"id": 1}, exchange=queue.exchange, routing_key="work", declare=[queue])


def heard(connection, queue):
    with connection, connection.SimpleQueue(queue) as waiting:
        message = waiting.get(timeout=5)
        message.ack()
        return message.payload


LEFT = ('[["work", "", "wo', '[["a", "", "b"]][["c", "", "d"]]', "")


@pytest.mark.parametrize("left", LEFT)
def test_a_table_that_a_killed_process_left_is_written_anew(connect, tmp_path, left):
    ours, bare = work(LEFT.index(left)), work(f"{LEFT.index(left)}bare")
    for queue in (ours, bare):
        (tmp_path / "control" / f"{queue.name}.exchange").write_text(left)
    with (
        pytest.raises(ValueError),
        connect("filesystem://localhost") as opened,
    ):  # what comes with Celery never recovers
        bare(opened.channel()).declare()
    ring(connect(), ours)
    assert heard(connect(), ours) == {"id": 1}
    assert json.loads((tmp_path / "control" / f"{ours.name}.exchange").read_text()) == [["work", "", ours.name]]


def _begin(folders, name, at_once):
    with Connection("folder://localhost", transport_options=folders) as connection:
        channel = connection.channel()
        at_once.wait()
        channel._queue_bind("work", "", "", name)


def test_of_many_that_begin_at_once_none_is_forgotten(connect, tmp_path):
    assert TRANSPORT_ALIASES["folder"] == "foundation.doorbell:Transport"
    context = multiprocessing.get_context("fork")
    for number in range(10):
        at_once, names = context.Barrier(4), [f"worker{each}@{'long' * each}" for each in range(4)]
        folders = connect().transport_options | {"control_folder": str(tmp_path / f"control{number}")}
        them = [context.Process(target=_begin, args=(folders, name, at_once)) for name in names]
        for each in them:
            each.start()
        for each in them:
            each.join(20)
            assert each.exitcode == 0
        with Connection("folder://localhost", transport_options=folders) as connection:
            table = connection.channel().get_table("work")
        assert sorted(row.queue for row in table) == names
        assert isinstance(table[0], filesystem.exchange_queue_t)
