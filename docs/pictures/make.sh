#!/usr/bin/env bash
# Makes the pictures of README.md and docs/ anew: runs the commands that stand beside them and takes the pictures in a headless browser.
set -euo pipefail
cd "$(dirname "$0")/../.."
MIXTURA_WRITE_PICTURES=1 dotnet test test/Mixtura.Cli.Tests -c Release --filter FullyQualifiedName~PictureTests
