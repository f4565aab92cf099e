import { join } from 'node:path'
import type { NextConfig } from 'next'

const config: NextConfig = {
  output: 'export',
  trailingSlash: true,
  reactStrictMode: true,
  poweredByHeader: false,
  images: { unoptimized: true },
  turbopack: { root: join(import.meta.dirname, '..') },
  // `tsc -b` checks the types, once for the whole repository; TypeScript 7 has no API for Next to call.
  typescript: { ignoreBuildErrors: true },
  experimental: { useTypeScriptCli: true },
}

export default config
