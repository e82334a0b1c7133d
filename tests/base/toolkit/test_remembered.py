"""What a process remembers of what it drew stays within its bound; the longest unread is forgotten first."""

from __future__ import annotations

import random
import threading

from kpa_tracker.base.toolkit.remembered import Remembered


def text(seed, size=1_000):
    """Letters that cannot be compressed to nothing."""
    return "".join(random.Random(seed).choices("0123456789abcdef", k=size))


def test_a_text_comes_back_as_it_was():
    kept = Remembered(10_000)
    kept.put("a", "Café ✓\n")
    assert (kept.get("a"), kept.get("b")) == ("Café ✓\n", None)


def test_together_they_never_take_more_than_the_bound_and_the_longest_unread_goes_first():
    kept = Remembered(4_000)
    for at in range(20):
        kept.put(at, text(at))
        kept.get(0)
        assert kept.size <= 4_000
    assert kept.get(0) == text(0)
    assert (kept.get(1), kept.get(19)) == (None, text(19))


def test_one_text_does_not_drive_out_all_others():
    kept = Remembered(4_000)
    kept.put("small", "x")
    kept.put("large", text(1, 10_000))
    assert (kept.get("small"), kept.get("large")) == ("x", None)


def test_a_text_that_is_put_again_counts_once():
    kept = Remembered(4_000)
    for at in range(10):
        kept.put("a", text(at))
    assert (kept.get("a"), kept.size < 1_000) == (text(9), True)


def test_without_room_nothing_is_remembered():
    kept = Remembered(0)
    kept.put("a", "x")
    assert kept.get("a") is None


def test_threads_that_read_and_write_at_once_lose_no_count():
    kept = Remembered(50_000)

    def work(seed):
        for at in range(200):
            kept.put((seed + at) % 40, text(at))
            kept.get(at % 40)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert kept.size == sum(map(len, kept._kept.values())) <= 50_000
