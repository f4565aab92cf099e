/** The console's files, built when they are needed and only then. */
import { spawnSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { AssetHashType, DockerImage, Stack } from 'aws-cdk-lib'
import { type ISource, Source } from 'aws-cdk-lib/aws-s3-deployment'
import type { Construct } from 'constructs'

const root = join(import.meta.dirname, '../..')
const web = join(root, 'web')

/** Builds web/ into `folder` with the Node that runs this. Throws when the build fails. */
const buildConsole = (folder: string): void => {
  const { status, error } = spawnSync(process.execPath, [join(web, 'scripts/build.ts')], {
    cwd: root,
    // Standard output belongs to the CDK.
    stdio: ['ignore', 2, 2],
  })
  if (error) throw error
  if (status !== 0) throw new Error(`building the console ended with ${status}: see above`)
  cpSync(join(web, 'out'), folder, { recursive: true })
}

/**
 * null when the pages are left out: in a synthesis without bundling (tests, local mode), and with `-c console=skip`,
 * which leaves the pages of an installation as they are.
 */
export const consoleFiles = (scope: Construct): ISource | null => {
  if (!Stack.of(scope).bundlingRequired || scope.node.tryGetContext('console') === 'skip') return null
  return Source.asset(web, {
    // The pages also depend on shared/: what was built decides, not the folder.
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never used: `local` builds or throws.
      image: DockerImage.fromRegistry('public.ecr.aws/docker/library/node:24'),
      local: {
        tryBundle: (folder) => {
          buildConsole(folder)
          return true
        },
      },
    },
  })
}
