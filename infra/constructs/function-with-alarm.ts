/** A function, its log group, its rights and its alarm: one thing. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { Alarm, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Architecture, CfnFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { projectFile } from '../project.ts'

export type Grant = {
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly conditions?: Record<string, Record<string, string>>
}

export type FunctionProps = {
  /** The door's source, from the project's root. */
  readonly entry: string
  readonly environment: Readonly<Record<string, string>>
  readonly grants: readonly Grant[]
  readonly timeout: Duration
  readonly memoryMb: number
  /** Section of docs/runbook.md. */
  readonly runbook: string
}

export class FunctionWithAlarm extends Construct {
  readonly function: NodejsFunction

  constructor(scope: Construct, id: string, props: FunctionProps) {
    super(scope, id)
    this.function = new NodejsFunction(this, 'Function', {
      entry: projectFile(props.entry),
      handler: 'handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: props.timeout,
      environment: { NODE_OPTIONS: '--enable-source-maps', ...props.environment },
      logGroup: new LogGroup(this, 'Logs', { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY }),
      depsLockFilePath: projectFile('package-lock.json'),
      projectRoot: projectFile('.'),
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        minify: true,
        sourceMap: true,
        sourcesContent: false,
        mainFields: ['module', 'main'],
        externalModules: [],
        // Some dependencies are CommonJS and ask for node's own modules by require.
        banner: "import { createRequire as pulseRequire } from 'node:module';const require = pulseRequire(import.meta.url);",
      },
    })
    // Local mode loads the source from here instead of the bundle.
    const resource = this.function.node.defaultChild
    if (!(resource instanceof CfnFunction)) throw new Error(`${id} has no function resource`)
    resource.addMetadata('pulse:entry', props.entry)

    for (const { actions, resources, conditions } of props.grants)
      this.function.addToRolePolicy(
        new PolicyStatement({ actions: [...actions], resources: [...resources], ...(conditions ? { conditions } : {}) }),
      )

    new Alarm(this, 'ErrorsAlarm', {
      metric: this.function.metricErrors({ period: Duration.minutes(5) }),
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `The function ${id} ended with an error. docs/runbook.md#${props.runbook}`,
    })
  }
}
