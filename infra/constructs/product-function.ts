import { join } from 'node:path'
import { CfnResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Code, RecursiveLoop, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda'
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { RunbookAlarm } from './runbook-alarm.ts'

const root = join(import.meta.dirname, '../..')

/** What a function may do: these actions on these resources. */
export type Permission = { readonly actions: readonly string[]; readonly resources: readonly string[]; readonly passedTo?: string }

export type ProductFunctionProps = {
  /** Folder under functions/ whose handler.ts exports `handler`. */
  readonly folder: string
  readonly description: string
  readonly memoryMb: number
  readonly timeoutSeconds: number
  readonly environment: Readonly<Record<string, string>>
  readonly permissions: readonly Permission[]
  readonly notify: ITopic
  /** It sends itself what is to be done next, through its queue. Lambda takes that for a mistake after 16 times, unless it is told. */
  readonly asksItself?: boolean
}

/** A function, its role with nothing but what is named, its log group and its alarm as one. */
export class ProductFunction extends Construct {
  readonly function: NodejsFunction
  readonly logGroup: LogGroup

  constructor(scope: Construct, id: string, props: ProductFunctionProps) {
    super(scope, id)
    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY })
    // A role of our own: the one that the CDK would make may write to every log group of the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com'), description: props.description })
    this.logGroup = logGroup
    logGroup.grantWrite(role)
    for (const permission of props.permissions) role.addToPrincipalPolicy(statementOf(permission))

    const entry = `functions/${props.folder}/handler.ts`
    this.function = new NodejsFunction(this, 'Function', {
      description: props.description,
      entry: join(root, entry),
      handler: 'handler',
      projectRoot: root,
      depsLockFilePath: join(root, 'package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      role,
      logGroup,
      // Every log line carries the request and the deployment; traces would cost per request and need a permission on `*`.
      tracing: Tracing.DISABLED,
      environment: { ...props.environment },
      awsSdkConnectionReuse: false,
      ...(props.asksItself && { recursiveLoop: RecursiveLoop.ALLOW }),
      ...(Stack.of(this).bundlingRequired ? bundled : leftOut),
    })
    const resource = this.function.node.defaultChild
    // Local mode loads the source from here.
    if (resource instanceof CfnResource) resource.addMetadata('pulse:entry', entry)

    new RunbookAlarm(this, 'Errors', {
      metric: this.function.metricErrors({ period: Duration.minutes(5) }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 5,
      evaluationPeriods: 1,
      meaning: `The function ${props.folder} has failed at least 5 times within 5 minutes.`,
      section: 'function-errors',
      notify: props.notify,
    })
  }
}

const bundled = {
  bundling: {
    format: OutputFormat.ESM,
    target: 'node24',
    minify: true,
    // Names of errors and functions stay readable in logs.
    keepNames: true,
    mainFields: ['module', 'main'],
    // The runtime's own SDK changes without notice: what was tested is what runs.
    externalModules: [],
    // What is CommonJS inside the bundle asks for `require`.
    banner: "import{createRequire as pulseRequire}from'node:module';const require=pulseRequire(import.meta.url);",
  },
}

/** Synthesis without bundling (tests, local mode): the code is not looked at. */
const leftOut = { code: Code.fromInline('throw new Error("synthesized without bundling: not for deployment")') }

const statementOf = ({ actions, resources, passedTo }: Permission): PolicyStatement =>
  new PolicyStatement({
    actions: [...actions],
    resources: [...resources],
    ...(passedTo && { conditions: { StringEquals: { 'iam:PassedToService': passedTo } } }),
  })
