import { Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb'
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'

/** The last part of the stack's id: unlike any other stack's, and known before any resource exists. */
export const stackUniqueId = (scope: Construct): string => Fn.select(2, Fn.split('/', Stack.of(scope).stackId))

/**
 * Named by us and not by CloudFormation: the console's content security policy names the bucket, and the bucket's
 * CORS rule names the console. Taken from the resources, the two would wait for each other for ever.
 */
export const packagesBucketName = (scope: Construct): string => `pulse-packages-${stackUniqueId(scope)}`

const text = (name: string) => ({ name, type: AttributeType.STRING })
const common = {
  partitionKey: text('pk'),
  sortKey: text('sk'),
  billingMode: BillingMode.PAY_PER_REQUEST,
  timeToLiveAttribute: 'expiresAt',
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  deletionProtection: true,
  removalPolicy: RemovalPolicy.RETAIN,
}
const index = (name: string) => ({
  indexName: name,
  partitionKey: text(`${name}pk`),
  sortKey: text(`${name}sk`),
  projectionType: ProjectionType.ALL,
})

/** How long uploads of inventory agents are kept as they came, days. What was read from them stays. */
const uploadDays = 90

/** What must never be lost: three tables, the packages' contents and the inventories. */
export class Storage extends Construct {
  readonly mainTable: Table
  readonly executionsTable: Table
  /** Who did what. Apart from the rest because a role may add to a table and yet change nothing in it. */
  readonly auditTable: Table
  readonly packagesBucket: Bucket
  readonly inventoriesBucket: Bucket

  constructor(scope: Construct, id: string, { consoleOrigins }: { readonly consoleOrigins: readonly string[] }) {
    super(scope, id)
    this.mainTable = new Table(this, 'Main', { ...common, stream: StreamViewType.NEW_AND_OLD_IMAGES })
    this.mainTable.addGlobalSecondaryIndex(index('gsi1'))

    this.executionsTable = new Table(this, 'Executions', { ...common, stream: StreamViewType.NEW_AND_OLD_IMAGES })
    this.executionsTable.addGlobalSecondaryIndex(index('gsi1'))
    this.executionsTable.addGlobalSecondaryIndex(index('gsi2'))
    this.executionsTable.addGlobalSecondaryIndex(index('gsi3'))

    const { timeToLiveAttribute: _, ...kept } = common
    this.auditTable = new Table(this, 'Audit', kept)
    this.auditTable.addGlobalSecondaryIndex(index('gsi1'))
    this.auditTable.addGlobalSecondaryIndex(index('gsi2'))

    this.packagesBucket = new Bucket(this, 'Packages', {
      bucketName: packagesBucketName(this),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // Contents are named by their SHA-256 and never change; a version deleted by mistake can be had back for 30 days.
      versioned: true,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1), noncurrentVersionExpiration: Duration.days(30) }],
      cors: [
        {
          allowedOrigins: [...consoleOrigins],
          allowedMethods: [HttpMethods.GET, HttpMethods.PUT],
          allowedHeaders: ['*'],
          exposedHeaders: ['ETag'],
          maxAge: 3600,
        },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    })

    this.inventoriesBucket = new Bucket(this, 'Inventories', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
        { prefix: 'uploads/', expiration: Duration.days(uploadDays) },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    })
  }
}
