/** Synthesis inside this process, for local mode and tests: nothing is bundled, nothing is validated, no CLI is needed. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import * as z from 'zod'
import { PulseCloudStack } from './pulse-cloud-stack.ts'

const CdkJson = z.object({ context: z.record(z.string(), z.unknown()) })

/** Context of cdk.json, so that the template is the one that the CLI would make, without what takes time. */
const quickContext = (): Record<string, unknown> => ({
  ...CdkJson.parse(JSON.parse(readFileSync(join(import.meta.dirname, '../cdk.json'), 'utf8'))).context,
  'aws:cdk:bundling-stacks': [],
  'aws:cdk:disable-asset-staging': true,
})

export type SynthesizeOptions = {
  /** Folder to write into; made if need be. */
  readonly outdir: string
  /** Added to the context, as with `-c`. */
  readonly context?: Readonly<Record<string, unknown>>
}

/** Makes the app without bundling. */
export const makeApp = ({ outdir, context = {} }: SynthesizeOptions): { readonly app: App; readonly stack: PulseCloudStack } => {
  const app = new App({
    outdir,
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
    context: { ...quickContext(), ...context },
  })
  return { app, stack: new PulseCloudStack(app, 'PulseCloud') }
}

/** Writes the template and returns its path. Takes a second or two of CPU. */
export const synthesize = (options: SynthesizeOptions): string => {
  const { app, stack } = makeApp(options)
  return app.synth().getStackArtifact(stack.artifactId).templateFullPath
}
