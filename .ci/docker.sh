# Sourced by .ci/run: a Docker engine for Testcontainers, and its end.

engine_directory=

engine_answers() {
  docker version --format '{{.Server.Version}}' >/dev/null 2>&1
}

# Finds the engine of this machine or starts one, installing it where there is none. Fails, and has said why on standard
# error, where that cannot be done.
ensure_engine() {
  if engine_answers; then
    return 0
  fi
  if ! command -v dockerd >/dev/null; then
    as_root apt-get update -q && as_root apt-get install -y -q --no-install-recommends docker.io || return 1
  fi
  if ! command -v docker >/dev/null; then
    # Debian's later releases have the client in a package of its own.
    as_root apt-get install -y -q --no-install-recommends docker-cli || return 1
  fi
  # The package may have started one.
  engine_answers || start_engine
}

# On a socket only, with everything that it writes in a directory that goes with it; ports of containers on loopback.
start_engine() {
  engine_directory=$(mktemp -d)
  export DOCKER_HOST="unix://$engine_directory/docker.sock"
  as_root dockerd --host "$DOCKER_HOST" --group "$(id -gn)" --ip 127.0.0.1 --data-root "$engine_directory/data" \
    --exec-root "$engine_directory/exec" --pidfile "$engine_directory/pid" >"$engine_directory/log" 2>&1 &
  local starter=$!
  for ((tenths = 0; tenths < 300; tenths++)); do
    if engine_answers; then
      return 0
    fi
    if [ ! -d "/proc/$starter" ]; then
      break
    fi
    sleep 0.1
  done
  echo "dockerd does not start:" >&2
  tail -n 20 "$engine_directory/log" >&2
  unset DOCKER_HOST
  return 1
}

# Ends the engine that was started here, if one was, and removes what it wrote.
stop_engine() {
  local pid
  if [ -z "$engine_directory" ]; then
    return 0
  fi
  if pid=$(cat "$engine_directory/pid" 2>/dev/null); then
    as_root kill "$pid" 2>/dev/null || true
    for ((tenths = 0; tenths < 300; tenths++)); do
      if [ ! -d "/proc/$pid" ]; then
        break
      fi
      sleep 0.1
    done
  fi
  as_root rm -rf "$engine_directory"
}
