"""The child process as it is, which tells on its errors' side what limits it had in the end."""

import json
import resource
import sys

from kpa_tracker.interfaces.exchange.reading import child

if __name__ == "__main__":
    child.main()
    limits = {
        name: resource.getrlimit(getattr(resource, name))[0] for name in ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE")
    }
    sys.stderr.write(json.dumps(limits))
