"""What the peers share: the timing of a call, as `reverie bench` does it, and the printing of a figure."""
import json
import statistics
import time


def median_seconds(body, rounds=5, calls=1):
    body()
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(calls):
            body()
        seconds.append((time.perf_counter() - start) / calls)
    return statistics.median(seconds)


def report(name, value, unit):
    print(json.dumps({"name": name, "value": value, "unit": unit}), flush=True)
