// `node edge-launcher/bundle.mjs DIR`: the edge launcher as one file for Node 24, DIR/main.mjs.
import { join } from 'node:path'
import { build } from 'esbuild'

const [outdir] = process.argv.slice(2)
if (outdir === undefined) {
  console.error('Use: node edge-launcher/bundle.mjs DIR')
  process.exit(1)
}
await build({
  entryPoints: [join(import.meta.dirname, 'main.ts')],
  outfile: join(outdir, 'main.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  keepNames: true,
  legalComments: 'linked',
  // Native parts that ssh2 uses when they are there and does without when not.
  external: ['cpu-features', '*.node'],
  banner: {
    js: "import{createRequire as pulseRequire}from'node:module';const require=pulseRequire(import.meta.url);const __dirname=import.meta.dirname;",
  },
  logLevel: 'warning',
})
