"""Start commands at once and wait for all of them: one_process.py COMMAND... [+ COMMAND...]...

Its last line tells the seconds, those on a processor, the megabytes of the largest process and the
exit codes. A program of its own: the peak that the kernel tells begins with that of who started it.
"""

import os
import sys
import time

AND = "+"


def main(words: list[str]) -> None:
    commands: list[list[str]] = [[]]
    for word in words:
        commands.append([]) if word == AND else commands[-1].append(word)
    began = time.perf_counter()
    waiting = {os.posix_spawnp(command[0], command, os.environ) for command in commands}
    largest, busy, codes = 0, 0.0, []
    while waiting:
        process, status, used = os.wait4(-1, 0)
        waiting.discard(process)
        largest = max(largest, used.ru_maxrss)
        busy += used.ru_utime + used.ru_stime
        codes.append(str(os.waitstatus_to_exitcode(status)))
    print(f"\n{time.perf_counter() - began} {busy} {largest // 1024} {','.join(codes)}")


if __name__ == "__main__":
    main(sys.argv[1:])
