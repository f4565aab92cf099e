/** Letting a site's edge launchers in on a machine. The key comes from an edge: only its type and its body are taken. */
export const authorizedKeyLine = (sshPublicKey: string): string | null => {
  const match = /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) ([A-Za-z0-9+/]+={0,3})(?:\s|$)/.exec(sshPublicKey.trim())
  return match ? `${match[1]} ${match[2]} pulse-cloud` : null
}

/** One line for the machine's shell that adds the keys for the account that runs it. */
export const authorizeCommand = (lines: readonly string[]): string =>
  `mkdir -p -m 700 ~/.ssh && printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')} >> ~/.ssh/authorized_keys && chmod 600 ~/.ssh/authorized_keys`
