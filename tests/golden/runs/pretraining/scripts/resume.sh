#!/bin/sh
# Goes on training from this run's newest checkpoint; arguments are passed on.
run=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
reverie=${REVERIE:-}
above=$run
while [ -z "$reverie" ] && [ "$above" != / ]; do
  above=$(dirname -- "$above")
  [ -f "$above/reverie" ] && [ -x "$above/reverie" ] && reverie=$above/reverie
done
exec "${reverie:-reverie}" resume "$run" "$@"
