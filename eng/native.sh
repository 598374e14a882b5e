#!/usr/bin/env bash
# eng/native.sh TARGET...: compiles the program natively for other targets, each into artifacts/publish/Bq2.Cli/release_TARGET/bq2:
#   linux-x64           as eng/build.sh does
#   linux-arm64         for aarch64; runs here too, with qemu-aarch64-static -L /usr/aarch64-linux-gnu
#   linux-x64-static    needs nothing from the system, not even a C library, so it can be an initrd's /init
. "$(dirname "$0")/lib.sh"
cd "$top"
usage() { say "usage: eng/native.sh linux-x64|linux-arm64|linux-x64-static..."; exit 2; }

[ $# -gt 0 ] || usage
eng/build.sh
for target; do
  program=artifacts/publish/Bq2.Cli/release_$target/bq2
  more=()
  case $target in
    linux-x64) need gcc libc6-dev ;;
    linux-arm64)
      need clang lld gcc-aarch64-linux-gnu libc6-dev-arm64-cross
      more=(-p:CppCompilerAndLinker=clang -p:LinkerFlavor=lld -p:ObjCopyName=aarch64-linux-gnu-objcopy)
      ;;
    linux-x64-static)
      need gcc libc6-dev binutils
      # Compiled once for both programs of this machine, and linked separately. LLVM's objcopy cannot split it.
      more=(-p:StaticExecutable=true -p:ObjCopyName=objcopy
        "-p:NativeOutputPath=$top/artifacts/bin/Bq2.Cli/release_$target/"
        "-p:PublishDir=$top/${program%bq2}")
      ;;
    *) usage ;;
  esac
  if [ "${BQ2_NO_BUILD-}" = 1 ]; then
    [ -x "$program" ] || give_up "$program is not built yet, and BQ2_NO_BUILD=1 says not to" "eng/native.sh $target"
    continue
  fi

  publish "${target%-static}" "$program" "${more[@]}"
done
