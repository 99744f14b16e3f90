# Sourced by ./ledger and .ci/run: finds the JDK that builds and runs the ledger.

MIN_JAVA=25

# The major version of the JDK in a directory, or nothing where there is none: from its `release` file, else asked.
jdk_major() {
  local home=$1 version=
  if [ ! -x "$home/bin/java" ] || [ ! -x "$home/bin/javac" ]; then
    return 0
  fi
  if [ -r "$home/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$home/release")
  fi
  if [ -z "$version" ]; then
    version=$("$home/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)
  fi
  version=${version%%[.+-]*}
  case $version in
    '' | *[!0-9]*) ;;
    *) echo "$version" ;;
  esac
}

is_usable_jdk() {
  local major
  major=$(jdk_major "$1")
  [ -n "$major" ] && [ "$major" -ge "$MIN_JAVA" ]
}

# The home of the `java` on the PATH, through all symbolic links.
jdk_on_path() {
  local java link
  java=$(command -v java) || return 0
  while [ -L "$java" ]; do
    link=$(readlink "$java")
    case $link in
      /*) java=$link ;;
      *) java=$(dirname "$java")/$link ;;
    esac
  done
  (cd "$(dirname "$java")/.." && pwd -P)
}

# Prints the home of the first JDK that is new enough; says on standard error that there is none, and fails.
find_jdk() {
  local home
  for home in "${JAVA_HOME:-}" "$(jdk_on_path)" /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
    if [ -n "$home" ] && is_usable_jdk "$home"; then
      echo "$home"
      return 0
    fi
  done
  echo "ledger: no JDK $MIN_JAVA or newer found: install one (as from https://adoptium.net) or set JAVA_HOME to it" >&2
  return 1
}
