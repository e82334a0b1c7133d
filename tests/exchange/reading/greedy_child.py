"""The reading child with a reader that wants more memory than it may have: shows that the limit is real."""

from kpa_tracker.interfaces.exchange.reading import child


def greedy(name, content):
    return bytearray(2 * child.MEMORY_BYTES)


child.read = greedy

if __name__ == "__main__":
    child.main()
