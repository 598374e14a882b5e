# Shared functions of the scripts in this folder. To be sourced.
# shellcheck shell=bash
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '%s\n' "$*" >&2; }

# give_up WHAT TRY: something outside is missing; exit code 3, as everywhere in Bq2.
give_up() {
  say "${0##*/}: $1"
  say "  try: $2"
  exit 3
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# apt_get WORD...: runs apt-get as root without questions.
apt_get() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq "$@"; }

# may_install WHAT: this is Debian, and we are root or can become it.
may_install() {
  command -v apt-get >/dev/null || give_up "missing, by their Debian names: $1" "install what your distribution calls them"
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null || give_up "missing: $1" "as root: apt-get install $1"
}

# need PACKAGE...: installs the Debian packages that are missing.
need() {
  local package installed missing=()
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
  for package; do
    [[ $'\n'$installed$'\n' == *$'\n'"installed $package"$'\n'* ]] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0

  may_install "${missing[*]}"
  say "installing ${missing[*]}"
  # Old or missing package lists are the usual reason for a first failure.
  apt_get install --no-install-recommends "${missing[@]}" >/dev/null 2>&1 \
    || { apt_get update && apt_get install --no-install-recommends "${missing[@]}" >/dev/null; } \
    || give_up "could not install ${missing[*]}" "apt-get install ${missing[*]}"
}

# know_architecture NAME: makes packages of that architecture available.
know_architecture() {
  # No grep -q: it would leave at the first hit, and dpkg would fail on a pipe that nobody reads.
  { dpkg --print-architecture; dpkg --print-foreign-architectures; } | grep -x "$1" >/dev/null && return
  may_install "the architecture $1"
  as_root dpkg --add-architecture "$1"
  apt_get update
}

need_dotnet() {
  command -v dotnet >/dev/null \
    || give_up "the .NET SDK is not installed" "the package dotnet-sdk-10.0, or Microsoft's script dotnet-install"
  case $(cd "$top" && dotnet --version 2>/dev/null) in
    10.*) ;;
    *) give_up "no .NET SDK of version 10 is installed" "the package dotnet-sdk-10.0" ;;
  esac
}

# sources FILE...: the sum of all that the program is made of, of these files, and of the tools that make it.
sources() {
  (
    cd "$top"
    {
      find . -maxdepth 1 -type f \( -name '*.props' -o -name '*.targets' -o -name '*.json' -o -name .editorconfig -o -name COPYRIGHT \) -print0
      find Bq2.* firmware eng/lib.sh "$@" -type f -print0
    } | LC_ALL=C sort -z | xargs -0 sha256sum
    dotnet --version
    for tool in clang gcc ld.lld ld aarch64-linux-gnu-gcc; do
      "$tool" --version 2>/dev/null || true
    done
  ) | sha256sum
}

# publish TARGET PROGRAM WORD...: compiles the program natively, unless it is there already, as it was made of the same.
publish() {
  local target=$1 program=$2 mark=${2%/*}.made of
  of="$(sources eng/build.sh eng/native.sh)${*:3}"
  [ ! -x "$program" ] || [ "$(cat "$mark" 2>/dev/null)" != "$of $(sha256sum <"$program")" ] || return 0

  rm -f "$mark"
  dotnet publish -c Release Bq2.Cli -r "$target" --no-restore -v quiet -nologo "${@:3}" || return
  printf '%s\n' "$of $(sha256sum <"$program")" >"$mark"
}
