#!/bin/sh
# Writes the roots that AWS's own servers are certified by, out of the system's bundle: OpenSSL reads a whole bundle at the first
# connection, which costs a small function more than all its other work. Usage: amazon-roots.sh <output> [<bundle>]
# Source of the fingerprints (SHA-256 of the DER form): Amazon Trust Services, "Certificate Authorities".
set -eu
output=$1
bundle=${2:-}
for file in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/ca-bundle.pem /etc/ssl/cert.pem; do
  [ -n "$bundle" ] || [ ! -f "$file" ] || bundle=$file
done
if [ ! -f "$bundle" ]; then
  echo "amazon-roots.sh : error ROOTS1: This system has no bundle of CA certificates${bundle:+ at $bundle}: install its package ca-certificates."
  exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# One file a certificate; those of Amazon and Starfield are found by their fingerprints, not by names that anybody can use.
awk -v folder="$work" '/BEGIN CERTIFICATE/ { n++; on = 1 } on { print > (folder "/" n) } /END CERTIFICATE/ { on = 0; close(folder "/" n) }' "$bundle"
for certificate in "$work"/*; do
  [ -f "$certificate" ] && echo "$(grep -v CERTIFICATE "$certificate" | base64 -d | sha256sum | cut -d ' ' -f 1) $certificate"
done > "$work.index"
trap 'rm -rf "$work" "$work.index"' EXIT

: > "$output.new"
while read -r fingerprint name; do
  certificate=$(awk -v wanted="$fingerprint" '$1 == wanted { print $2; exit }' "$work.index")
  if [ -z "$certificate" ]; then
    # The oldest: it signs none but the other four, and systems that have them drop it in time.
    case $name in Starfield*) continue ;; esac
    rm -f "$output.new"
    echo "amazon-roots.sh : error ROOTS2: $bundle lacks $name ($fingerprint): update the system's package ca-certificates."
    exit 1
  fi
  cat "$certificate" >> "$output.new"
done <<ROOTS
8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e Amazon Root CA 1
1ba5b2aa8c65401a82960118f80bec4f62304d83cec4713a19c39c011ea46db4 Amazon Root CA 2
18ce6cfe7bf14e60b2e347b8dfe868cb31d02ebb3ada271569f50343b46db3a4 Amazon Root CA 3
e35d28419ed02025cfa69038cd623962458da5c695fbdea3c22b0bfb25897092 Amazon Root CA 4
568d6905a2c88708a4b3025190edcfedb1974a606a13c6e5290fcb2ae63edab5 Starfield Services Root Certificate Authority - G2
ROOTS
mv "$output.new" "$output"
