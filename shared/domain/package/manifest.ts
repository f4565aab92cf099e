/** What a package is, in one hashable text: the edge and the machine verify against it. */
import { canonicalJson } from '../canonical-json.ts'

export type ManifestFile = {
  /** Relative path with forward slashes; see file-path.ts. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** SHA-256 of the content, lower-case hexadecimal. */
  readonly sha256: string
  /** Mode 0755 when true, 0644 when not. */
  readonly executable: boolean
}

export type Manifest = {
  readonly packageId: string
  readonly label: string
  readonly version: string
  readonly command: string
  readonly files: readonly ManifestFile[]
}

/** The manifest's canonical text: same package, same bytes, whatever order the files came in. Hash its UTF-8. */
export const manifestText = (manifest: Manifest): string =>
  canonicalJson({
    packageId: manifest.packageId,
    label: manifest.label,
    version: manifest.version,
    command: manifest.command,
    files: [...manifest.files]
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
      .map(({ path, size, sha256, executable }) => ({ path, size, sha256, executable })),
  })
