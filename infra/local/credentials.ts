/** The secret of an access key; undefined for a key that this installation did not make. */
export type Secrets = (accessKeyId: string) => string | undefined

export type KeyPair = { readonly accessKeyId: string; readonly secretAccessKey: string }
