/** The stand-ins of AWS behind a running product, through the ordinary SDK. */
import type { Product } from './product.ts'

type Options = {
  readonly endpoint: string
  readonly region: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

export const clientOf = <C>(
  { ready: { aws } }: Pick<Product, 'ready'>,
  Client: new (options: Options) => C,
  service: 'DYNAMODB' | 'S3' | 'SCHEDULER' | 'SQS',
): C =>
  new Client({
    endpoint: aws[`AWS_ENDPOINT_URL_${service}`] ?? '',
    region: aws['AWS_REGION'] ?? '',
    credentials: { accessKeyId: aws['AWS_ACCESS_KEY_ID'] ?? '', secretAccessKey: aws['AWS_SECRET_ACCESS_KEY'] ?? '' },
  })
